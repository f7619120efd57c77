"""While somebody asks: what was asked like it already, and who can help."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from sociable.knowledge.expertise.answer import Answer, Helper
from sociable.knowledge.expertise.confidence import FAINT
from sociable.knowledge.expertise.locate import locate
from sociable.knowledge.expertise.matches import match
from sociable.knowledge.search.find import Search
from sociable.publics.models import Public
from sociable.publics.readers import Reader, readers_for
from sociable.rooms.questions.writing import INVITED, QUESTION
from sociable.surfaces.web.cards import Card, cards_of
from sociable.surfaces.web.titles import Title, titles_of
from sociable.things.models import Thing

READ = 600
"""Characters of a question that are looked up."""
LOOKED_AT, ALIKE = 40, 0.5
"""Best things that are looked at, and how much of the question a question must cover to be called alike."""
SHOWN = 4
"""Questions, and other things, that are shown."""
OFFERED = 6
"""People who are offered."""


@dataclass(frozen=True, slots=True)
class Candidate:
    helper: Helper
    why: Title | None
    """The thing that speaks most for them."""
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Likely:
    """`asked` are questions much like it, `written` other things; `answer` is the locator's, for the gaps."""

    asked: Sequence[tuple[Card, int]]
    written: Sequence[Card]
    people: Sequence[Candidate]
    answer: Answer

    @property
    def ticked(self) -> int:
        return sum(one.is_ticked for one in self.people)


def likely(
    words: str, *, reader: Reader, at: datetime, public: Public | None = None, chosen: Collection[int] | None = None
) -> Likely:
    """For a question as far as it is typed. `chosen` are the people ticked so far; None where nobody has chosen yet."""
    asked = words.strip()[:READ]
    answer = locate(asked, reader=reader, at=at, limit=2 * OFFERED)
    helpers = [one for one in answer.people if public is None or sees(one.id, public)]
    first = [one.id for one in helpers if one.confidence != FAINT and one.available][:INVITED]
    things = seen_like(asked, reader)
    questions = [one for one in things if one.kind == QUESTION][:SHOWN]
    others = [one for one in things if one.kind not in (QUESTION, "comment", "note")][:SHOWN]
    cards, answers = cards_of(questions, reader), answered([one.pk for one in questions], reader)
    return Likely(
        [(card, answers.get(card.thing.pk, 0)) for card in cards],
        cards_of(others, reader),
        candidates(helpers[:OFFERED], first if chosen is None else chosen, reader),
        answer,
    )


def sees(person: int, public: Public) -> bool:
    reader = readers_for([person]).get(person)
    return reader is not None and public.pk in reader.publics


def seen_like(words: str, reader: Reader) -> list[Thing]:
    """The things that hold most of the question's words, best first."""
    search = Search(words, reader)
    ids = search.best(LOOKED_AT).things.tolist()
    matches = match(search, ids) if ids else None
    things = Thing.objects.visible_to(reader).in_bulk(ids)
    return [things[one] for one in ids if one in things and matches and matches.covered([one]) >= ALIKE]


def answered(questions: Collection[int], reader: Reader) -> dict[int, int]:
    """How many answers to each of these the reader sees."""
    given = Thing.objects.visible_to(reader).filter(reply_to__in=questions).exclude(kind="comment")
    counts = given.order_by().values_list("reply_to").annotate(number=Count("pk"))
    return {question: number for question, number in counts if question is not None}


def candidates(helpers: Sequence[Helper], ticked: Collection[int], reader: Reader) -> list[Candidate]:
    things = {one.reasons[0].thing for one in helpers if one.reasons}
    titles = titles_of(Thing.objects.visible_to(reader).filter(pk__in=things), reader)
    return [
        Candidate(one, titles.get(one.reasons[0].thing) if one.reasons else None, one.id in ticked) for one in helpers
    ]
