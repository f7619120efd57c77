"""Writing notes: a new one, an answer, another wording; and what may be done with what is written. Plain forms."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from sociable.kit.clock import now
from sociable.ledger.projections import REGISTRY, fill_next
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.models import Public
from sociable.publics.readers import may_answer_in
from sociable.rooms.microblog.models import Choice
from sociable.rooms.microblog.polls import cast
from sociable.rooms.microblog.verbs import (
    KIND,
    boost,
    bring_back,
    edit,
    is_mine,
    post,
    reply,
    show_to,
    take_away,
    take_back_boost,
    text_of,
)
from sociable.surfaces.web.microblog import composing
from sociable.surfaces.web.microblog.composing import composer, poll_of
from sociable.surfaces.web.microblog.lines import lines_of
from sociable.surfaces.web.microblog.names import people_named_in
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.undo import told
from sociable.surfaces.web.writing.forms import saved
from sociable.things import drafts
from sociable.things.models import Thing

PACE = 500
"""Acts that a request looks through, so that its writer finds their own words in the timeline at once."""


def keep_pace() -> None:
    fill_next(REGISTRY["timeline"], PACE)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A page to write a note; a POST says it. What was typed is kept when it is refused."""
    me = person_of(request)
    if me is None:
        return redirect_to_login(request.path)
    if request.method == "POST":
        try:
            return said(request, me)
        except Refused as reason:
            refused(request, me, str(reason))
    context = {"compose": composer(request), "next": way_back(request, reverse("timeline"))}
    return render(request, "microblog/write.html", context)


def refused(request: HttpRequest, me: Person, reason: str) -> None:
    messages.error(request, reason)
    where, text = request.POST.get("where", "")[:120], request.POST.get("text", "")
    if where and text.strip():
        drafts.keep(person=me, where=where, title="", text=text[:20_000], base=0, at=now())


def said(request: HttpRequest, me: Person) -> HttpResponse:
    at, public = now(), public_chosen(request)
    text = composing.text_of(request, me)
    named = people_named_in([text], reader_of(request)).values()
    note = post(text=text, public=public, by=me, at=at, named=tuple(named), poll=poll_of(request, at))
    saved(request, "note:new")
    keep_pace()
    words = _("Said, for: %(public)s") % {"public": public.name or public}
    told(request, words, action=reverse("note-deeds", args=[note.pk]), fields={"do": "withdraw"})
    return redirect(way_back(request, reverse("timeline")))


def public_chosen(request: HttpRequest) -> Public:
    chosen = request.POST.get("public", "")
    found = Public.objects.filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 15 else None
    if found is None or found.pk not in reader_of(request).publics:
        raise Refused(_("Choose for whom it is."))
    return found


def way_back(request: HttpRequest, home: str) -> str:
    """The page that the reader came from, or else this one."""
    asked = (request.POST if request.method == "POST" else request.GET).get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if ours else home


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, id_: int) -> HttpResponse:
    """A page to answer a note; a POST says it."""
    me, reader = person_of(request), reader_of(request)
    if me is None:
        return redirect_to_login(request.path)
    to = get_object_or_404(Thing.objects.visible_to(reader).select_related("public"), pk=id_, kind=KIND)
    if not may_answer_in(reader, to.public):
        raise Http404
    if request.method == "POST":
        try:
            return answered(request, me, to)
        except Refused as reason:
            refused(request, me, str(reason))
    where = f"note:reply:{to.pk}"
    context = {"compose": composer(request, where=where), "line": lines_of([to.pk], reader)[0]}
    return render(request, "microblog/answer.html", context)


def answered(request: HttpRequest, me: Person, to: Thing) -> HttpResponse:
    at, text = now(), composing.text_of(request, me)
    named = people_named_in([text], reader_of(request)).values()
    note = reply(to=to, text=text, by=me, at=at, named=tuple(named), poll=poll_of(request, at))
    saved(request, f"note:reply:{to.pk}")
    keep_pace()
    return redirect(f"{reverse('note', args=[to.pk])}#note-{note.pk}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, id_: int) -> HttpResponse:
    """A note's own form, for who wrote it."""
    me, reader = person_of(request), reader_of(request)
    note = get_object_or_404(Thing.objects.visible_to(reader).select_related("public"), pk=id_, kind=KIND)
    if me is None or not is_mine(note, reader):
        raise Http404
    where = f"note:edit:{note.pk}"
    if request.method == "POST":
        try:
            text = composing.text_of(request, me)
            named = people_named_in([text], reader).values()
            with transaction.atomic():
                if request.POST.get("public"):
                    show_to(note=note, public=public_chosen(request), by=me, at=now())
                edit(note=note, text=text, by=me, at=now(), named=tuple(named))
            saved(request, where)
            keep_pace()
            told(request, _("Kept, as you wrote it now."))
            return redirect("note", note.pk)
        except Refused as reason:
            refused(request, me, str(reason))
    public = note.public if note.reply_to_id is None else None
    context = {"compose": composer(request, where=where, text=text_of(note), public=public), "note": note}
    return render(request, "microblog/change.html", context)


@login_required
@require_POST
def deeds(request: HttpRequest, id_: int) -> HttpResponse:
    """Does what a button under a note says, and leads back to where it was pressed."""
    me, reader, word = person_of(request), reader_of(request), request.POST.get("do", "")
    note = get_object_or_404(Thing.objects.filter(public_id__in=reader.publics, kind=KIND), pk=id_)
    assert me is not None
    home = reverse("timeline") if word == "withdraw" else reverse("note", args=[note.pk])
    back = way_back(request, home)
    try:
        if word not in DEEDS:
            raise Refused(_("Nothing was changed: that button is not known here."))
        deed, words, contrary = DEEDS[word]
        deed(note=note, by=me, at=now())
        keep_pace()
        here = reverse("note-deeds", args=[note.pk])
        told(request, str(words), action=here, fields={"do": contrary, "next": back})
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect(back)


Deed = Callable[..., object]
DEEDS: Mapping[str, tuple[Deed, object, str]] = {
    "withdraw": (take_away, gettext_lazy("Withdrawn. Nobody is shown it any more."), "put-back"),
    "put-back": (bring_back, gettext_lazy("It is back in its place."), "withdraw"),
    "boost": (boost, gettext_lazy("Passed on to whoever follows you, as far as they may see it."), "unboost"),
    "unboost": (take_back_boost, gettext_lazy("You pass it on no longer."), "boost"),
}
"""What each button does, what is told of it, and the button that takes it back."""


@login_required
@require_POST
def vote(request: HttpRequest, id_: int) -> HttpResponse:
    """Chooses in the poll of a note."""
    me, chosen = person_of(request), request.POST.get("choice", "")
    get_object_or_404(Thing.objects.visible_to(reader_of(request)), pk=id_, kind=KIND)
    number = int(chosen) if chosen.isdecimal() and len(chosen) < 15 else 0
    choice = Choice.objects.filter(pk=number, poll__thing=id_).first()
    assert me is not None
    try:
        if choice is None:
            raise Refused(_("Choose one of the answers."))
        cast(choice=choice, by=me, at=now())
        told(request, _("Your choice is counted."))
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect(f"{way_back(request, reverse('note', args=[id_]))}#note-{id_}")
