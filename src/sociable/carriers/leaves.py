"""The form in which a connector gives a wiki: its files, its pages, and each of them with its whole history."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sociable.carriers.articles import Brought
from sociable.people.identities import Handle

if TYPE_CHECKING:
    from sociable.carriers.record import Note


@dataclass(frozen=True, slots=True)
class Edit:
    """What a page said from one time on. `by` is None where nobody is known who wrote it."""

    number: int
    """Of its source; a later one of the same page has a greater."""
    at: datetime
    by: Handle | None
    said: Callable[[], str]
    """Its text as Markdown; made only when it is asked for."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a wiki as a source has it, its edits the oldest first, each read when it is asked for."""

    key: str
    title: str
    edits: Iterator[Edit]
    under: str | None = None
    """Key of the page it stands under; which may come later."""
    files: Sequence[str] = ()
    """Keys of files that are part of it whether its text shows them or not."""
    makers: Sequence[Handle] = ()
    """Everybody who had a hand in it."""
    tags: Callable[[], Sequence[str]] = tuple
    """Once its edits were read."""


@dataclass(frozen=True, slots=True)
class Wiki:
    """A whole wiki. The closing notes are asked for at the end: what could not be kept shows while it is read."""

    leaves: Iterator[Leaf]
    files: Iterator[Brought]
    leads: Sequence[tuple[str, str]] = ()
    """Names under which pages were found as well: (name, key of the page)."""
    notes: Callable[[], Sequence["Note"]] = field(default=tuple)
