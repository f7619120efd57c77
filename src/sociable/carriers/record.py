"""The form in which every connector gives what it read."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import gettext

from sociable.carriers.articles import Article, Brought
from sociable.carriers.leaves import Wiki
from sociable.people.identities import Handle


class BadRecord(ValueError):
    """A record or a source that cannot be taken in; the message says why, and what to mend, in the reader's language.

    `said` is a text to translate, with places for what is in `more`: so that it can be kept, and read in any language.
    """

    def __init__(self, said: str, **more: str | int) -> None:
        super().__init__(said)
        self.said, self.more = said, more

    def __str__(self) -> str:
        return in_words(self.said, self.more)


def in_words(said: str, more: Mapping[str, str | int]) -> str:
    return gettext(said) % more if more else gettext(said)


class Note:
    """What whoever runs an import should know, so that it can be kept, and read in any language."""

    def __init__(self, said: str, **more: str | int) -> None:
        self.said, self.more = said, more

    def __str__(self) -> str:
        return in_words(self.said, self.more)


@dataclass(frozen=True, slots=True)
class Record:
    """One thing of a source. `key` names it within the source; `people` are handles with roles."""

    key: str
    kind: str
    title: str
    text: str
    at: datetime | None
    """None where the source does not say; the thing then bears the time of the import."""
    people: Sequence[tuple[Handle, str]] = ()
    tags: Sequence[str] = ()
    language: str | None = None
    reply_to: str | None = None
    cites: Sequence[str] = ()
    score: int = 0
    accepted: bool = False
    changed_at: datetime | None = None
    """When the source last changed it; not part of the digest: a change of the date alone is none of the thing."""
    raw: Any = None
    """The record as the source had it, for the reject file; not part of the digest."""

    def digest(self) -> str:
        """128 bits of BLAKE2 (RFC 7693) over everything that is kept."""
        kept = (
            *(self.kind, self.title, self.text, self.at and self.at.isoformat(), self.language, self.reply_to),
            *(self.score, self.accepted, list(self.tags), list(self.cites)),
            [(handle.key, role) for handle, role in self.people],
        )
        return hashlib.blake2b(json.dumps(kept).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Reject:
    """What could not be read: why, where, and what it was."""

    reason: str
    where: str
    raw: Any


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a source says more about than a record does. `ranked` is false for people not to be located."""

    handle: Handle
    ranked: bool = True
    aliases: tuple[Handle, ...] = ()


@dataclass(frozen=True, slots=True)
class Away:
    """When somebody cannot be asked, and who may be asked instead."""

    begins: datetime
    ends: datetime | None
    stand_in: Handle | None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody as a list of the organisation's people has them; what the list leaves blank is not here."""

    handle: Handle
    profile: Mapping[str, str]
    """By field of the person: name, headline, languages, place, time_zone."""
    functions: Sequence[str] = ()
    """Slugs of the functions they work in."""
    away: Away | None = None
    where: str = ""
    raw: Any = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a connector gives for one run over a source."""

    total: int | None
    """Records to come, where that is known cheaply; otherwise None."""
    records: Iterator[Record | Reject]
    people: Iterator[Person | Reject] = field(default_factory=lambda: iter(()))
    cursor: Mapping[str, Any] | None = None
    """What to hand to the next run, once this one has ended whole."""
    colleagues: Iterator[Colleague | Reject] = field(default_factory=lambda: iter(()))
    files: Iterator[Brought | Reject] = field(default_factory=lambda: iter(()))
    articles: Iterator[Article | Reject] = field(default_factory=lambda: iter(()))
    about: Mapping[str, Any] | None = None
    """What a source that is a blog says of itself; None for any other."""
    wiki: Wiki | None = None
    """What a source that is a wiki gives; None for any other."""
    notes: Sequence[str | Note] = ()
    """What whoever runs it should know: columns that are not read, for instance."""


class Connector(Protocol):
    """A room under `connectors/`. A location is a path of this machine or an address, as its source keeps it."""

    help: str
    """One line for the command's help."""
    schemes: Collection[str]
    """Of the addresses it reads (`https`); empty where it reads files or folders of this machine only."""

    def name_of(self, location: str) -> str:
        """The name of the source, under which the next run finds it again."""

    def read(self, location: str, name: str, cursor: Mapping[str, Any]) -> Reading:
        """Reads a source from where the last run ended. Raises BadRecord where the source itself is no good."""

    def again(self, location: str, name: str, rejects: Iterator[Any]) -> Reading:
        """Reads again what was rejected: the `raw` of each reject, as it was or mended."""


def is_address(location: str, connector: Connector) -> bool:
    """Whether this connector takes the location for an address, and not for a path."""
    scheme, colon, _rest = location.partition("://")
    return bool(colon) and scheme.lower() in connector.schemes
