"""Whom somebody works with, as a picture: they stand in the middle, their closest colleagues around them.

Drawn on the server as SVG, read without script, in both themes; the page puts a table with the same facts behind it.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sociable.people.models import Person
from sociable.publics.readers import Reader
from sociable.surfaces.web.titles import Title, titles_of
from sociable.things.models import Thing
from sociable.things.together import Tie, latest_of, pairs_among, worked_with

AROUND = 9
"""People around the middle: more do not fit the width of a phone with their names."""
WIDTH, HEIGHT = 400, 340
RADIUS_X, RADIUS_Y = 150, 122
MIDDLE = (WIDTH / 2, HEIGHT / 2 - 8)
THINNEST, THICKEST = 1.5, 7.0
LONGEST_NAME = 14


@dataclass(frozen=True, slots=True)
class Spot:
    """A person in the picture, at their place; `last` is the thing they worked on together last."""

    person: Person
    x: float
    y: float
    label: str
    things: int
    last: int
    title: Title | None


@dataclass(frozen=True, slots=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    middle: Spot
    around: Sequence[Spot]
    ties: Sequence[Line]
    """From the middle, the thicker the more was done together."""
    between: Sequence[Line]
    """Among those around."""


def picture_of(person: Person, reader: Reader) -> Picture | None:
    """The picture of a person's colleagues, as far as this reader may see their things; none where there is nobody."""
    ties = worked_with(person, reader, limit=AROUND)
    if not ties:
        return None
    pairs = pairs_among([tie.person.pk for tie in ties], latest_of(person, reader), reader)
    titles = titles_of(Thing.objects.visible_to(reader).filter(pk__in=[tie.last for tie in ties]), reader)
    around = [spot_of(tie, place, titles) for tie, place in zip(seated(ties, pairs), places(len(ties)), strict=True)]
    middle = Spot(person, *MIDDLE, short(person.name), 0, 0, None)
    most = max(tie.things for tie in ties)
    spots = {one.person.pk: one for one in around}
    return Picture(
        WIDTH,
        HEIGHT,
        middle,
        around,
        [line(middle, one, thickness(one.things, most)) for one in around],
        [line(spots[a], spots[b], THINNEST) for a, b in sorted(pairs)],
    )


def spot_of(tie: Tie, place: tuple[float, float], titles: dict[int, Title]) -> Spot:
    return Spot(tie.person, *place, short(tie.person.name), tie.things, tie.last, titles.get(tie.last))


def seated(ties: Sequence[Tie], pairs: Collection[tuple[int, int]]) -> list[Tie]:
    """The same people in an order in which those who work with each other mostly sit side by side."""
    left, seats = list(ties), [ties[0]]
    left.remove(ties[0])
    while left:
        last = seats[-1].person.pk
        following = next((one for one in left if tuple(sorted((one.person.pk, last))) in pairs), left[0])
        left.remove(following)
        seats.append(following)
    return seats


def places(count: int) -> list[tuple[float, float]]:
    """Places on an ellipse around the middle, the first at the top."""
    angles = [2 * math.pi * number / count - math.pi / 2 for number in range(count)]
    x, y = MIDDLE
    return [(round(x + RADIUS_X * math.cos(one), 1), round(y + RADIUS_Y * math.sin(one), 1)) for one in angles]


def line(one: Spot, other: Spot, width: float) -> Line:
    return Line(one.x, one.y, other.x, other.y, width)


def thickness(things: int, most: int) -> float:
    return round(THINNEST + (THICKEST - THINNEST) * math.sqrt(things / most), 1)


def short(name: str) -> str:
    """A first name, or as much of it as fits."""
    first = (name.split() or ["?"])[0]
    return first if len(first) <= LONGEST_NAME else first[: LONGEST_NAME - 1] + "…"
