"""Reading reject files: what an import could not take in, and why, a line at a time."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.conf import settings

from sociable.carriers.models import Source

LONGEST = 2_000
"""Characters of a record that are told: enough to find it where it came from."""


@dataclass(frozen=True, slots=True)
class Line:
    """A record that could not be taken in: in which file and line, why, where it stood, and how it begins."""

    file: str
    number: int
    reason: str
    where: str
    record: str


def files_of(source: Source) -> list[Path]:
    """The reject files of a source, the latest first: their names hold the time."""
    return sorted(Path(settings.REJECTS_FOLDER).glob(f"{source.connector}-{source.pk}-*.jsonl"), reverse=True)


def lines_of(source: Source, after: tuple[str, int] | None, most: int) -> list[Line]:
    """The lines of its files, the latest file first, from this line of a file on; at most so many."""
    files = [one for one in files_of(source) if after is None or one.name <= after[0]]
    every = (line for file in files for line in read(file, after[1] if after and file.name == after[0] else 0))
    return list(islice(every, most))


def read(file: Path, after: int) -> Iterator[Line]:
    """Read as it is asked for: a file may be as large as what was imported."""
    with file.open(encoding="utf-8", errors="replace") as lines:
        for number, line in islice(enumerate(lines, 1), after, None):
            yield line_of(file.name, number, line)


def line_of(file: str, number: int, line: str) -> Line:
    try:
        one = json.loads(line)
        record = one["record"]
        said = record if isinstance(record, str) else json.dumps(record, ensure_ascii=False)
        return Line(file, number, str(one["reason"]), str(one["where"]), said[:LONGEST])
    except (ValueError, KeyError, TypeError):  # mended by hand, or cut short when the disk was full
        return Line(file, number, "", "", line[:LONGEST])
