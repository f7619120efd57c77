"""When somebody can be reached: what their clock says, whether that is a working hour, and who stands in for them."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sociable.knowledge.expertise.rules import EVENING, MORNING, WEEKEND
from sociable.people.models import Absence, Identity, Person
from sociable.publics.readers import Reader, people_visible_to


def reach_of(one: Person, reader: Reader, at: datetime) -> Mapping[str, object]:
    absence, clock = one.absence(at), local_time(one, at)
    return {
        "absence": absence,
        "available": absence is None,
        "stand_in": stand_in_of(absence, reader),
        "local_time": clock,
        "at_work": clock is not None and is_working_hour(clock),
        "morning": MORNING,
        "evening": EVENING,
    }


def stand_in_of(absence: Absence | None, reader: Reader) -> Person | None:
    if absence is None or absence.stand_in_id is None:
        return None
    return people_visible_to(reader).filter(pk=absence.stand_in_id).first()


def local_time(one: Person, at: datetime) -> datetime | None:
    """What their clock says; naive, so that the page does not move it to the reader's time zone."""
    try:
        return at.astimezone(ZoneInfo(one.time_zone)).replace(tzinfo=None) if one.time_zone else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def is_working_hour(clock: datetime) -> bool:
    return clock.weekday() < WEEKEND and MORNING <= clock.hour < EVENING


def identities_of(one: Person) -> list[Identity]:
    """Addresses, then handles, of them and of all whom they were merged with."""
    mine = Identity.objects.filter(person=one) | Identity.objects.filter(person__same_as=one)
    return list(mine.order_by("-kind", "realm", "value"))
