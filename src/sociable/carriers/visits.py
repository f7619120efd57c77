"""Each run over a source leaves a row: when it began, how it ended, what it brought; then the next is put in place."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop as _

from sociable.carriers.models import Schedule, Source, Visit
from sociable.carriers.record import BadRecord, Note, in_words
from sociable.carriers.run import Run
from sociable.kit.clock import now

KEPT = 50
"""Visits of a source that are remembered."""
MOST_NOTES = 60
DAY = 24 * 60
STOPPED = _("It was stopped before its end. What it had taken is here, and the next run goes on from there.")
FAULT = _("It failed by a fault of ours, which the worker's own words describe.")


@dataclass(slots=True)
class Ongoing:
    """A visit while it lasts, and the run whose figures it will bear."""

    row: Visit
    run: Run | None = None

    @property
    def began_at(self) -> datetime:
        return self.row.began_at

    def follow(self, run: Run) -> None:
        self.run = run


@contextmanager
def visit(source: Source, at: datetime) -> Iterator[Ongoing]:
    """Notes a visit from its beginning to its end, well or badly. To be held under the source's lock."""
    machine = socket.gethostname()[:120]
    # Whoever holds the lock is alone on this machine: what has no end here was killed.
    Visit.objects.filter(source=source, machine=machine, ended_at=None).update(ended_at=at, said=STOPPED)
    one = Ongoing(Visit.objects.create(source=source, machine=machine, began_at=at))
    try:
        yield one
    except BadRecord as reason:
        end(one, reason.said, dict(reason.more))
        raise
    except Exception:
        end(one, FAULT, {})
        raise
    end(one, "", {})


def end(one: Ongoing, said: str, more: dict[str, str | int]) -> None:
    row, at = one.row, now()
    row.ended_at, row.said, row.more = at, said[:500], more
    if one.run:
        count = one.run.count
        row.read, row.new, row.changed, row.unchanged = count.read, count.new, count.changed, count.unchanged
        row.rejected, row.notes = count.rejected, [to_keep(one) for one in count.notes[:MOST_NOTES]]
        row.rejects = one.run.rejects.file.name if count.rejected else ""
    row.save()
    old = list(Visit.objects.filter(source=row.source_id).order_by("-began_at", "-pk").values_list("pk", flat=True))
    Visit.objects.filter(pk__in=old[KEPT:]).delete()
    for schedule in Schedule.objects.filter(source=row.source_id):
        schedule.next_at = at + timedelta(minutes=wait(schedule.minutes, failures(row.source_id)))
        schedule.save(update_fields=["next_at"])


def to_keep(note: str | Note) -> object:
    return {"said": note.said, "more": note.more} if isinstance(note, Note) else note


def notes_of(row: Visit) -> list[str]:
    """What a visit had to say, in the reader's language."""
    return [in_words(one["said"], one["more"]) if isinstance(one, dict) else str(one) for one in row.notes]


def failures(source: int) -> int:
    """How many of the last visits failed, one after the other."""
    ended = Visit.objects.filter(source=source, ended_at__isnull=False).order_by("-began_at", "-pk")
    count = 0
    for said in ended.values_list("said", flat=True):
        if not said:
            break
        count += 1
    return count


def wait(minutes: int, failed: int) -> int:
    """Minutes until the next visit: after each failure twice as long, up to a day."""
    return max(minutes, min(minutes << min(failed, 10), DAY))
