"""Who worked with whom: people who had a hand in the same things, as far as a reader may see those."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Count, Q

from sociable.people.models import ROOT, Person
from sociable.publics.readers import Reader, people_visible_to
from sociable.things.models import Contribution, Thing

LATEST = 400
"""Things of a person that are looked at, the latest."""
CROWD = 30
"""A thing that more people than this had a hand in brought nobody together."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Somebody a person worked with, on how many things, and on which one last."""

    person: Person
    things: int
    last: int


def worked_with(person: Person, reader: Reader, *, limit: int) -> list[Tie]:
    """The people this person worked with most, most first, of those the reader may be shown. Programs count for none.

    A reply is work done together with whoever it answers.
    """
    hands = hands_in(latest_of(person, reader), reader)
    met: dict[int, set[int]] = defaultdict(set)
    for thing, people in hands.items():
        if person.root_id in people:
            for one in people - {person.root_id}:
                met[one].add(thing)
    known = people_visible_to(reader).filter(bot=False, pk__in=met).in_bulk()
    ties = [Tie(known[one], len(things), max(things)) for one, things in met.items() if one in known]
    return sorted(ties, key=lambda tie: (-tie.things, -tie.last, tie.person.pk))[:limit]


def latest_of(person: Person, reader: Reader) -> set[int]:
    """The latest things they had a hand in, and what answers those."""
    same = Person.objects.filter(Q(pk=person.root_id) | Q(same_as=person.root_id)).values_list("pk", flat=True)
    mine = Contribution.objects.filter(person__in=list(same), thing__public__in=reader.publics)
    theirs = set(mine.filter(thing__withdrawn_at=None).order_by("-pk").values_list("thing", flat=True)[:LATEST])
    seen = Thing.objects.visible_to(reader)
    answers = seen.filter(reply_to__in=theirs).order_by("-pk").values_list("pk", flat=True)[:LATEST]
    return theirs | set(answers)


def hands_in(things: Collection[int], reader: Reader) -> dict[int, set[int]]:
    """Who had a hand in each of these things or in what it answers, by the ids they are known under. No crowds."""
    seen = Thing.objects.visible_to(reader).filter(pk__in=things)
    thread = {id_: reply_to or id_ for id_, reply_to in seen.values_list("pk", "reply_to_id")}
    wanted = {*thread, *thread.values()}
    hands = (
        Contribution.objects.filter(thing__in=wanted).values("thing").annotate(people=Count("person", distinct=True))
    )
    crowded = set(hands.filter(people__gt=CROWD).values_list("thing", flat=True))
    who: dict[int, set[int]] = defaultdict(set)
    rows = Contribution.objects.filter(thing__in=Thing.objects.visible_to(reader).filter(pk__in=wanted))
    for thing, person in rows.values_list("thing_id", ROOT):
        who[thing].add(person)
    return {
        thing: who[thing] | (set() if above in crowded else who[above])
        for thing, above in thread.items()
        if thing not in crowded
    }


def pairs_among(people: Collection[int], things: Collection[int], reader: Reader) -> set[tuple[int, int]]:
    """Which of these people worked with each other on one of these things; the smaller id first."""
    wanted = set(people)
    return {pair for hands in hands_in(things, reader).values() for pair in combinations(sorted(hands & wanted), 2)}
