"""`/questions/`: what is asked here and not answered, by age and by topic; all; mine; what I am asked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sociable.publics.readers import Reader
from sociable.rooms.questions.models import Acceptance, Need, Routing, Unanswered
from sociable.rooms.questions.writing import QUESTION
from sociable.surfaces.web.cards import Card, cards_of
from sociable.surfaces.web.questions.likely import answered
from sociable.surfaces.web.reader import reader_of
from sociable.things.models import Tag, Tagging, Thing, ThingQuerySet

A_PAGE = 30
TOPICS = 12
LATEST = 500
"""Open questions whose topics are counted."""
START = datetime(1970, 1, 1, tzinfo=UTC)
TABS = {
    "open": _("Unanswered"),
    "all": _("All"),
    "mine": _("Mine"),
    "asked": _("Asked of me"),
}
OWN = frozenset({"mine", "asked"})


@dataclass(frozen=True, slots=True)
class Row:
    """A question in a list."""

    card: Card
    answers: int
    is_settled: bool
    needs: int

    @property
    def thing(self) -> Thing:
        return self.card.thing


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    reader, show = reader_of(request), request.GET.get("show", "open")
    if show not in TABS or (show in OWN and reader.person is None):
        return redirect("questions")
    is_oldest = request.GET.get("order") == "oldest"
    topic = Tag.objects.filter(name=request.GET["topic"]).first() if request.GET.get("topic") else None
    place, name = place_in(request.GET.get("after", "")), request.GET.get("topic", "")
    page, after = a_page_of(show, reader, is_oldest, place, (name, topic))
    context = {
        "rows": rows_of(page, reader),
        "after": after,
        "show": show,
        "tabs": [(word, words) for word, words in TABS.items() if reader.person or word not in OWN],
        "topic": request.GET.get("topic", ""),
        "tag": topic if page else None,
        "topics": topics_of(reader) if show == "open" else [],
        "is_oldest": is_oldest,
        "is_first": "after" not in request.GET,
    }
    return render(request, "questions/list.html", context)


def all_of_them(reader: Reader) -> ThingQuerySet:
    return Thing.objects.visible_to(reader).filter(kind=QUESTION)


def unanswered(reader: Reader) -> QuerySet[Unanswered]:
    """The questions before this reader that had no answer a moment ago, along their own index."""
    return Unanswered.objects.filter(public_id__in=reader.publics)


def still_open(rows: Sequence[Unanswered], reader: Reader) -> list[Thing]:
    """The questions of these rows to which the reader sees no answer at this very moment."""
    said = Thing.objects.filter(reply_to=OuterRef("pk"), withdrawn_at=None, public_id__in=reader.publics)
    waiting = Thing.objects.visible_to(reader).exclude(Exists(said.exclude(kind="comment")))
    things = waiting.in_bulk([one.thing_id for one in rows])
    return [things[one.thing_id] for one in rows if one.thing_id in things]


def mine(reader: Reader) -> ThingQuerySet:
    me = Q(contributions__person=reader.person) | Q(contributions__person__same_as=reader.person)
    return all_of_them(reader).filter(me, contributions__role__name="asker").distinct()


def asked_of(reader: Reader) -> ThingQuerySet:
    me = Q(person=reader.person) | Q(person__same_as=reader.person)
    waits = Routing.objects.filter(me, excused_at=None, question__acceptance=None)  # what is settled waits for nobody
    return all_of_them(reader).filter(pk__in=waits.values("question"))


SHOWS = {"all": all_of_them, "mine": mine, "asked": asked_of}


def a_page_of(
    show: str, reader: Reader, is_oldest: bool, after: tuple[datetime, int] | None, topic: tuple[str, Tag | None]
) -> tuple[list[Thing], str]:
    """Thirty questions, and the place of the last of them where more follow."""
    if show == "open":
        rows = list(in_order(of_topic(unanswered(reader), topic), "at", is_oldest, after)[: A_PAGE + 1])
        last = text_of(rows[A_PAGE - 1].at, rows[A_PAGE - 1].pk) if len(rows) > A_PAGE else ""
        return still_open(rows[:A_PAGE], reader), last
    found = list(in_order(of_topic(SHOWS[show](reader), topic), "published_at", is_oldest, after)[: A_PAGE + 1])
    last = text_of(found[A_PAGE - 1].published_at, found[A_PAGE - 1].pk) if len(found) > A_PAGE else ""
    return found[:A_PAGE], last


Rows = TypeVar("Rows", Thing, Unanswered)


def of_topic(found: QuerySet[Rows], topic: tuple[str, Tag | None]) -> QuerySet[Rows]:
    """Those that carry the tag; none where it was said and nothing is called so."""
    name, tag = topic
    if not name:
        return found
    return found.filter(pk__in=Tagging.objects.filter(tag=tag).values("thing")) if tag else found.none()


def in_order(found: QuerySet[Rows], when: str, is_oldest: bool, after: tuple[datetime, int] | None) -> QuerySet[Rows]:
    """Newest or oldest first, by the time in the field `when`, from a place on."""
    if after:
        at, id_ = after
        way = "gt" if is_oldest else "lt"
        found = found.filter(Q(**{f"{when}__{way}": at}) | Q(**{when: at, f"pk__{way}": id_}))
    return found.order_by(*([when, "pk"] if is_oldest else [f"-{when}", "-pk"]))


def rows_of(things: Sequence[Thing], reader: Reader) -> list[Row]:
    """With how much was said to each: so many queries, however many there are."""
    ids = [one.pk for one in things]
    answers, needs = answered(ids, reader), needed(ids)
    settled = set(Acceptance.objects.filter(question__in=ids).values_list("question", flat=True))
    taken = Thing.objects.visible_to(reader).filter(reply_to__in=ids, accepted=True).values_list("reply_to", flat=True)
    settled |= {one for one in taken if one}
    return [
        Row(card, answers.get(card.thing.pk, 0), card.thing.pk in settled, needs.get(card.thing.pk, 0))
        for card in cards_of(things, reader)
    ]


def needed(questions: Collection[int]) -> Mapping[int, int]:
    rows = Need.objects.filter(question__in=questions).order_by().values_list("question")
    return dict(rows.annotate(number=Count("pk")))


def topics_of(reader: Reader) -> list[tuple[str, int]]:
    """What the latest open questions are about, most first."""
    latest = list(unanswered(reader).order_by("-at", "-pk").values_list("pk", flat=True)[:LATEST])
    rows = Tagging.objects.filter(thing__in=latest).order_by().values_list("tag__name")
    return list(rows.annotate(number=Count("pk")).order_by("-number", "tag__name")[:TOPICS])


def text_of(at: datetime, id_: int) -> str:
    return f"{(at - START) // timedelta(microseconds=1)}-{id_}"


def place_in(text: str) -> tuple[datetime, int] | None:
    """The place that an address names; None where it names none."""
    at, _dash, id_ = text.partition("-")
    if not (at.isascii() and at.isdecimal() and len(at) < 17 and id_.isascii() and id_.isdecimal() and len(id_) < 18):
        return None
    return START + timedelta(microseconds=int(at)), int(id_)


def address_of(question: int) -> str:
    return reverse("question", args=[question])
