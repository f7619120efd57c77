"""Threads: what was said to what, up to the thing on which it all began."""

from collections.abc import Collection, Mapping

from sociable.things.models import Thing

HIGHEST = 60
"""Answers upon answers that are climbed, at most: an import may bring any number."""


def roots_of(things: Collection[int]) -> dict[int, int]:
    """For each thing, the one on which its thread began: itself, where it answers nothing. A query for each level."""
    above = dict(Thing.objects.filter(pk__in=things).values_list("pk", "reply_to_id"))
    level = set(above.values()) - above.keys() - {None}
    for _level in range(HIGHEST):
        if not level:
            break
        above |= dict(Thing.objects.filter(pk__in=level).values_list("pk", "reply_to_id"))
        level = set(above.values()) - above.keys() - {None}
    return {one: top_of(one, above) for one in things if one in above}


def top_of(thing: int, above: Mapping[int, int | None]) -> int:
    for _level in range(HIGHEST):
        higher = above.get(thing)
        if higher is None:
            return thing
        thing = higher
    return thing
