"""A thing as a list shows it: what it is called, and first who stands behind it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sociable.kit.asked import Asked, Ids
from sociable.people.models import ROOT, Person
from sociable.publics.readers import Reader, shown_people
from sociable.surfaces.web.titles import Title, titles_of
from sociable.things.models import Contribution, Thing
from sociable.things.words import MAKERS


@dataclass(frozen=True, slots=True)
class Credit:
    """Somebody who stands behind a thing, under the name they are known by, in all their roles."""

    person: Person
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    thing: Thing
    title: Title
    credits: tuple[Credit, ...]
    text: str = ""


def cards_of(things: Iterable[Thing], reader: Reader, texts: dict[int, str] | None = None) -> list[Card]:
    """Cards of things the reader may see, in the same order."""
    listed = list(things)
    titles = titles_of(listed, reader, texts)
    credits = credits_of([thing.pk for thing in listed], reader)
    return [Card(one, titles[one.pk], credits[one.pk], (texts or {}).get(one.pk, "")) for one in listed]


STANDING_BEHIND = Asked(
    lambda: (
        Contribution.objects.filter(thing__in=Ids("things")).order_by("pk").values_list("thing_id", ROOT, "role__name")
    )
)


def credits_of(things: Collection[int], reader: Reader) -> defaultdict[int, tuple[Credit, ...]]:
    """Who stands behind these things, of those the reader may be shown: its makers first."""
    roles: dict[tuple[int, int], list[str]] = defaultdict(list)
    for one, somebody, name in sorted(STANDING_BEHIND(things=things), key=lambda row: row[2] not in MAKERS):
        roles[one, somebody].append(name)
    people = shown_people({person for _thing, person in roles}, reader)
    found: defaultdict[int, tuple[Credit, ...]] = defaultdict(tuple)
    for (thing, person), names in roles.items():
        if person in people:
            found[thing] += (Credit(people[person], tuple(dict.fromkeys(names))),)
    return found
