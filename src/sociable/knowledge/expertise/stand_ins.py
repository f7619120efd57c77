"""People named in the stead of those who are away: their own name and hours, the other's place, score and evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sociable.knowledge.expertise.answer import Helper
from sociable.knowledge.expertise.explain import local_time
from sociable.people.models import Person
from sociable.publics.readers import Reader, people_visible_to


def put_in(helpers: Sequence[Helper], stand_ins: Mapping[int, int], reader: Reader, at: datetime) -> tuple[Helper, ...]:
    """These helpers, with stand-ins in the stead of those who have one in `stand_ins`; of other stand-ins, the ids of
    those the reader may be shown."""
    wanted = {*stand_ins.values(), *(one.stand_in for one in helpers if one.stand_in)}
    if not wanted:
        return tuple(helpers)
    shown = people_visible_to(reader).in_bulk(wanted)
    return tuple(
        in_stead_of(one, shown[stand_ins[one.id]], at)
        if one.id in stand_ins
        else replace(one, stand_in=one.stand_in if one.stand_in in shown else None)
        for one in helpers
    )


def in_stead_of(away: Helper, person: Person, at: datetime) -> Helper:
    return replace(
        away,
        id=person.pk,
        name=str(person),
        headline=person.headline,
        path=None,
        available=True,
        back_at=None,
        quiet_since=None,
        stand_in=None,
        stands_in_for=away.id,
        local_time=local_time(person.time_zone, at),
    )
