"""`/me/topics/`: what I am found for, and my own say on it. Plain forms; each ends on the same page."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sociable.kit.clock import now
from sociable.knowledge.expertise.topics import topics_of
from sociable.people import stances
from sociable.people.models import Person, Withheld
from sociable.people.verbs import Refused, withhold, yield_again
from sociable.surfaces.web.reader import person_of, reader_of

SHOWN = 20

Saying = Callable[[Person, QueryDict, datetime], str]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_topics(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    assert me is not None
    if request.method == "POST":
        return say(request, me)
    told = topics_of(me, reader_of(request), limit=SHOWN, own=True)
    context = {
        "said": [one for one in told if one.kind],
        "found": [one for one in told if not one.kind],
        "located": not Withheld.objects.filter(person=me).exists(),
    }
    return render(request, "web/my_topics.html", context)


def say(request: HttpRequest, me: Person) -> HttpResponse:
    """Does what the button says, and tells how it went; what was refused is told with the reason."""
    saying = SAYINGS.get(request.POST.get("say", ""))
    try:
        if saying is None:
            raise Refused(_("Nothing was changed: that button is not known here."))
        messages.success(request, saying(me, request.POST, now()))
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("my-topics")


def confirm(me: Person, form: QueryDict, at: datetime) -> str:
    said = stances.confirm(person=me, topic=form.get("topic", ""), by=me, at=at)
    return _("Confirmed: “%(topic)s”.") % {"topic": said.topic}


def hide(me: Person, form: QueryDict, at: datetime) -> str:
    said = stances.hide(person=me, topic=form.get("topic", ""), by=me, at=at)
    return _("Hidden: nobody finds you for “%(topic)s” any more.") % {"topic": said.topic}


def correct(me: Person, form: QueryDict, at: datetime) -> str:
    said = stances.correct(person=me, topic=form.get("topic", ""), into=form.get("into", ""), by=me, at=at)
    return _("Corrected. “%(topic)s” waits until something you did shows it.") % {"topic": said.topic}


def declare(me: Person, form: QueryDict, at: datetime) -> str:
    said = stances.declare(person=me, topic=form.get("topic", ""), by=me, at=at)
    return _("Declared. “%(topic)s” waits until something you did shows it.") % {"topic": said.topic}


def retract(me: Person, form: QueryDict, at: datetime) -> str:
    number = form.get("stance", "")
    said = stances.retract(person=me, stance=int(number) if is_id(number) else 0, by=me, at=at)
    return _("Taken back: “%(topic)s”.") % {"topic": said.topic}


def decline(me: Person, form: QueryDict, at: datetime) -> str:
    withhold(person=me, by=me, at=at)
    return _("You are not named in any answer any more.")


def yield_(me: Person, form: QueryDict, at: datetime) -> str:
    yield_again(person=me, by=me, at=at)
    return _("You may be named in answers again.")


def is_id(words: str) -> bool:
    return words.isascii() and words.isdecimal() and len(words) < 19


SAYINGS: Mapping[str, Saying] = {
    "confirm": confirm,
    "hide": hide,
    "correct": correct,
    "declare": declare,
    "retract": retract,
    "decline": decline,
    "yield": yield_,
}
