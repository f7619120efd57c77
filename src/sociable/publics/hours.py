"""The organisation's quiet hours."""

from datetime import datetime, time

from django.utils.translation import gettext as _

from sociable.people.attention import verbs
from sociable.people.attention.models import HouseHours
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.readers import may_administer, reader_for


def set_house_hours(
    *, by: Person | None, begins: time | None, ends: time | None, weekends: bool, at: datetime
) -> HouseHours:
    """Sets the quiet hours of everybody who has chosen none. `by` is an administrator, or None for the operator."""
    if by is not None and not may_administer(reader_for(by)):
        raise Refused(_("Only an administrator sets the organisation’s quiet hours."))
    return verbs.set_house_hours(by=by, begins=begins, ends=ends, weekends=weekends, at=at)
