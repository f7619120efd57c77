"""How useful things were, to how many; and what their reader saved: for many at once."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from sociable.kit.asked import Asked, Id, Ids
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


ME = Q(person=Id("person")) | Q(person__same_as=Id("person"))
VOTES = Count(Coalesce("person__same_as", "person"), distinct=True)
COUNTS = Asked(
    lambda: Vote.objects.filter(thing__in=Ids("things")).order_by().values_list("thing").annotate(number=VOTES)
)
VOTED = Asked(lambda: Vote.objects.filter(ME, thing__in=Ids("things")).values_list("thing"))
SAVED = Asked(lambda: Saved.objects.filter(ME, thing__in=Ids("things")).values_list("thing"))
THANKED = Asked(
    lambda: Thanks.objects.filter(
        Q(by=Id("person")) | Q(by__same_as=Id("person")), thing__in=Ids("things")
    ).values_list("thing", Coalesce("person__same_as", "person"))
)


def standings(things: Collection[int], reader: Reader) -> dict[int, Standing]:
    """For things that the reader sees: four queries, however many there are. Whoever was two counts once."""
    counts = dict(COUNTS(things=things))
    if reader.person is None:
        return {one: Standing(counts.get(one, 0)) for one in things}
    mine = {one for (one,) in VOTED(things=things, person=reader.person)}
    saved = {one for (one,) in SAVED(things=things, person=reader.person)}
    thanked = thanked_by(reader.person, things)
    return {one: Standing(counts.get(one, 0), one in mine, one in saved, thanked[one]) for one in things}


def thanked_by(person: int, things: Collection[int]) -> defaultdict[int, frozenset[int]]:
    """Whom this person thanked for each of these things, as they are known now."""
    found: defaultdict[int, frozenset[int]] = defaultdict(frozenset)
    for thing, whom in THANKED(things=things, person=person):
        found[thing] |= {whom}
    return found
