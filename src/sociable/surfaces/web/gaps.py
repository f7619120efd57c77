"""Questions that nobody here is known to be able to answer: counted as they come, and listed for who runs the site."""

from collections.abc import Sequence
from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sociable.knowledge.expertise.answer import Answer
from sociable.knowledge.expertise.confidence import FAINT
from sociable.knowledge.expertise.matches import FUNCTION
from sociable.knowledge.search.analysis import question_words
from sociable.publics.readers import Reader, may_administer
from sociable.rooms.questions.models import Gap
from sociable.rooms.questions.verbs import drop, miss, without_people
from sociable.surfaces.web.reader import reader_of
from sociable.surfaces.web.topics import is_id

MOST = 6
"""Terms of a topic; of more, the longest: they say most, and stay the same while the index grows."""
A_PAGE = 50


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
        number = request.POST.get("gap", "")
        drop(gap=int(number) if is_id(number) else 0)
        return redirect("gaps")
    page = Paginator(Gap.objects.order_by("-asked", "-last_at", "pk"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "web/gaps.html", {"page": page, "gaps": page.object_list})
