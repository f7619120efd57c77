"""Threads: what was said to what, up to the thing on which it all began."""

from collections.abc import Collection, Mapping

from sociable.things.models import Thing

HIGHEST = 60
"""Answers upon answers that are climbed, at most: an import may bring any number."""


def roots_of(things: Collection[int]) -> dict[int, int]:
    """For each thing, the one on which its thread began: itself, where it answers nothing. A query for each level."""
    above = above_of(things)
    return {one: line_from(one, above)[-1] for one in things if one in above}


def lines_above(things: Collection[int]) -> dict[int, set[int]]:
    """For each thing, itself and all that it was said to, up to where its thread began."""
    above = above_of(things)
    return {one: set(line_from(one, above)) for one in things if one in above}


def above_of(things: Collection[int]) -> dict[int, int | None]:
    """What each of these, and of those above them, was said to."""
    above: dict[int, int | None] = {}
    level: set[int] = set(things)
    for _level in range(HIGHEST):
        if not level:
            break
        above.update(Thing.objects.filter(pk__in=level).values_list("pk", "reply_to_id"))
        level = {one for one in above.values() if one is not None} - above.keys()
    return above


def line_from(thing: int, above: Mapping[int, int | None]) -> list[int]:
    line = [thing]
    while len(line) < HIGHEST and (higher := above.get(line[-1])) is not None:
        line.append(higher)
    return line
