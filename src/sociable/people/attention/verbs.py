"""What is done about one's own attention: keep quiet hours, be told of a kind of thing or not, look."""

from datetime import datetime, time

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sociable.ledger.acts import Act, Position, record
from sociable.people.attention.models import HouseHours, Looked, OwnHours, Unwanted
from sociable.people.models import Person
from sociable.people.verbs import Refused, id_of

DAY = 24 * 60


def minutes(clock: time | None) -> int:
    return -1 if clock is None else clock.hour * 60 + clock.minute


def said(begins: time | None, ends: time | None, weekends: bool) -> dict[str, int]:
    """The hours as the ledger says them."""
    return {"begins": minutes(begins), "ends": minutes(ends), "weekends": int(weekends)}


def refuse_no_hours(begins: time | None, ends: time | None) -> None:
    if (begins is None) != (ends is None):
        raise Refused(_("Say both when the quiet begins and when it ends, or neither."))
    if begins is not None and begins == ends:
        raise Refused(_("Quiet that ends when it begins is none. Leave both times empty."))


@transaction.atomic
def keep_quiet(*, person: Person, begins: time | None, ends: time | None, weekends: bool, at: datetime) -> OwnHours:
    """Says in which hours I am told nothing: it is held, and told together when they end."""
    refuse_no_hours(begins, ends)
    hours = {"begins": begins, "ends": ends, "weekends": weekends, "at": at}
    row, _new = OwnHours.objects.update_or_create(person=person.root, defaults=hours)
    record([Act("sociable:KeepQuiet", at, person.root_id, detail=said(begins, ends, weekends))])
    return row


@transaction.atomic
def keep_house_hours(*, person: Person, at: datetime) -> Person:
    """Says that the organisation's quiet hours are mine."""
    if OwnHours.objects.filter(person=person.root).delete()[0]:
        record([Act("sociable:KeepHouseHours", at, person.root_id)])
    return person


@transaction.atomic
def set_house_hours(
    *, by: Person | None, begins: time | None, ends: time | None, weekends: bool, at: datetime
) -> HouseHours:
    """Sets the quiet hours of everybody who has chosen none. The floor above asks who may (`publics.hours`)."""
    refuse_no_hours(begins, ends)
    hours = {"begins": begins, "ends": ends, "weekends": weekends, "at": at, "by": by}
    row, _new = HouseHours.objects.update_or_create(pk=1, defaults=hours)
    record([Act("sociable:SetQuiet", at, id_of(by), detail=said(begins, ends, weekends))])
    return row


@transaction.atomic
def tell(*, person: Person, reason: int, wanted: bool, at: datetime) -> Person:
    """Says whether I want to be told of one kind of thing."""
    mine = Unwanted.objects.filter(Q(person=person.root_id) | Q(person__same_as=person.root_id), reason=reason)
    if wanted == mine.exists():
        if wanted:
            mine.delete()
        else:
            Unwanted.objects.create(person=person.root, reason=reason, at=at)
        record(
            [Act("sociable:Hear" if wanted else "sociable:Unhear", at, person.root_id, detail={"reason": int(reason)})]
        )
    return person


@transaction.atomic
def look(*, person: Person, place: Position, at: datetime) -> None:
    """Keeps how far I have looked; never back. No act: it concerns nobody else."""
    mark, is_new = Looked.objects.select_for_update().get_or_create(
        person=person.root, defaults={"xid": place.xid, "act": place.act, "at": at}
    )
    if not is_new and Position(mark.xid, mark.act) < place:
        mark.xid, mark.act, mark.at = place.xid, place.act, at
        mark.save(update_fields=["xid", "act", "at"])
