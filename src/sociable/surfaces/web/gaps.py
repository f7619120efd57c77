"""Questions that nobody here is known to be able to answer: counted as they come, and listed for who runs the site."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sociable.knowledge.expertise.answer import Answer
from sociable.knowledge.expertise.confidence import FAINT
from sociable.knowledge.expertise.matches import FUNCTION
from sociable.knowledge.search.analysis import question_words
from sociable.publics.readers import Reader, may_administer
from sociable.rooms.questions.gaps import drop, miss, put_back, without_people
from sociable.rooms.questions.models import Gap
from sociable.surfaces.web.reader import reader_of
from sociable.surfaces.web.topics import is_id
from sociable.surfaces.web.undo import told

MOST = 6
"""Terms of a topic; of more, the longest: they say most, and stay the same while the index grows."""
A_PAGE = 50
SEAL, A_DAY = "sociable.gap", 24 * 60 * 60


def note(answer: Answer, reader: Reader, at: datetime) -> None:
    """Counts a gap where nobody was found, or nobody whom we would call more than faint.

    Only for those inside: a visitor who finds nobody says how little is open to visitors, not what is unknown here.
    Nor where a rule removed them: somebody is known.
    """
    if not reader.is_inside or answer.removed_by or any(one.confidence != FAINT for one in answer.people):
        return
    topic = " ".join(topic_of(without_people(answer.query)))
    if topic:
        miss(question=answer.query, topic=topic, at=at)


def topic_of(question: str) -> Sequence[str]:
    """What a question is about: the terms of its longest words, in the alphabet's order."""
    words = question_words(question)
    telling = [word for word in words if word not in FUNCTION] or list(words)
    terms = {words[word][1][0] for word in telling}
    return sorted(sorted(terms, key=lambda term: (-len(term), term))[:MOST])


@require_http_methods(["GET", "HEAD", "POST"])
def gaps(request: HttpRequest) -> HttpResponse:
    if not may_administer(reader_of(request)):
        raise Http404
    if request.method == "POST":
        take_off(request) if "gap" in request.POST else take_back(request)
        return redirect("gaps")
    page = Paginator(Gap.objects.order_by("-asked", "-last_at", "pk"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "web/gaps.html", {"page": page, "gaps": page.object_list})


def take_off(request: HttpRequest) -> None:
    """Takes a gap off the list. What it was goes along, sealed, with the button that puts it back."""
    number = request.POST["gap"]
    gap = Gap.objects.filter(pk=number).first() if is_id(number) else None
    if gap is None or not drop(gap=gap.pk):
        return
    was = {"topic": gap.topic, "example": gap.example, "asked": gap.asked}
    times = {"first_at": gap.first_at.isoformat(), "last_at": gap.last_at.isoformat()}
    sealed = signing.dumps({**was, **times}, salt=SEAL)
    words = _("Removed: “%(question)s”.") % {"question": gap.example}
    told(request, words, action=reverse("gaps"), fields={"was": sealed})


def take_back(request: HttpRequest) -> None:
    try:
        was = signing.loads(request.POST.get("was", ""), salt=SEAL, max_age=A_DAY)
    except signing.BadSignature:
        messages.error(request, _("That is too long ago to be undone."))
        return
    times = {name: datetime.fromisoformat(was[name]) for name in ("first_at", "last_at")}
    put_back(topic=was["topic"], example=was["example"], asked=was["asked"], **times)
    messages.success(request, _("It is on the list again."))
