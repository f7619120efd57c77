"""One import, while it runs: what it counted, and what it could not take."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from sociable.carriers.models import Source
from sociable.carriers.record import Note, Reject
from sociable.people.models import Person

BATCH = 1000

Item = TypeVar("Item")
Progress = Callable[[int], None]


@dataclass
class Count:
    """The closing lines of a run."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0

    def __post_init__(self) -> None:
        self.notes: list[str | Note] = []
        """What else whoever runs it should know; no figure, so not among them."""


@dataclass(slots=True)
class Rejects:
    """The reject file of a run: one JSON line each, with reason, place and record. Made with its first line."""

    file: Path
    count: Count

    def add(self, reject: Reject) -> None:
        self.count.rejected += 1
        self.file.parent.mkdir(parents=True, exist_ok=True)
        line = {"reason": reject.reason, "where": reject.where, "record": reject.raw}
        with self.file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(line, default=plain) + "\n")


def plain(raw: Any) -> Any:
    """What JSON has no word for: a form gives its fields, anything else its text."""
    return raw.model_dump(mode="json") if isinstance(raw, BaseModel) else str(raw)


@dataclass(slots=True)
class Run:
    """One import, while it runs."""

    source: Source
    at: datetime
    rejects: Rejects
    seen: set[int] = field(default_factory=set)
    """Hashes of the keys read in this run: a key that stands twice would make every import change the thing."""
    is_partial: bool = False
    """Whether only what was rejected before is read again."""
    by: Person | None = None
    """Who runs it, where somebody said so."""
    override: bool = False
    """Whether a list also changes what people said of themselves."""

    @property
    def count(self) -> Count:
        return self.rejects.count


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    stream = iter(items)
    while batch := list(islice(stream, BATCH)):
        yield batch
