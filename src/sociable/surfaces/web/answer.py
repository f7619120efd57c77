"""An answer as the page shows it: people first, each with the things that speak for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from sociable.knowledge.expertise.answer import Answer, Helper, Reason
from sociable.knowledge.expertise.confidence import FAINT
from sociable.knowledge.expertise.locate import locate
from sociable.knowledge.expertise.rules import UnknownRule
from sociable.people.models import Person
from sociable.publics.readers import Reader, people_visible_to
from sociable.surfaces.web import gaps
from sociable.surfaces.web.filters import FIELDS, NAMES, Chosen, Filters, chosen, filters_for, rules_of, without
from sociable.surfaces.web.titles import Title, titles_of
from sociable.things.models import Thing

FIRST = 3
"""Reasons shown at once for the first people; the others unfold."""
LATER = 1
"""Reasons shown at once for those who come after."""
AT_LENGTH = 3
"""People who are shown at length."""


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
    stands_in_for: Person | None
    way: list[Person]
    """People between the reader and this person, each of whom worked with the next."""
    at_length: bool


@dataclass(frozen=True, slots=True)
class Emptied:
    """The rule that left nobody: what the form calls it, whether the asker chose it, and the query without it."""

    name: str
    is_own: bool
    without: str


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the page of an answer shows."""

    rows: list[Row]
    filters: Filters
    chosen: list[Chosen]
    emptied: Emptied | None = None
    mistake: str = ""
    only_faint: bool = False

    @property
    def folded(self) -> list[Row]:
        """Those of whom the signs are faint, after the first few: there for whoever looks further."""
        return [row for row in self.rows if self.is_folded(row)]

    @property
    def plain(self) -> list[Row]:
        return [row for row in self.rows if not self.is_folded(row)]

    def is_folded(self, row: Row) -> bool:
        return not self.only_faint and not row.at_length and row.person.confidence == FAINT


def shown(question: str, query: QueryDict, reader: Reader, at: datetime) -> Shown:
    """Asks the locator under the rules of the query. A rule that speaks of what is not known here is told in words."""
    rules = rules_of(query)
    filters = filters_for(rules, reader)
    on = chosen(filters, query)
    try:
        answer = locate(question, reader=reader, at=at, rules=rules)
    except UnknownRule as mistake:
        return Shown([], filters, on, mistake=str(mistake))
    gaps.note(answer, reader, at)
    faint = bool(answer.people) and all(one.confidence == FAINT for one in answer.people)
    return Shown(rows_of(answer, reader), filters, on, emptied_by(answer, filters, query), only_faint=faint)


def emptied_by(answer: Answer, filters: Filters, query: QueryDict) -> Emptied | None:
    if answer.removed_by is None:
        return None
    is_own = bool(getattr(filters.rules, answer.removed_by))
    return Emptied(str(NAMES[answer.removed_by]), is_own, without(query, FIELDS[answer.removed_by]))


def rows_of(answer: Answer, reader: Reader) -> list[Row]:
    """The answer's people with titles and stand-ins, of those the reader may see."""
    things = {reason.thing for one in answer.people for reason in one.reasons}
    titles = titles_of(Thing.objects.visible_to(reader).filter(pk__in=things), reader)
    named = {one for helper in answer.people for one in (helper.stand_in, helper.stands_in_for) if one}
    between = {step for one in answer.people for step in (one.path or ())[1:-1]}
    people = people_visible_to(reader).in_bulk(named | between)
    rows = []
    for place, one in enumerate(answer.people):
        why, at_length = whys(one.reasons, titles), place < AT_LENGTH
        first = FIRST if at_length else LATER
        way = [people[step] for step in (one.path or ())[1:-1] if step in people]
        stand_in, away = people.get(one.stand_in or 0), people.get(one.stands_in_for or 0)
        rows.append(Row(one, why[:first], why[first:], stand_in, away, way, at_length))
    return rows


def whys(reasons: Iterable[Reason], titles: dict[int, Title]) -> list[Why]:
    """The reasons whose things have a title that the reader may see."""
    return [
        Why(one.thing, titles[one.thing], one.kind, one.roles, one.date, one.snippet)
        for one in reasons
        if one.thing in titles
    ]
