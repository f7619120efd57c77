"""Who may bring an earlier version of a thing back, and how: each room says so of its own kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sociable.people.models import Person
from sociable.publics.readers import Reader
from sociable.things.models import Thing, Version


@dataclass(frozen=True, slots=True)
class Restoring:
    """`may` says whether this reader may change the thing; `save` makes a version what it says now."""

    may: Callable[[Thing, Reader], bool]
    save: Callable[[Thing, Version, Person, datetime], object]


KINDS: dict[str, Restoring] = {}


def register(kind: str, restoring: Restoring) -> None:
    KINDS[kind] = restoring


def restoring_of(thing: Thing, reader: Reader) -> Restoring | None:
    """How this reader may bring a version of it back, if at all."""
    known = KINDS.get(thing.kind)
    return known if known and reader.person is not None and known.may(thing, reader) else None
