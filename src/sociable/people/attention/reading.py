"""Somebody's quiet as it stands: their own hours, or else the organisation's; and when they are away."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db.models import Q

from sociable.kit.asked import Asked, Fetched, Id, Moment
from sociable.people.attention.models import Hours, HouseHours, OwnHours
from sociable.people.attention.quiet import Quiet
from sociable.people.models import Absence, Person

LOOKED_BACK = timedelta(days=400)
"""Absences that ended longer ago hold nothing back any more."""


OWN_HOURS = Fetched(lambda: OwnHours.objects.filter(person=Id("person")))
HOUSE_HOURS = Fetched(lambda: HouseHours.objects.filter(pk=1))
AWAY = Asked(
    lambda: (
        Absence.objects.filter(Q(person=Id("person")) | Q(person__same_as=Id("person")))
        .filter(Q(ends=None) | Q(ends__gt=Moment("since")))
        .values_list("begins", "ends")
    )
)


def hours_of(person: int) -> Hours | None:
    """The hours that hold for the person known under this id; None where nobody has said any."""
    return OWN_HOURS.first(person=person) or HOUSE_HOURS.first()


def quiet_of(person: Person, at: datetime) -> Quiet:
    root = person.root
    hours = hours_of(root.pk)
    away = AWAY(person=root.pk, since=at - LOOKED_BACK)
    if hours is None:
        return Quiet(zone_of(root), away=away)
    return Quiet(zone_of(root), hours.begins, hours.ends, hours.weekends, away)


def zone_of(person: Person) -> ZoneInfo:
    for name in (person.time_zone, settings.TIME_ZONE):
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return ZoneInfo("UTC")
