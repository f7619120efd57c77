"""Until when somebody is left alone: quiet hours and absences, one after the other. Pure arithmetic of moments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

NEVER = datetime(9000, 1, 1, tzinfo=UTC)
"""The end of what has none yet."""
STEPS = 100
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Quiet:
    """When nobody is told anything: each day between two times, where one is; at weekends; and while one is away."""

    zone: ZoneInfo
    begins: time | None = None
    ends: time | None = None
    weekends: bool = False
    away: Sequence[tuple[datetime, datetime | None]] = ()

    def until(self, moment: datetime) -> datetime | None:
        """When the quiet ends in which this moment lies, whatever follows directly upon what; None outside of it."""
        end = moment
        for _step in range(STEPS):
            later = max((one for one in (self.hours_until(end), self.away_until(end)) if one), default=end)
            if later == end:
                break
            end = later
        return None if end == moment else end

    def hours_until(self, moment: datetime) -> datetime | None:
        local = moment.astimezone(self.zone)
        if self.weekends and local.weekday() >= SATURDAY:
            return self.at(local, time.min, days=1)
        if self.begins is None or self.ends is None:
            return None
        clock = local.time()
        if self.begins < self.ends:
            return self.at(local, self.ends) if self.begins <= clock < self.ends else None
        if clock >= self.begins:
            return self.at(local, self.ends, days=1)
        return self.at(local, self.ends) if clock < self.ends else None

    def at(self, local: datetime, clock: time, days: int = 0) -> datetime:
        day = local.date() + timedelta(days=days)
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)

    def away_until(self, moment: datetime) -> datetime | None:
        ends = [
            NEVER if end is None else end for begin, end in self.away if begin <= moment and (not end or moment < end)
        ]
        return max(ends, default=None)
