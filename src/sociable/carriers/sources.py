"""How the sources fare, and which are due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from pathlib import Path

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_noop as _

from sociable.carriers.connectors import connectors
from sociable.carriers.importing import take_in
from sociable.carriers.models import Errand, Pause, Schedule, Source, Visit
from sociable.carriers.record import BadRecord, Connector, in_words
from sociable.carriers.visits import visit
from sociable.kit.clock import now

GRACE = timedelta(minutes=15)
"""How long a worker has to end a visit, or to begin another: after that, another takes it for dead."""


@dataclass(frozen=True, slots=True)
class Health:
    """A source, and how it fares."""

    source: Source
    schedule: Schedule | None
    pause: Pause | None
    is_waiting: bool
    """Somebody wants it visited at once."""
    last: Visit | None
    last_success: Visit | None
    failures: int
    """Visits that failed since the last that did not."""

    @property
    def state(self) -> str:
        """One word: running, paused, failing, waiting, well, new, or idle for one that is visited only by hand."""
        if self.last and self.last.ended_at is None:
            return "running"
        if self.is_waiting:
            return "waiting"
        if self.pause:
            return "paused"
        if self.failures:
            return "failing"
        if not self.schedule:
            return "idle"
        return "well" if self.last else "new"

    @property
    def trouble(self) -> str:
        """Why the last visit failed, in the reader's language."""
        return trouble_of(self.last) if self.last else ""


def trouble_of(visit: Visit) -> str:
    return in_words(visit.said, visit.more) if visit.said else ""


def health(sources: QuerySet[Source]) -> list[Health]:
    """How these sources fare, in three queries."""
    visits = Prefetch("visits", Visit.objects.order_by("-began_at", "-pk"))
    return [
        health_of(one)
        for one in sources.select_related("schedule", "pause", "public").prefetch_related(visits, "errands")
    ]


def health_of(source: Source) -> Health:
    visits = list(source.visits.all())
    ended = [one for one in visits if one.ended_at]
    return Health(
        source=source,
        schedule=getattr(source, "schedule", None),
        pause=getattr(source, "pause", None),
        is_waiting=bool(source.errands.all()),
        last=visits[0] if visits else None,
        last_success=next((one for one in ended if not one.has_failed), None),
        failures=sum(1 for _one in takewhile(lambda one: one.has_failed, ended)),
    )


def is_anything_due(at: datetime) -> bool:
    return due_errands(at).exists() or due_schedules(at).exists()


def due_errands(at: datetime) -> QuerySet[Errand]:
    return Errand.objects.filter(next_at__lte=at).select_related("source").order_by("at", "pk")


def due_schedules(at: datetime) -> QuerySet[Schedule]:
    due = Schedule.objects.filter(next_at__lte=at, source__pause=None)
    return due.select_related("source").order_by("next_at", "pk")


def claim(row: Errand | Schedule, at: datetime) -> bool:
    """Takes what is due for ourselves: of several workers, one gets it. Who dies over it loses it after a while."""
    mine = type(row).objects.filter(pk=row.pk, next_at=row.next_at)
    return bool(mine.update(next_at=at + GRACE))


def visit_due(at: datetime) -> Iterator[tuple[Source, str]]:
    """Visits all that is due. Gives each source that was visited, and why it failed, or ''."""
    for errand in due_errands(at):
        if claim(errand, at):
            try:
                failure = call_on(errand.source, errand.again)
            finally:  # a fault of ours would be the same the next time
                Errand.objects.filter(pk=errand.pk).delete()
            yield errand.source, failure
    for schedule in due_schedules(at):
        if claim(schedule, at):
            yield schedule.source, call_on(schedule.source)


def call_on(source: Source, again: str = "") -> str:
    """Visits one source, or reads again what it rejected. Returns why it failed, or ''."""
    file = Path(settings.REJECTS_FOLDER) / again if again else None
    try:
        connector = connector_of(source)
        take_in(source, connector, again=file, progress=lambda _steps: None, total=lambda _steps: None)
    except BadRecord as reason:
        return str(reason)
    return ""


def connector_of(source: Source) -> Connector:
    """What reads the source. Its room may be gone since; then a visit says so."""
    connector = connectors().get(source.connector)
    if connector is None:
        with visit(source, now()):
            raise BadRecord(_("Nothing here reads sources of the kind %(kind)s any more."), kind=source.connector)
    return connector
