"""From a ranking to an answer that says why: the things that speak for each person, and how sure we are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from django.db.models import F

from sociable.knowledge.expertise.answer import Helper, Reason
from sociable.knowledge.expertise.confidence import how_sure, is_enough
from sociable.knowledge.expertise.evidence import Trace, traces
from sociable.knowledge.expertise.matches import Matches, match
from sociable.knowledge.expertise.paths import paths
from sociable.knowledge.expertise.roles import weight_of
from sociable.knowledge.expertise.snippets import snippet
from sociable.knowledge.expertise.standing import Standing
from sociable.knowledge.expertise.votes import Votes
from sociable.knowledge.search.find import Search
from sociable.people.models import Absence, Person
from sociable.things.models import Thing, Version

TOLD = 8
"""Things that a person's score is shared out among when it is explained."""
QUOTED = 3
"""Of those, how many are quoted."""


@dataclass(frozen=True)
class Ranking:
    """All people the locator may name for a question, best first, with the votes that made their scores."""

    people: Sequence[int]
    scores: Mapping[int, float]
    votes: Votes
    search: Search
    standing: Standing


class Explanation:
    """What can be said of the best people of a ranking."""

    def __init__(self, found: Ranking, best: Sequence[int]) -> None:
        self.found = found
        self.best = best
        self.reader = found.search.reader

    @cached_property
    def top(self) -> float:
        """The score that is called 1."""
        return max((self.found.scores[person] for person in self.best), default=1.0)

    @cached_property
    def shares(self) -> Mapping[int, Mapping[int, float]]:
        """For each person, the share of each thing told, largest first; they add up to the person's score."""
        return {person: shares_of(self.found.votes.of(person), self.top) for person in self.best}

    @cached_property
    def told(self) -> list[int]:
        return sorted({thing for mine in self.shares.values() for thing in mine})

    @cached_property
    def matches(self) -> Matches:
        return match(self.found.search, self.told)

    @cached_property
    def things(self) -> Mapping[int, tuple[str, str]]:
        """Title and kind of the things told that the reader may see."""
        rows = Thing.objects.visible_to(self.reader).filter(pk__in=self.told).values_list("pk", "title", "kind")
        return {id_: (title or f"{kind} {id_}", kind) for id_, title, kind in rows}

    @cached_property
    def credits(self) -> Mapping[tuple[int, int], list[Trace]]:
        """By thing and person, what they did, the role that says most first."""
        found: dict[tuple[int, int], list[Trace]] = {}
        for trace in sorted(traces(self.told, self.reader), key=lambda trace: -weight_of(trace.role)):
            found.setdefault((trace.thing, trace.person), []).append(trace)
        return found

    @cached_property
    def texts(self) -> Mapping[int, str]:
        quoted = {thing for mine in self.shares.values() for thing in list(mine)[:QUOTED]}
        rows = Version.objects.filter(thing__in=quoted & self.things.keys(), number=F("thing__revision"))
        return dict(rows.values_list("thing_id", "text"))

    def coverage(self, person: int) -> float:
        """How much of the question the things quoted for a person cover together."""
        return self.matches.covered(list(self.shares[person])[:QUOTED])

    def helpers(self, people: Sequence[int], at: datetime) -> tuple[Helper, ...]:
        """These people, described."""
        known = Person.objects.in_bulk(people)
        absences = {
            one.person_id: one for one in Absence.objects.during(at).filter(person__in=people).order_by("begins")
        }
        ways = paths(self.found.standing, self.reader.person, people)
        return tuple(self.helper(known[id_], absences.get(id_), ways.get(id_), at) for id_ in people)

    def helper(self, person: Person, away: Absence | None, way: tuple[int, ...] | None, at: datetime) -> Helper:
        told, score = self.reasons(person.pk), self.found.scores[person.pk] / self.top
        return Helper(
            id=person.pk,
            name=str(person),
            headline=person.headline,
            score=score,
            confidence=how_sure(score, self.coverage(person.pk), len(self.found.search.words)),
            reasons=told,
            topics=self.matches.said_in([reason.thing for reason in told]),
            path=way,
            available=away is None,
            back_at=away.ends if away else None,
            stand_in=away.stand_in_id if away else None,
            local_time=local_time(person, at),
        )

    def reasons(self, person: int) -> tuple[Reason, ...]:
        return tuple(
            Reason(
                thing=thing,
                title=self.things[thing][0],
                kind=self.things[thing][1],
                role=self.credits[thing, person][0].role,
                roles=tuple(trace.role for trace in self.credits[thing, person]),
                date=self.credits[thing, person][0].at,
                share=share,
                words=self.matches.said_in([thing]),
                snippet=snippet(self.texts[thing], self.matches.said_in([thing])) if thing in self.texts else None,
            )
            for thing, share in self.shares[person].items()
            if thing in self.things and (thing, person) in self.credits
        )


def shares_of(votes: Votes, top: float) -> dict[int, float]:
    """A person's score, shared out among the things that speak loudest for them; largest share first."""
    things, place = np.unique(votes.things, return_inverse=True)
    shares = np.bincount(place, votes.weights, len(things)) / top
    order = np.argsort(-shares, kind="stable")[:TOLD]
    told = shares[order] * (shares.sum() / shares[order].sum())
    return dict(zip(things[order].tolist(), told.tolist(), strict=True))


def local_time(person: Person, at: datetime) -> datetime | None:
    try:
        return at.astimezone(ZoneInfo(person.time_zone)) if person.time_zone else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def nobody_known(explained: Explanation, people: Collection[int]) -> bool:
    """Whether no single thing that speaks for these people covers enough of the question for anybody to be named.

    One thing, because unrelated things cover the words of any question together.
    """
    words = len(explained.found.search.words)
    return not any(
        is_enough(explained.matches.covered([thing]), words)
        for person in people
        for thing in list(explained.shares[person])[:QUOTED]
    )
