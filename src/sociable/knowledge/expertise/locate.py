"""The question everything is for: who can help with this?"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sociable.knowledge.expertise.answer import Answer, Helper, Reason
from sociable.knowledge.expertise.fusion import fuse
from sociable.knowledge.expertise.views import VIEWS, Vote
from sociable.people.models import Absence, Person
from sociable.publics.readers import Reader, people_visible_to
from sociable.things.models import Thing


def locate(question: str, *, reader: Reader, at: datetime, limit: int = 10, exclude: Collection[int] = ()) -> Answer:
    """People who can help with a question, best first, with the things that speak for them.

    Only what `reader` may see counts, and only people they may be shown are named; never the reader themselves, nor
    the ids in `exclude`. `at` is the time for which availability is said.
    """
    fused = fuse({name: view(question, reader) for name, view in VIEWS.items()})
    scores = {person: sum(vote.weight for vote in votes) for person, votes in fused.items()}
    ranked = rank(scores, nameable(scores, reader, exclude))[: max(0, limit)]
    return Answer(question, describe(ranked, scores, fused, at))


def nameable(people: Collection[int], reader: Reader, exclude: Collection[int]) -> set[int]:
    """Those of these people that the reader may be shown, and the locator may name."""
    named = people_visible_to(reader).locatable().filter(pk__in=people).exclude(pk__in=[*exclude, reader.person or 0])
    return set(named.values_list("pk", flat=True))


def rank(scores: Mapping[int, float], among: Collection[int]) -> list[int]:
    """Best first; equals in the order of their ids, so that the same question has the same answer."""
    return sorted(among, key=lambda person: (-scores[person], person))


def describe(
    ranked: Sequence[int], scores: Mapping[int, float], fused: Mapping[int, Sequence[Vote]], at: datetime
) -> tuple[Helper, ...]:
    people = Person.objects.in_bulk(ranked)
    things = Thing.objects.in_bulk({vote.trace.thing for person in ranked for vote in fused[person]})
    absences = {one.person_id: one for one in Absence.objects.during(at).filter(person__in=ranked).order_by("begins")}
    best = scores[ranked[0]] if ranked else 1.0
    return tuple(
        Helper(
            id=id_,
            name=str(people[id_]),
            headline=people[id_].headline,
            score=scores[id_] / best,
            reasons=reasons(fused[id_], things, best),
            available=id_ not in absences,
            back_at=absences[id_].ends if id_ in absences else None,
            stand_in=absences[id_].stand_in_id if id_ in absences else None,
        )
        for id_ in ranked
    )


def reasons(votes: Sequence[Vote], things: Mapping[int, Thing], best: float) -> tuple[Reason, ...]:
    told = sorted(votes, key=lambda vote: (-vote.weight, vote.trace.thing))
    return tuple(
        Reason(
            thing=vote.trace.thing,
            title=str(things[vote.trace.thing]),
            kind=things[vote.trace.thing].kind,
            role=vote.trace.role,
            date=vote.trace.at,
            share=vote.weight / best,
        )
        for vote in told
    )
