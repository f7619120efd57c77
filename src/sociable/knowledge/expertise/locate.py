"""The question everything is for: who can help with this?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from sociable.knowledge.expertise.answer import Answer, Helper, Reason
from sociable.knowledge.expertise.evidence import Trace, traces
from sociable.knowledge.expertise.fusion import fuse
from sociable.knowledge.expertise.roles import weight_of
from sociable.knowledge.expertise.standing import Standing
from sociable.knowledge.expertise.views import VIEWS
from sociable.knowledge.expertise.votes import Votes
from sociable.knowledge.search.find import Search
from sociable.people.models import Absence, Person
from sociable.publics.readers import Reader, people_visible_to
from sociable.things.models import Thing

TOLD = 12
"""Things that a person's score is shared out among when it is explained."""


def locate(question: str, *, reader: Reader, at: datetime, limit: int = 10, exclude: Collection[int] = ()) -> Answer:
    """People who can help with a question, best first, with the things that speak for them.

    Only what `reader` may see counts, and only people they may be shown are named; never the reader themselves, nor
    the ids in `exclude`. `at` is the time for which availability is said.
    """
    found = ranking(question, reader=reader, exclude=exclude)
    best = found.people[: max(0, limit)]
    return Answer(question, describe(best, found, reader, at))


@dataclass(frozen=True)
class Ranking:
    """All people the locator may name for a question, best first, with the votes that made their scores."""

    people: Sequence[int]
    scores: Mapping[int, float]
    votes: Votes


def ranking(question: str, *, reader: Reader, exclude: Collection[int] = ()) -> Ranking:
    """Everybody who can help with a question, best first, not yet described."""
    search, standing = Search(question, reader), Standing(reader)
    votes = fuse({name: view(search, standing) for name, view in VIEWS.items()}, len(search.words))
    people, sums = votes.totals()
    scores = dict(zip(people.tolist(), sums.tolist(), strict=True))
    return Ranking(rank(scores, nameable(scores, reader, exclude)), scores, votes)


def nameable(people: Collection[int], reader: Reader, exclude: Collection[int]) -> set[int]:
    """Those of these people that the reader may be shown, and the locator may name."""
    named = people_visible_to(reader).locatable().filter(pk__in=people).exclude(pk__in=[*exclude, reader.person or 0])
    return set(named.values_list("pk", flat=True))


def rank(scores: Mapping[int, float], among: Collection[int]) -> list[int]:
    """Best first; equals in the order of their ids, so that the same question has the same answer."""
    return sorted(among, key=lambda person: (-scores[person], person))


def describe(ranked: Sequence[int], found: Ranking, reader: Reader, at: datetime) -> tuple[Helper, ...]:
    people = Person.objects.in_bulk(ranked)
    absences = {one.person_id: one for one in Absence.objects.during(at).filter(person__in=ranked).order_by("begins")}
    scores, best = found.scores, found.scores[ranked[0]] if ranked else 1.0
    why = reasons(ranked, found.votes, best, reader)
    return tuple(
        Helper(
            id=id_,
            name=str(people[id_]),
            headline=people[id_].headline,
            score=scores[id_] / best,
            reasons=why[id_],
            available=id_ not in absences,
            back_at=absences[id_].ends if id_ in absences else None,
            stand_in=absences[id_].stand_in_id if id_ in absences else None,
        )
        for id_ in ranked
    )


def reasons(ranked: Sequence[int], votes: Votes, best: float, reader: Reader) -> dict[int, tuple[Reason, ...]]:
    """What speaks for each person, most first, each thing once. The shares of a person add up to their score."""
    shares = {person: shares_of(votes.of(person), best) for person in ranked}
    wanted = {thing for mine in shares.values() for thing in mine}
    things = Thing.objects.visible_to(reader).in_bulk(wanted)
    credits = {(trace.thing, trace.person): trace for trace in sorted(traces(wanted, reader), key=weight_of_trace)}
    return {
        person: tuple(
            Reason(
                thing=thing,
                title=str(things[thing]),
                kind=things[thing].kind,
                role=credits[thing, person].role,
                date=credits[thing, person].at,
                share=share,
            )
            for thing, share in mine.items()
            if thing in things and (thing, person) in credits
        )
        for person, mine in shares.items()
    }


def weight_of_trace(trace: Trace) -> float:
    return weight_of(trace.role)


def shares_of(votes: Votes, best: float) -> dict[int, float]:
    """A person's score, shared out among the things that speak loudest for them; largest share first."""
    things, place = np.unique(votes.things, return_inverse=True)
    shares = np.bincount(place, votes.weights, len(things)) / best
    order = np.argsort(-shares, kind="stable")[:TOLD]
    told = shares[order] * (shares.sum() / shares[order].sum())
    return dict(zip(things[order].tolist(), told.tolist(), strict=True))
