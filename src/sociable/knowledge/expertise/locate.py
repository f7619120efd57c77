"""The question everything is for: who can help with this?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial
from itertools import islice

import numpy as np
from django.db.models import QuerySet

from sociable.kit.asked import Asked, Ids
from sociable.knowledge.expertise.answer import Answer
from sociable.knowledge.expertise.excused import without_excused
from sociable.knowledge.expertise.explain import Explanation, Known, Ranking, nobody_known
from sociable.knowledge.expertise.fair import fair, to_weigh
from sociable.knowledge.expertise.fusion import fuse
from sociable.knowledge.expertise.likeness import comes_close
from sociable.knowledge.expertise.presence import if_around
from sociable.knowledge.expertise.rules import CONSIDERED, NO_RULES, Remaining, Rules, apply, check, policy
from sociable.knowledge.expertise.says import as_they_say
from sociable.knowledge.expertise.stand_ins import put_in
from sociable.knowledge.expertise.standing import Standing
from sociable.knowledge.expertise.views import VIEWS
from sociable.knowledge.expertise.votes import Ints, Reals, best_of
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
    found = ranking(question, reader=reader, at=at, exclude=exclude, limit=max(LOOKED_AT, limit, reach))
    best = found.people[: max(LOOKED_AT, limit)]
    explained = Explanation(found, best)
    if nobody_known(explained, best[:LOOKED_AT]) and not comes_close(found.search):
        return Answer(question, ())
    who_may = partial(nameable, reader=reader, exclude=exclude)
    remaining = apply(ours, found.people, at=at, nameable=who_may)
    shown = in_fair_order(remaining, found, reader, at, max(0, limit))
    if not explained.covers(shown):
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
    if not asked:
        return people[:limit]
    loads = {person: asked.get(remaining.named(person), 0) for person in weighed}
    return fair(people, found.scores, loads)[:limit]


def ranking(
    question: str, *, reader: Reader, at: datetime, exclude: Collection[int] = (), limit: int | None = None
) -> Ranking:
    """Everybody who can help with a question, or the best of them, best first, not yet described."""
    search, standing = Search(question, reader), Standing(reader)
    votes = fuse({name: view(search, standing) for name, view in VIEWS.items()}, len(search.words), standing.mean_size)
    votes = without_excused(as_they_say(if_around(votes, standing, at), search), search)
    people, sums = votes.totals()
    known = first_nameable(people, sums, reader, exclude, limit)
    named = list(known)
    scores = sums[np.searchsorted(people, named)].tolist()
    return Ranking(named, dict(zip(named, scores, strict=True)), known, votes, search, standing)


def first_nameable(
    people: Ints, sums: Reals, reader: Reader, exclude: Collection[int], limit: int | None
) -> dict[int, Known]:
    """The best of these people who may be named, at most `limit`, best first. Asks for no more than it takes."""
    found: dict[int, Known] = {}
    start, end = 0, len(people) if limit is None else limit + SPARE
    while start < len(people) and (limit is None or len(found) < limit):
        part = people[best_of(sums, end)[start:]].tolist()
        may = known_by(part, reader, exclude)
        found |= {one: may[one] for one in part if one in may}
        start, end = end, end * 5
    return dict(islice(found.items(), limit))


def nameable(people: Collection[int], reader: Reader, exclude: Collection[int]) -> Collection[int]:
    """Those of these people that the reader may be shown, and the locator may name."""
    return known_by(people, reader, exclude).keys()


def known_by(people: Collection[int], reader: Reader, exclude: Collection[int]) -> dict[int, Known]:
    """The same, with what an answer says of them."""
    ask = INSIDE_NAMEABLE if reader.is_inside else OUTSIDE_NAMEABLE
    left_out = {*exclude, reader.person}
    return {row[0]: row for row in ask(people=people, publics=reader.publics) if row[0] not in left_out}


def locatable(*, inside: bool) -> QuerySet[Person, Known]:
    people = people_open_to(Ids("publics"), inside=inside).locatable().filter(pk__in=Ids("people"))
    return people.values_list("pk", "name", "headline", "time_zone")


INSIDE_NAMEABLE = Asked(partial(locatable, inside=True))
OUTSIDE_NAMEABLE = Asked(partial(locatable, inside=False))
