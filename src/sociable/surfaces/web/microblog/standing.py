"""How useful things were, to how many; and what their reader saved: for many at once."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from sociable.publics.readers import Reader
from sociable.responses.saved.models import Saved
from sociable.responses.votes.models import Vote


@dataclass(frozen=True, slots=True)
class Standing:
    """How many found a thing useful, whether the reader did, and whether they saved it."""

    useful: int = 0
    is_useful: bool = False
    is_saved: bool = False


def standings(things: Collection[int], reader: Reader) -> dict[int, Standing]:
    """For things that the reader sees: three queries, however many there are. Whoever was two counts once."""
    people = Count(Coalesce("person__same_as", "person"), distinct=True)
    counts = dict(Vote.objects.filter(thing__in=things).order_by().values_list("thing").annotate(number=people))
    mine: set[int] = set()
    saved: set[int] = set()
    if reader.person is not None:
        me = Q(person=reader.person) | Q(person__same_as=reader.person)
        mine = set(Vote.objects.filter(me, thing__in=things).values_list("thing", flat=True))
        saved = set(Saved.objects.filter(me, thing__in=things).values_list("thing", flat=True))
    return {one: Standing(counts.get(one, 0), one in mine, one in saved) for one in things}
