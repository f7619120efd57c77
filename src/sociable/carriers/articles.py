"""The form in which a connector gives a blog: its files, its posts, and what was said of them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sociable.people.identities import Handle

PLACE = "/files/@{key}/"
"""How a text names a file of its source, until that is here and has an address of its own."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A file of a source. `path` is where its bytes lie on this machine; None where they do not."""

    key: str
    name: str
    alt: str
    by: Handle | None
    at: datetime
    path: Path | None
    address: str
    """Where the source had it: texts lead there where the file cannot be kept."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment. `by` is None for a visitor, who has a name only; `under` is the key of what it answers."""

    key: str
    text: str
    at: datetime
    by: Handle | None
    guest: str
    state: str
    """shown, waits, refused or gone."""
    under: str | None = None

    def digest(self) -> str:
        return digest(self.text, self.at, self.by and self.by.key, self.guest, self.state, self.under)


@dataclass(frozen=True, slots=True)
class Article:
    """A post of a blog as a source has it."""

    key: str
    title: str
    text: str
    state: str
    """One of `blogs.State`."""
    at: datetime
    people: Sequence[tuple[Handle, str]]
    changed_at: datetime | None = None
    due: datetime | None = None
    why: str = ""
    """For what reason it was withdrawn."""
    summary: str = ""
    tags: Sequence[str] = ()
    language: str = ""
    slugs: Sequence[str] = ()
    """What its address ended in, the present one last."""
    formers: Sequence[str] = ()
    """Paths under which it stood on its site."""
    is_pinned: bool = False
    is_open: bool = True
    """Whether readers may comment on it."""
    original: str | None = None
    """Key of what it is a translation of."""
    remarks: Sequence[Remark] = ()
    kept: Mapping[str, Any] = field(default_factory=dict)
    """What only the way back needs."""
    raw: Any = None

    def digest(self) -> str:
        """Over all that is kept but the comments, which have their own."""
        return digest(
            *(self.title, self.text, self.state, self.at, self.changed_at, self.due, self.why, self.summary),
            *(list(self.tags), self.language, list(self.slugs), list(self.formers), self.is_pinned, self.is_open),
            *(self.original, dict(self.kept), [(handle.key, role) for handle, role in self.people]),
        )


def digest(*kept: Any) -> str:
    """128 bits of BLAKE2 (RFC 7693)."""
    return hashlib.blake2b(json.dumps(kept, default=str).encode(), digest_size=16).hexdigest()
