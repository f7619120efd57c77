"""The one question, and its answer on the same page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sociable.kit.clock import now
from sociable.knowledge.expertise.answer import Answer, Helper, Reason
from sociable.knowledge.expertise.locate import locate
from sociable.people.models import Person
from sociable.publics.readers import Reader, people_visible_to
from sociable.surfaces.web import gaps
from sociable.surfaces.web.reader import reader_of
from sociable.surfaces.web.titles import Title, titles_of
from sociable.things.models import Thing

FIRST = 3
"""Reasons shown at once; the others unfold."""


@dataclass(frozen=True, slots=True)
class Why:
    """One thing that speaks for somebody, with every role they had in it."""

    thing: int
    title: Title
    kind: str
    roles: tuple[str, ...]
    date: datetime
    snippet: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the answer, as the page shows them."""

    person: Helper
    first: list[Why]
    rest: list[Why]
    stand_in: Person | None
    way: list[Person]
    """People between the reader and this person, each of whom worked with the next."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    question, reader = question_of(request), reader_of(request)
    rows = rows_of(answer_to(question, reader, now()), reader) if question else []
    empty = not rows and not Thing.objects.visible_to(reader).exists()
    return render(request, "web/home.html", {"question": question, "rows": rows, "empty": empty, "reader": reader})


def answer_to(question: str, reader: Reader, at: datetime) -> Answer:
    answer = locate(question, reader=reader, at=at)
    gaps.note(answer, reader, at)
    return answer


def question_of(request: HttpRequest) -> str:
    """What was asked, without the one character that no page may hold."""
    return request.GET.get("q", "").replace("\0", " ").strip()


def rows_of(answer: Answer, reader: Reader) -> list[Row]:
    """The answer's people with titles and stand-ins, of those the reader may see."""
    things = {reason.thing for one in answer.people for reason in one.reasons}
    titles = titles_of(Thing.objects.visible_to(reader).filter(pk__in=things), reader)
    stand_ins = people_visible_to(reader).in_bulk({one.stand_in for one in answer.people if one.stand_in})
    between = people_visible_to(reader).in_bulk({step for one in answer.people for step in (one.path or ())[1:-1]})
    rows = []
    for one in answer.people:
        why = whys(one.reasons, titles)
        way = [between[step] for step in (one.path or ())[1:-1] if step in between]
        rows.append(Row(one, why[:FIRST], why[FIRST:], stand_ins.get(one.stand_in or 0), way))
    return rows


def whys(reasons: Iterable[Reason], titles: dict[int, Title]) -> list[Why]:
    """The reasons whose things have a title that the reader may see."""
    return [
        Why(one.thing, titles[one.thing], one.kind, one.roles, one.date, one.snippet)
        for one in reasons
        if one.thing in titles
    ]
