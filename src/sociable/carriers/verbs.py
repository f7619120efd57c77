"""What is done with sources: schedule, unschedule, pause, resume, and send a worker at once."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from sociable.carriers.models import Errand, Pause, Schedule, Source
from sociable.carriers.record import Connector
from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.people.verbs import Refused, id_of
from sociable.publics.models import Public
from sociable.publics.readers import may_administer, reader_for

LEAST, MOST = 5, 60 * 24 * 31
"""Minutes between two visits."""


@transaction.atomic
def schedule(
    *,
    kind: str,
    connector: Connector,
    location: str,
    name: str,
    public: Public,
    minutes: int,
    by: Person | None,
    at: datetime,
) -> Source:
    """Has a source visited by itself from now on, the first time at once. One that is scheduled gets the new rhythm."""
    only_administrators(by)
    if not LEAST <= minutes <= MOST:
        raise Refused(_("A source is visited every five minutes at most, and every month at least."))
    name = (name.strip() or connector.name_of(location))[:120]
    source, is_new = Source.objects.get_or_create(
        connector=kind, name=name, defaults={"location": location, "public": public}
    )
    if not is_new and source.location != location:
        said = _("There is a source called %(name)s already, at %(place)s. Give this one another name.")
        raise Refused(said % {"name": name, "place": source.location})
    source.public = public
    source.save(update_fields=["public"])
    Schedule.objects.update_or_create(source=source, defaults={"minutes": minutes, "by": by, "at": at, "next_at": at})
    record(
        [Act("sociable:Schedule", at, id_of(by), public=public.pk, detail={"source": source.pk, "minutes": minutes})]
    )
    return source


@transaction.atomic
def unschedule(*, source: Source, by: Person | None, at: datetime) -> Source:
    """Has a source not visited by itself any more. What it brought stays, and an import by hand still knows it."""
    only_administrators(by)
    deleted, _rows = Schedule.objects.filter(source=source).delete()
    Pause.objects.filter(source=source).delete()
    Errand.objects.filter(source=source).delete()
    if deleted:
        record([Act("sociable:Unschedule", at, id_of(by), detail={"source": source.pk})])
    return source


@transaction.atomic
def pause(*, source: Source, by: Person | None, at: datetime) -> Source:
    """Leaves a source alone until it is resumed."""
    only_administrators(by)
    if not Schedule.objects.filter(source=source).exists():
        raise Refused(_("%(name)s is not visited by itself; there is nothing to pause.") % {"name": source.name})
    _pause, is_new = Pause.objects.get_or_create(source=source, defaults={"by": by, "at": at})
    if is_new:
        record([Act("sociable:Pause", at, id_of(by), detail={"source": source.pk})])
    return source


@transaction.atomic
def resume(*, source: Source, by: Person | None, at: datetime) -> Source:
    """Has a paused source visited again, the first time at once."""
    only_administrators(by)
    deleted, _rows = Pause.objects.filter(source=source).delete()
    if deleted:
        Schedule.objects.filter(source=source).update(next_at=at)
        record([Act("sociable:Resume", at, id_of(by), detail={"source": source.pk})])
    return source


@transaction.atomic
def send(*, source: Source, by: Person | None, at: datetime, again: str = "") -> Errand:
    """Sends a worker to a source at once, or, with the name of a reject file, has that read again."""
    only_administrators(by)
    if again and again not in reject_files(source):
        raise Refused(_("There is no such file of rejects."))
    errand, _is_new = Errand.objects.get_or_create(
        source=source, again=again, defaults={"by": by, "at": at, "next_at": at}
    )
    return errand


def reject_files(source: Source) -> list[str]:
    """Names of the reject files of a source, the latest first."""
    found = settings.REJECTS_FOLDER.glob(f"{source.connector}-{source.pk}-*.jsonl")
    return sorted((one.name for one in found), reverse=True)


def only_administrators(by: Person | None) -> None:
    """`by` is an administrator, or None for the machine's own operator."""
    if by is not None and not may_administer(reader_for(by)):
        raise Refused(_("Only an administrator rules the sources."))
