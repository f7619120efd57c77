"""Saying something of a thing, and what may be done with what was said. Plain forms; each leads back to the thread."""

from collections.abc import Callable, Mapping

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sociable.kit.clock import now
from sociable.people.verbs import Refused
from sociable.responses.comments.doors import AT_ONCE, CLOSED, KIND, how_taken, is_mine, line_of, looks_after
from sociable.responses.comments.verbs import (
    LONGEST,
    LONGEST_NAME,
    admit,
    bring_back,
    comment,
    edit,
    keep_outsiders_out,
    let_outsiders_in,
    reconsider,
    refuse,
    take_away,
    text_of,
)
from sociable.surfaces.web.comments.forms import form_for, place_of_writing
from sociable.surfaces.web.comments.threads import number_of_page
from sociable.surfaces.web.comments.waiting import waiting_for
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.things import with_texts
from sociable.surfaces.web.undo import told
from sociable.surfaces.web.writing.forms import saved
from sociable.things.models import Thing

LOST = "comments_lost"
"""Where a session keeps what was written after another had ended, until its writer has signed in again."""


@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, id_: int) -> HttpResponse:
    """A page to comment on a thing, or on a comment; a POST says it. What was typed is kept when it is refused."""
    reader = reader_of(request)
    on = Thing.objects.visible_to(reader).select_related("public").filter(pk=id_).first()
    taken = how_taken(on, reader) if on else CLOSED
    if on is None or taken == CLOSED:
        return closed(request)
    if request.method == "POST":
        busy: HttpResponse | None = None if taken == AT_ONCE else consume_or_429(request, action="comment")
        if busy is not None:
            return busy
        try:
            return said(request, on)
        except Refused as reason:
            messages.error(request, str(reason))
    where = place_of_writing(on)
    context = {
        **{"on": with_texts([on], reader)[0], "taken": taken, "limits": {"text": LONGEST, "name": LONGEST_NAME}},
        **{"name": request.POST.get("name", ""), "next": way_home(request, on)},
        **{"form": form_for(request, where, request.session.pop(LOST, {}).get(request.path, "")), "where": where},
    }
    return render(request, "comments/say.html", context)


def closed(request: HttpRequest) -> HttpResponse:
    """There is nothing to comment on here; or the session ended while it was written, and the words are kept for it."""
    if request.method != "POST" or request.user.is_authenticated:
        raise Http404
    request.session[LOST] = {request.path: request.POST.get("text", "")[: 2 * LONGEST]}
    return redirect_to_login(request.path)


def said(request: HttpRequest, on: Thing) -> HttpResponse:
    form, person = request.POST, person_of(request)
    one = comment(on=on, text=form.get("text", ""), by=person, at=now(), name=form.get("name", ""))
    saved(request, place_of_writing(on))
    if one.withdrawn_at:
        messages.success(request, _("Thank you. It is shown once somebody here has read it."))
        return redirect(way_home(request, on))
    return redirect(place_of(one, request))


def place_of(one: Thing, request: HttpRequest) -> str:
    """Where a comment is read: in its thread, on the page that it stands on."""
    line = line_of(one)
    top = line[-2] if len(line) > 1 else one
    number = number_of_page(top, reader_of(request))
    page = f"?comments={number}" if number > 1 else ""
    return f"{way_home(request, one)}{page}#comment-{one.pk}"


def way_home(request: HttpRequest, one: Thing) -> str:
    """The page that the reader came from, or else that of what is commented on."""
    asked = (request.POST if request.method == "POST" else request.GET).get("next", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return reverse("thing", args=[line_of(one)[-1].pk])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, id_: int) -> HttpResponse:
    """A comment's own form, for who wrote it; a POST does what its button says."""
    reader = reader_of(request)
    found = get_object_or_404(Thing.objects.filter(kind=KIND, public_id__in=reader.publics), pk=id_)
    own = is_mine(found, reader)
    if not own and not looks_after(reader, found):
        raise Http404
    if request.method == "POST":
        return act(request, found)
    if not own:
        raise Http404
    return form_of(request, found, text_of(found))


def form_of(request: HttpRequest, found: Thing, text: str) -> HttpResponse:
    where = f"comment:edit:{found.pk}"
    form = form_for(request, where, text, base=found.revision)
    context = {"form": form, "where": where, "next": way_home(request, found)}
    return render(request, "comments/edit.html", context)


def act(request: HttpRequest, found: Thing) -> HttpResponse:
    me, word = person_of(request), request.POST.get("do", "")
    assert me is not None
    back = {"next": way_home(request, found)}
    here = reverse("comment-itself", args=[found.pk])
    try:
        if word == "edit":
            edit(comment=found, text=request.POST.get("text", ""), by=me, at=now())
            saved(request, f"comment:edit:{found.pk}")
            told(request, _("Kept, as you wrote it now."))
            return redirect(f"{back['next']}#comment-{found.pk}")
        if word not in DEEDS:
            raise Refused(_("Nothing was changed: that button is not known here."))
        deed, words, contrary = DEEDS[word]
        deed(comment=found, by=me, at=now())
        told(request, str(words), action=here if contrary else "", fields={"do": contrary, **back})
    except Refused as reason:
        messages.error(request, str(reason))
        if word == "edit":
            return form_of(request, found, "")
    return redirect(f"{back['next']}#comments")


Deed = Callable[..., Thing]
DEEDS: Mapping[str, tuple[Deed, object, str]] = {
    "withdraw": (take_away, gettext_lazy("Withdrawn. Nobody is shown it any more."), "put-back"),
    "put-back": (bring_back, gettext_lazy("It is back in its place."), "withdraw"),
    "admit": (admit, gettext_lazy("Let in: it is shown now."), "reconsider"),
    "refuse": (refuse, gettext_lazy("Refused: it is not shown."), "reconsider"),
    "reconsider": (reconsider, gettext_lazy("It waits again."), ""),
}
"""What each button does, what is told of it, and the button that takes it back."""


@login_required
@require_http_methods(["POST"])
def outsiders(request: HttpRequest, id_: int) -> HttpResponse:
    """Lets outsiders comment on a thing, or ends it."""
    me, reader = person_of(request), reader_of(request)
    thing = get_object_or_404(Thing.objects.visible_to(reader), pk=id_)
    verb, words = ENTRY.get(request.POST.get("do", ""), (None, ""))
    if verb is None or not looks_after(reader, thing):
        raise Http404
    verb(thing=thing, by=me, at=now())
    contrary = "keep-out" if verb is let_outsiders_in else "let-in"
    fields = {"do": contrary, "next": way_home(request, thing)}
    told(request, str(words), action=reverse("comment-outsiders", args=[thing.pk]), fields=fields)
    return redirect(f"{fields['next']}#comments")


Entry = Callable[..., Thing]
ENTRY: Mapping[str, tuple[Entry, object]] = {
    "let-in": (
        let_outsiders_in,
        gettext_lazy("Readers from outside may comment. What they write waits until you let it in."),
    ),
    "keep-out": (keep_outsiders_out, gettext_lazy("Readers from outside may not comment any more.")),
}


@login_required
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for the reader's word, the oldest first."""
    reader = reader_of(request)
    return render(request, "comments/waiting.html", {"waiting": waiting_for(reader), "here": request.path})
