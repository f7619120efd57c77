"""`/me/topics/`: what I am found for, and my own say on it. Plain forms; each ends on the same page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sociable.kit.clock import now
from sociable.knowledge.expertise.topics import topics_of
from sociable.people.models import Person, Stance, Withheld
from sociable.people.stances import SAYINGS, Words
from sociable.people.verbs import Refused
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.standing import Before
from sociable.surfaces.web.undo import told

SHOWN = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_topics(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    assert me is not None
    if request.method == "POST":
        return say(request, me)
    topics = topics_of(me, reader_of(request), limit=SHOWN, own=True)
    context = {
        "me": me,
        "said": [one for one in topics if one.kind],
        "found": [one for one in topics if not one.kind],
        "located": not Withheld.objects.filter(person=me).exists(),
    }
    return render(request, "web/my_topics.html", context)


def say(request: HttpRequest, me: Person) -> HttpResponse:
    """Does what the button says, and tells what it changed; what was refused is told with the reason."""
    form, kind = request.POST, request.POST.get("say", "")
    words = Words(form.get("topic", ""), form.get("into", ""), number_in(form.get("stance", "")))
    try:
        if kind not in SAYINGS:
            raise Refused(_("Nothing was changed: that button is not known here."))
        before = Before.of(me, kind, words, reader_of(request))
        said = SAYINGS[kind](me, words, now())
        if "also" in form:
            SAYINGS["retract"](me, Words(stance=number_in(form["also"])), now())
        topic = said.topic if isinstance(said, Stance) else ""
        told(
            request, TOLD[kind] % {"topic": topic} + before.change(), action=request.path, fields=before.way_back(said)
        )
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("my-topics")


def number_in(words: str) -> int:
    return int(words) if is_id(words) else 0


def is_id(words: str) -> bool:
    return words.isascii() and words.isdecimal() and len(words) < 19


TOLD = {
    "confirm": gettext_lazy("Confirmed: “%(topic)s”."),
    "hide": gettext_lazy("Hidden: nobody finds you for “%(topic)s” any more."),
    "correct": gettext_lazy("Corrected. “%(topic)s” waits until something you did shows it."),
    "declare": gettext_lazy("Declared. “%(topic)s” waits until something you did shows it."),
    "retract": gettext_lazy("Taken back: “%(topic)s”."),
    "decline": gettext_lazy("You are not named in any answer any more."),
    "yield": gettext_lazy("You may be named in answers again."),
}
"""How each saying is told, once it is said."""
