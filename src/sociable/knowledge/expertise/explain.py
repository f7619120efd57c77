"""From a ranking to an answer that says why: the things that speak for each person, and how sure we are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from django.db.models import Case, OuterRef, Subquery, When
from django.utils.translation import gettext as _

from sociable.kit.asked import Asked, Ids, Moment
from sociable.knowledge.expertise.answer import Helper, Reason
from sociable.knowledge.expertise.confidence import how_sure, is_enough
from sociable.knowledge.expertise.evidence import Trace
from sociable.knowledge.expertise.matches import Matches, match
from sociable.knowledge.expertise.paths import paths
from sociable.knowledge.expertise.presence import quiet_since
from sociable.knowledge.expertise.roles import weight_of
from sociable.knowledge.expertise.snippets import snippet
from sociable.knowledge.expertise.standing import Standing
from sociable.knowledge.expertise.votes import Votes
from sociable.knowledge.search.find import Search
from sociable.people.models import Absence
from sociable.things.models import Thing, Version

TOLD = 6
"""Things that a person's score is shared out among when it is explained."""
QUOTED = 3
"""Of those, how many are quoted."""


Away = tuple[datetime | None, int | None]
"""When somebody comes back, and who stands in for them; as far as it is known."""
Known = tuple[int, str, str, str]
"""Of somebody who may be named: id, name, headline and time zone."""

AWAY = Asked(
    lambda: (
        Absence.objects.during(Moment("at"))
        .filter(person__in=Ids("people"))
        .order_by("begins")
        .values_list("person_id", "ends", "stand_in_id")
    )
)
TEXT = Version.objects.filter(thing=OuterRef("pk"), number=OuterRef("revision")).values("text")
THINGS = Asked(
    lambda: (
        Thing.objects.open_to(Ids("publics"))
        .filter(pk__in=Ids("things"))
        .values_list("pk", "title", "kind", Case(When(pk__in=Ids("quoted"), then=Subquery(TEXT))))
    )
)


@dataclass(frozen=True)
class Ranking:
    """All people the locator may name for a question, best first, with the votes that made their scores."""

    people: Sequence[int]
    scores: Mapping[int, float]
    known: Mapping[int, Known]
    votes: Votes
    search: Search
    standing: Standing


class Explanation:
    """What can be said of the best people of a ranking."""

    def __init__(self, found: Ranking, best: Sequence[int]) -> None:
        self.found = found
        self.best = best
        self.reader = found.search.reader

    def covers(self, people: Sequence[int]) -> bool:
        """Whether all of these people are told of here, in whatever order, the best of all among them."""
        return not people or (self.best[0] in people and set(people) <= set(self.best))

    @cached_property
    def top(self) -> float:
        """The score that is called 1."""
        return max((self.found.scores[person] for person in self.best), default=1.0)

    @cached_property
    def shares(self) -> Mapping[int, Mapping[int, float]]:
        """For each person, the share of each thing told, largest first; they add up to the person's score."""
        return shares_of(self.found.votes, self.best, self.top)

    @cached_property
    def told(self) -> list[int]:
        return sorted({thing for mine in self.shares.values() for thing in mine})

    @cached_property
    def quoted(self) -> Mapping[int, list[int]]:
        """For each person, the things that are quoted for them."""
        return {person: list(mine)[:QUOTED] for person, mine in self.shares.items()}

    @cached_property
    def matches(self) -> Matches:
        return match(self.found.search, self.told)

    @cached_property
    def things(self) -> Mapping[int, tuple[str, str, str | None]]:
        """Title and kind of the things told that the reader may see, and the passage of those that are quoted."""
        quoted, words = {thing for mine in self.quoted.values() for thing in mine}, frozenset(self.matches.weights)
        rows = THINGS(things=self.told, quoted=quoted, publics=self.reader.publics)
        return {
            id_: (title or f"{kind} {id_}", kind, None if text is None else snippet(text, words))
            for id_, title, kind, text in rows
        }

    @cached_property
    def credits(self) -> Mapping[tuple[int, int], list[Trace]]:
        """By thing and person, what they did, the role that says most first."""
        found: dict[tuple[int, int], list[Trace]] = {}
        told = np.array(self.told, np.int64)
        for trace in sorted(self.found.standing.traces(told), key=lambda trace: -weight_of(trace.role)):
            found.setdefault((trace.thing, trace.person), []).append(trace)
        return found

    def helpers(self, people: Sequence[int], at: datetime) -> tuple[Helper, ...]:
        """These people, described."""
        away = {person: (ends, stand_in) for person, ends, stand_in in AWAY(people=people, at=at)}
        ways = paths(self.found.standing, self.reader.person, people)
        quiet = quiet_since(people, self.found.standing, at)
        return tuple(
            self.helper(*self.found.known[id_], away.get(id_), ways.get(id_), since, at)
            for id_, since in zip(people, quiet, strict=True)
        )

    def helper(
        self,
        id_: int,
        name: str,
        headline: str,
        zone: str,
        away: Away | None,
        way: tuple[int, ...] | None,
        quiet: datetime | None,
        at: datetime,
    ) -> Helper:
        told, score = self.reasons(id_), self.found.scores[id_] / self.top
        coverage = self.matches.covered(self.quoted[id_])
        back_at, stand_in = away or (None, None)
        return Helper(
            id=id_,
            name=name or _("someone"),
            headline=headline,
            score=score,
            confidence=how_sure(score, coverage, len(self.found.search.words)),
            reasons=told,
            topics=self.matches.said_in([reason.thing for reason in told]),
            path=way,
            available=away is None,
            back_at=back_at,
            stand_in=stand_in,
            local_time=local_time(zone, at),
            quiet_since=quiet,
        )

    def reasons(self, person: int) -> tuple[Reason, ...]:
        told = ((thing, share, self.credits.get((thing, person))) for thing, share in self.shares[person].items())
        return tuple(self.reason(thing, share, did) for thing, share, did in told if thing in self.things and did)

    def reason(self, thing: int, share: float, did: Sequence[Trace]) -> Reason:
        title, kind, passage = self.things[thing]
        return Reason(
            thing=thing,
            title=title,
            kind=kind,
            role=did[0].role,
            roles=tuple(trace.role for trace in did),
            date=did[0].at,
            share=share,
            words=self.matches.said_in((thing,)),
            snippet=passage,
        )


def shares_of(votes: Votes, people: Sequence[int], top: float) -> dict[int, dict[int, float]]:
    """Each person's score, shared out among the things that speak loudest for them; largest share first."""
    owner, things, sums = votes.among(people)
    told = np.arange(len(owner)) - np.searchsorted(owner, owner) < TOLD
    totals, owner, sums = np.bincount(owner, sums, len(people)), owner[told], sums[told]
    heard = np.bincount(owner, sums, len(people))
    factors = np.divide(totals, heard * top, out=np.zeros(len(people)), where=heard > 0)
    found: dict[int, dict[int, float]] = {person: {} for person in people}
    for who, thing, share in zip(owner.tolist(), things[told].tolist(), (sums * factors[owner]).tolist(), strict=True):
        found[people[who]][thing] = share
    return found


def local_time(zone: str, at: datetime) -> datetime | None:
    """The same moment in a zone by its name; None for no name, or one that is none."""
    try:
        return at.astimezone(ZoneInfo(zone)) if zone else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def nobody_known(explained: Explanation, people: Collection[int]) -> bool:
    """Whether no single thing that speaks for these people covers enough of the question for anybody to be named.

    One thing, because unrelated things cover the words of any question together.
    """
    words = len(explained.found.search.words)
    return not any(
        is_enough(explained.matches.covered((thing,)), words) for person in people for thing in explained.quoted[person]
    )
