"""`/ask/`: a question in a sentence, for whom, and who is asked. What is like it shows while it is typed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from sociable.kit.clock import now
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.models import ORGANISATION, Public
from sociable.publics.readers import may_publish_in, people_visible_to
from sociable.responses.follows.verbs import What, follow
from sociable.rooms.microblog.words import as_tag
from sociable.rooms.questions.unanswered import keep_pace
from sociable.rooms.questions.writing import INVITED, SENTENCE, ask
from sociable.surfaces.web import gaps
from sociable.surfaces.web.microblog.composing import for_whom
from sociable.surfaces.web.questions.likely import Likely, likely
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.undo import told
from sociable.surfaces.web.writing.forms import EditorForm, editor_for, saved
from sociable.things import drafts

TOPICS = 10


def as_question(form: EditorForm) -> EditorForm:
    """The shared editor, with a question's words."""
    title, text = form.fields["title"], form.fields["text"]
    title.label, title.max_length = _("Your question, in a sentence"), SENTENCE  # type: ignore[attr-defined]
    text.label, text.required = _("More about it, if it helps"), False
    text.widget.attrs["rows"] = 6
    form.fields["topics"] = forms.CharField(
        label=_("Topics, separated by commas"), required=False, max_length=300, initial=form.initial.get("topics", "")
    )
    return form


def topics_in(words: str) -> list[str]:
    found = (as_tag(one.strip().lstrip("#").strip()) for one in words.split(","))
    return list(dict.fromkeys(one for one in found if one))[:TOPICS]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    me, begun = person_of(request), request.GET.get("q", "").replace("\0", " ").strip()[:SENTENCE]
    assert me is not None
    where = request.POST.get("where", "")[:120] if request.method == "POST" else f"question:new:{begun[:80]}"
    form = as_question(editor_for(request, where=where, title=begun))
    if request.method == "POST":
        if "look" not in request.POST and form.is_valid():
            try:
                return asked(request, me, form.cleaned_data, where)
            except Refused as reason:
                form.add_error(None, str(reason))
        keep(request, me, where)
    given = request.POST if request.method == "POST" else request.GET
    return render(request, "questions/ask.html", page_of(request, form, where, given))


def keep(request: HttpRequest, me: Person, where: str) -> None:
    title, text = request.POST.get("title", ""), request.POST.get("text", "")
    if where and (title + text).strip():
        drafts.keep(person=me, where=where, title=title[:SENTENCE], text=text, base=0, at=now())


def page_of(request: HttpRequest, form: EditorForm, where: str, given: QueryDict) -> dict[str, Any]:
    words = f"{form['title'].value() or ''} {form['text'].value() or ''}".strip()
    chosen = given.get("public", "") or str(ORGANISATION)
    return {
        "form": form,
        "where": where,
        "publics": for_whom(reader_of(request), chosen),
        "likely": seen(request, words, given) if words else None,
        "most": INVITED,
    }


def seen(request: HttpRequest, words: str, given: QueryDict) -> Likely:
    """What is like the question so far, with the people who are ticked: those given, or else the likeliest."""
    people = [number for one in given.getlist("person") if (number := number_in(one))]
    return likely(
        words,
        reader=reader_of(request),
        at=now(),
        public=public_in(request, given),
        chosen=people if people or "chosen" in given else None,
    )


@login_required
@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """The part of the page that says what is like the question as far as it is typed."""
    words = f"{request.GET.get('title', '')} {request.GET.get('text', '')}".replace("\0", " ").strip()
    found = seen(request, words, request.GET) if words else None
    return render(request, "questions/likely.html", {"likely": found, "most": INVITED})


def asked(request: HttpRequest, me: Person, said: dict[str, Any], where: str) -> HttpResponse:
    """Asks, follows what is said to it, and says who was asked; where nobody is likely, counts a gap."""
    at, reader, public = now(), reader_of(request), public_in(request, request.POST)
    if public is None:
        raise Refused(gettext("Choose for whom it is."))
    people = invited(request)
    tags = topics_in(said["topics"])
    question = ask(title=said["title"], text=said["text"], public=public, by=me, at=at, invited=people, tags=tags)
    follow(what=What(thing=question), by=me, at=at)
    keep_pace()
    saved(request, where)
    if not people:
        gaps.note(likely(f"{said['title']} {said['text']}", reader=reader, at=at, public=public).answer, reader, at)
    words = ngettext("Asked. %(number)s person is told.", "Asked. %(number)s people are told.", len(people))
    words = words % {"number": len(people)} if people else gettext("Asked. It stands in the list of open questions.")
    told(request, words, action=reverse("question-deeds", args=[question.pk]), fields={"do": "withdraw"})
    return redirect("question", question.pk)


def invited(request: HttpRequest) -> Sequence[Person]:
    """Who is ticked. Raises Refused for somebody who is not to be found."""
    ids = {number for one in request.POST.getlist("person") if (number := number_in(one))}
    people = list(people_visible_to(reader_of(request)).filter(pk__in=ids).order_by("name", "pk"))
    if len(people) < len(ids):
        raise Refused(gettext("There is nobody of that name here."))
    return people


def public_in(request: HttpRequest, given: QueryDict) -> Public | None:
    number = number_in(given.get("public", "")) or ORGANISATION
    reader = reader_of(request)
    one = Public.objects.select_related("owner").filter(pk=number, pk__in=reader.publics).first()
    return one if one and may_publish_in(reader, one) else None  # who is on somebody's list, nobody else is told


def number_in(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 15 else 0
