"""What is new for a reader: from people they work with, and in the publics they stand in. No counts; a few at most."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from heapq import nlargest

from django.db.models import Q

from sociable.people.models import Person
from sociable.publics.models import EVERYONE, ORGANISATION, PARTNERS
from sociable.publics.readers import Reader
from sociable.surfaces.web.cards import Card, cards_of
from sociable.things.models import Contribution, Thing
from sociable.things.together import worked_with

COLLEAGUES = 15
SHOWN = 5
PUBLICS = 20
"""Publics of a reader that are looked into: the latest of each comes from an index."""
WIDE = frozenset({EVERYONE, ORGANISATION, PARTNERS})


@dataclass(frozen=True, slots=True)
class News:
    """What to read first, in two short lists without anything twice."""

    of_colleagues: list[Card]
    in_publics: list[Card]

    def __bool__(self) -> bool:
        return bool(self.of_colleagues or self.in_publics)


def news_for(me: Person, reader: Reader) -> News:
    mine = set(one_and_merged(me))
    colleagues = [tie.person.pk for tie in worked_with(me, reader, limit=COLLEAGUES)]
    theirs = latest([made_by(colleagues, reader)], without=mine, told=())
    near = sorted(reader.publics - WIDE)[:PUBLICS]
    publics = near if near else [one for one in (ORGANISATION, EVERYONE) if one in reader.publics]
    around = latest(
        (
            [*Thing.objects.visible_to(reader).filter(public=one).order_by("-published_at")[: 4 * SHOWN]]
            for one in publics
        ),
        without=mine,
        told={one.pk for one in theirs},
    )
    return News(cards_of(theirs, reader), cards_of(around, reader))


def one_and_merged(me: Person) -> list[int]:
    return list(Person.objects.filter(Q(pk=me.root_id) | Q(same_as=me.root_id)).values_list("pk", flat=True))


def made_by(people: Collection[int], reader: Reader) -> list[Thing]:
    """The latest things these people had a hand in."""
    same = Person.objects.filter(Q(pk__in=people) | Q(same_as__in=people)).values_list("pk", flat=True)
    rows = Contribution.objects.filter(person__in=list(same)).order_by("-pk").values_list("thing", flat=True)
    return list(Thing.objects.visible_to(reader).filter(pk__in=list(rows[: 40 * SHOWN])))


def latest(lists: Iterable[Collection[Thing]], *, without: Collection[int], told: Collection[int]) -> list[Thing]:
    """The newest of these things, less those that are told already, and those the reader had a hand in."""
    found = {one.pk: one for some in lists for one in some if one.pk not in told}
    own = set(Contribution.objects.filter(thing__in=found, person__in=without).values_list("thing", flat=True))
    return nlargest(
        SHOWN, (one for one in found.values() if one.pk not in own), key=lambda one: (one.published_at, one.pk)
    )
