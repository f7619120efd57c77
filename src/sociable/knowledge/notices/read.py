"""Reading what somebody is told: only what they may still see, each thing once, grouped, newest first."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from sociable.kit.asked import Asked, Fetched, Id, Ids, Moment
from sociable.knowledge.notices.models import Told
from sociable.knowledge.notices.reasons import Reason
from sociable.ledger.acts import START, Position
from sociable.people.attention.models import Looked, Unwanted
from sociable.people.attention.quiet import Quiet
from sociable.people.attention.reading import quiet_of
from sociable.people.models import Person
from sociable.publics.models import Invitation
from sociable.publics.readers import Reader
from sociable.things.models import Thing
from sociable.things.threads import lines_above, roots_of

MOST = 300
"""Rows that are looked at, newest first."""
MOST_AT_ONCE = 10_000
OLDEST = timedelta(days=90)
"""What happened longer ago, as an import may tell, is no news."""
IN_THREADS = frozenset({Reason.REPLY, Reason.THREAD, Reason.FOLLOWED})
"""Reasons that speak of one thread together."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody is told, of one thing, by one or more people."""

    reason: Reason
    about: int
    """The thing it is about: the first of the thread, where something was said in one; 0 where it is about none."""
    thing: int
    """The newest thing that it leads to; 0 for none."""
    public: int
    other: int
    actors: tuple[int, ...]
    """Who did it, the latest first; without visitors."""
    number: int
    """How often."""
    at: datetime
    place: Position
    is_new: bool
    held_until: datetime | None
    """When the quiet ended, or ends, in which it came; None where it came in no quiet."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whether somebody is to be told now that there is something; and if it is held, until when."""

    some: bool
    held_until: datetime | None = None


MERGED = Asked(lambda: Person.objects.filter(same_as=Id("person")).values_list("pk"))
LOOKED = Asked(lambda: Looked.objects.filter(person=Id("person")).values_list("xid", "act"))
NEWER = Asked(
    lambda: (
        standing()
        .filter(Q(xid__gt=Id("xid")) | Q(xid=Id("xid"), act__gt=Id("act")))
        .exclude(reason=Reason.MUTED)
        .values_list("xid")[:1]
    )
)
UNWANTED = Asked(lambda: Unwanted.objects.filter(person__in=Ids("people")).values_list("reason"))
BY_OTHERS = Fetched(
    lambda: (
        standing()
        .filter(at__gt=Moment("since"))
        .exclude(reason__in=Ids("reasons"))
        .exclude(actor_id__in=Ids("people"))
        .order_by("-xid", "-act")[:MOST]
    )
)
MUTED = Asked(lambda: standing().filter(reason=Reason.MUTED).values_list("thing_id"))


def standing() -> QuerySet[Told]:
    return Told.objects.filter(person_id__in=Ids("people"), stands__gt=0)


def ids_of(person: int) -> list[int]:
    return [person, *(one for (one,) in MERGED(person=person))]


def looked_up_to(person: int) -> Position:
    return next((Position(*mark) for mark in LOOKED(person=person)), START)


def told_between(after: Position, upto: Position) -> set[int]:
    """Whom something was told of in (after, upto]: the ids that the acts carry, and whom these are known as."""
    newer = Q(xid__gt=after.xid) | Q(xid=after.xid, act__gt=after.act)
    older = Q(xid__lt=upto.xid) | Q(xid=upto.xid, act__lte=upto.act)
    people = set(
        Told.objects.filter(newer, older, stands__gt=0)
        .exclude(reason=Reason.MUTED)
        .values_list("person_id", flat=True)[:MOST_AT_ONCE]
    )
    return people | {one.root_id for one in Person.objects.filter(pk__in=people)}


def people_with_news(people: Collection[int]) -> set[int]:
    """Of these people, those for whom something came since they last looked; whether they may see it is not asked."""
    mark = Looked.objects.filter(person=OuterRef("pk"))
    newer = Q(xid__gt=OuterRef("looked_xid")) | Q(xid=OuterRef("looked_xid"), act__gt=OuterRef("looked_act"))
    told = Told.objects.filter(newer, person_id=OuterRef("pk"), stands__gt=0).exclude(reason=Reason.MUTED)
    marks = {
        "looked_xid": Coalesce(Subquery(mark.values("xid")), 0),
        "looked_act": Coalesce(Subquery(mark.values("act")), 0),
    }
    found: set[int] = set()
    for start in range(0, len(people), 500):
        part = sorted(people)[start : start + 500]
        found |= set(
            Person.objects.filter(pk__in=part).annotate(**marks).filter(Exists(told)).values_list("pk", flat=True)
        )
    return found


def waiting(reader: Reader, at: datetime) -> Waiting:
    """Whether the mark is to be shown: something new came that is not held back."""
    if reader.person is None:
        return Waiting(some=False)
    mark = looked_up_to(reader.person)
    if not NEWER(people=ids_of(reader.person), xid=mark.xid, act=mark.act):
        return Waiting(some=False)
    fresh = [one for one in notices_for(reader, at) if one.is_new]
    held = [one.held_until for one in fresh if one.held_until and one.held_until > at]
    return Waiting(some=len(fresh) > len(held), held_until=min(held, default=None))


def notices_for(reader: Reader, at: datetime) -> list[Notice]:
    """All that this reader is told, newest first; with what is held back at that moment, which says so itself."""
    if reader.person is None:
        return []
    me = ids_of(reader.person)
    reasons = [Reason.MUTED, *(reason for (reason,) in UNWANTED(people=me))]
    rows = once_each(BY_OTHERS(people=me, since=at - OLDEST, reasons=reasons))
    shown = without_muted(may_be_told(rows, reader), {thing for (thing,) in MUTED(people=me)})
    quiet = quiet_of(Person.objects.get(pk=reader.person), at)
    return grouped(shown, looked_up_to(reader.person), quiet)


def once_each(rows: Iterable[Told]) -> list[Told]:
    """Of several reasons to tell of one deed, the first. (One deed: what one person did to one thing.)"""
    kept: dict[tuple[int, ...], Told] = {}
    for row in rows:
        apart = () if row.thing_id else (row.reason, row.public_id, row.other)
        key = (row.thing_id, row.actor_id, *apart)
        if key not in kept or row.reason < kept[key].reason:
            kept[key] = row
    return sorted(kept.values(), key=lambda row: (row.xid, row.act), reverse=True)


def may_be_told(rows: Sequence[Told], reader: Reader) -> list[Told]:
    """Without what the reader may not see, or not any more."""
    asked = {row.thing_id for row in rows if row.thing_id}
    if not rows:
        return []
    seen = set(Thing.objects.visible_to(reader).filter(pk__in=asked).values_list("pk", flat=True))
    held = [row.thing_id for row in rows if row.reason == Reason.HELD]
    waiting = Thing.objects.filter(pk__in=held, public_id__in=reader.publics)
    for_me = set(waiting.exclude(withdrawn_at=None).values_list("pk", flat=True))
    circles = circles_open_to(reader, {row.public_id for row in rows if row.public_id})
    return [
        row
        for row in rows
        if (row.thing_id in for_me if row.reason == Reason.HELD else row.thing_id in seen or not row.thing_id)
        and (not row.public_id or row.public_id in circles)
    ]


def without_muted(rows: list[Told], muted: Collection[int]) -> list[Told]:
    """Without what was said below what the reader mutes. Who names them, or asks them, is told all the same."""
    if not muted:
        return rows
    lines = lines_above({row.thing_id for row in rows if row.thing_id})
    personal = (Reason.HELP, Reason.ROUTED, Reason.MENTION, Reason.HELD)
    return [row for row in rows if row.reason in personal or not lines.get(row.thing_id, set()) & set(muted)]


def circles_open_to(reader: Reader, publics: Collection[int]) -> set[int]:
    """Of these circles, those whose invitation stands, or in which the reader is."""
    asked = Invitation.objects.filter(
        Q(person=reader.person) | Q(person__same_as=reader.person), public_id__in=publics, declined_at=None
    )
    return set(asked.values_list("public_id", flat=True)) | (set(publics) & reader.publics)


class Group(NamedTuple):
    """What one notice speaks of."""

    reason: int
    about: int
    public: int
    other: int
    actor: int
    is_new: bool
    held_until: datetime | None


def grouped(rows: Sequence[Told], mark: Position, quiet: Quiet) -> list[Notice]:
    """One notice for what came of one thread, or for one reason of one thing, in one stretch of quiet or outside."""
    roots = roots_of({row.thing_id for row in rows if row.reason in IN_THREADS})
    groups: dict[Group, list[Told]] = {}
    for row in rows:
        about = roots.get(row.thing_id, row.thing_id)
        is_new = Position(row.xid, row.act) > mark
        alone = row.actor_id if row.reason in (Reason.HELP, Reason.MENTION) else 0
        kind = Reason.REPLY if row.reason in IN_THREADS else row.reason
        key = Group(kind, about, row.public_id, row.other, alone, is_new, quiet.until(row.at))
        groups.setdefault(key, []).append(row)
    return [notice(key, group) for key, group in groups.items()]


def notice(of: Group, rows: Sequence[Told]) -> Notice:
    first = rows[0]
    return Notice(
        reason=Reason(min(row.reason for row in rows)),
        about=of.about,
        thing=first.thing_id,
        public=of.public,
        other=of.other,
        actors=tuple(dict.fromkeys(row.actor_id for row in rows if row.actor_id)),
        number=len(rows),
        at=first.at,
        place=Position(first.xid, first.act),
        is_new=of.is_new,
        held_until=of.held_until,
    )
