"""How useful things were, to how many; and what their reader saved: for many at once."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from sociable.publics.readers import Reader
from sociable.responses.saved.models import Saved
from sociable.responses.thanks.models import Thanks
from sociable.responses.votes.models import Vote


@dataclass(frozen=True, slots=True)
class Standing:
    """How many found a thing useful; whether the reader did, whether they saved it, and whom they thanked for it."""

    useful: int = 0
    is_useful: bool = False
    is_saved: bool = False
    thanked: frozenset[int] = frozenset()


def standings(things: Collection[int], reader: Reader) -> dict[int, Standing]:
    """For things that the reader sees: four queries, however many there are. Whoever was two counts once."""
    people = Count(Coalesce("person__same_as", "person"), distinct=True)
    counts = dict(Vote.objects.filter(thing__in=things).order_by().values_list("thing").annotate(number=people))
    if reader.person is None:
        return {one: Standing(counts.get(one, 0)) for one in things}
    me = Q(person=reader.person) | Q(person__same_as=reader.person)
    mine = set(Vote.objects.filter(me, thing__in=things).values_list("thing", flat=True))
    saved = set(Saved.objects.filter(me, thing__in=things).values_list("thing", flat=True))
    thanked = thanked_by(reader.person, things)
    return {one: Standing(counts.get(one, 0), one in mine, one in saved, thanked[one]) for one in things}


def thanked_by(person: int, things: Collection[int]) -> defaultdict[int, frozenset[int]]:
    """Whom this person thanked for each of these things, as they are known now."""
    by = Q(by=person) | Q(by__same_as=person)
    rows = Thanks.objects.filter(by, thing__in=things).values_list("thing", Coalesce("person__same_as", "person"))
    found: defaultdict[int, frozenset[int]] = defaultdict(frozenset)
    for thing, whom in rows:
        found[thing] |= {whom}
    return found
