"""The question everything is for: who can help with this?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial

import numpy as np
from django.db.models import QuerySet

from sociable.kit.asked import Asked, Ids
from sociable.knowledge.expertise.answer import Answer
from sociable.knowledge.expertise.excused import without_excused
from sociable.knowledge.expertise.explain import Explanation, Ranking, nobody_known
from sociable.knowledge.expertise.fair import fair, to_weigh
from sociable.knowledge.expertise.fusion import fuse
from sociable.knowledge.expertise.likeness import comes_close
from sociable.knowledge.expertise.rules import CONSIDERED, NO_RULES, Remaining, Rules, apply, check, policy
from sociable.knowledge.expertise.says import as_they_say
from sociable.knowledge.expertise.stand_ins import put_in
from sociable.knowledge.expertise.standing import Standing
from sociable.knowledge.expertise.views import VIEWS
from sociable.knowledge.search.find import Search
from sociable.people.models import Person
from sociable.people.requests import asked_lately
from sociable.publics.readers import Reader, people_open_to

LOOKED_AT = 10
"""People whose evidence is looked at to say whether anybody is known at all."""
SPARE = 10
"""People asked about on top, for those who may not be named."""
BESIDE = 3
"""How many times as many people as are named are looked at, for equals who were asked less often."""


def locate(
    question: str,
    *,
    reader: Reader,
    at: datetime,
    limit: int = 10,
    exclude: Collection[int] = (),
    rules: Rules = NO_RULES,
) -> Answer:
    """People who can help with a question, best first, with the things that speak for them.

    Only what `reader` may see counts, and only people they may be shown are named; never the reader themselves, nor
    the ids in `exclude`. `at` is the time for which availability is said. `rules` come on top of the organisation's
    own; raises UnknownRule where they speak of what the reader does not know of.
    """
    check(rules, reader)
    ours = [one for one in (policy(), rules) if one != NO_RULES]
    reach = CONSIDERED if ours else BESIDE * limit
    found = ranking(question, reader=reader, exclude=exclude, limit=max(LOOKED_AT, limit, reach))
    best = found.people[: max(LOOKED_AT, limit)]
    explained = Explanation(found, best)
    if nobody_known(explained, best[:LOOKED_AT]) and not comes_close(found.search):
        return Answer(question, ())
    who_may = partial(nameable, reader=reader, exclude=exclude)
    remaining = apply(ours, found.people, at=at, nameable=who_may)
    shown = in_fair_order(remaining, found, reader, at, max(0, limit))
    if list(shown) != list(best[: len(shown)]):
        explained = Explanation(found, shown)
    helpers = put_in(explained.helpers(shown, at), remaining.stand_ins, reader, at)
    return Answer(question, helpers, remaining.removed_by)


def in_fair_order(remaining: Remaining, found: Ranking, reader: Reader, at: datetime, limit: int) -> Sequence[int]:
    """The first of those who remain; of equals, whoever was asked less often lately comes first.

    Not for outsiders: what colleagues ask of each other changes nothing that they see.
    """
    people = remaining.people[: max(limit, CONSIDERED)]
    weighed = to_weigh(people, found.scores, limit) if reader.is_inside else []
    asked = asked_lately([remaining.named(person) for person in weighed], at) if weighed else {}
    loads = {person: asked.get(remaining.named(person), 0) for person in weighed}
    return fair(people, found.scores, loads)[:limit]


def ranking(question: str, *, reader: Reader, exclude: Collection[int] = (), limit: int | None = None) -> Ranking:
    """Everybody who can help with a question, or the best of them, best first, not yet described."""
    search, standing = Search(question, reader), Standing(reader)
    votes = fuse({name: view(search, standing) for name, view in VIEWS.items()}, len(search.words))
    votes = without_excused(as_they_say(votes, search), search)
    people, sums = votes.totals()
    order = np.argsort(-sums, kind="stable")  # the ids ascend: equals keep their order, and the answer is always one
    named = first_nameable(people[order].tolist(), reader, exclude, limit)
    at = np.searchsorted(people, named)
    return Ranking(named, dict(zip(named, sums[at].tolist(), strict=True)), votes, search, standing)


def first_nameable(ranked: Sequence[int], reader: Reader, exclude: Collection[int], limit: int | None) -> list[int]:
    """The first of these people who may be named, at most `limit`, in their order. Asks for no more than it takes."""
    found: list[int] = []
    start, size = 0, len(ranked) if limit is None else limit + SPARE
    while start < len(ranked) and (limit is None or len(found) < limit):
        part = ranked[start : start + size]
        may = nameable(part, reader, exclude)
        found += [one for one in part if one in may]
        start, size = start + size, size * 4
    return found[:limit]


def nameable(people: Collection[int], reader: Reader, exclude: Collection[int]) -> set[int]:
    """Those of these people that the reader may be shown, and the locator may name."""
    ask = INSIDE_NAMEABLE if reader.is_inside else OUTSIDE_NAMEABLE
    return {one for (one,) in ask(people=people, publics=reader.publics)} - {*exclude, reader.person}


def locatable(*, inside: bool) -> QuerySet[Person, tuple[int]]:
    return people_open_to(Ids("publics"), inside=inside).locatable().filter(pk__in=Ids("people")).values_list("pk")


INSIDE_NAMEABLE = Asked(partial(locatable, inside=True))
OUTSIDE_NAMEABLE = Asked(partial(locatable, inside=False))
