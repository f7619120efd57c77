"""What stands in a WXR file, as it stands there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Head:
    """What the file says of the site it came from."""

    title: str
    about: str
    language: str
    home: str
    """Address of its blog."""
    version: str


@dataclass(frozen=True, slots=True)
class Writer:
    number: str
    login: str
    mail: str
    name: str


@dataclass(frozen=True, slots=True)
class Term:
    """A category, a tag, or a term of another taxonomy; `parent` is a slug."""

    domain: str
    slug: str
    name: str
    parent: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    number: str
    author: str
    home: str
    """Address that its author gave."""
    mail: str
    user: str
    """Number of the writer, where they had an account."""
    at: datetime | None
    content: str
    approved: str
    kind: str
    parent: str
    meta: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A post, a page, an attachment, or anything else that WordPress keeps in its table of posts."""

    number: str
    kind: str
    status: str
    title: str
    content: str
    excerpt: str
    creator: str
    link: str
    slug: str
    parent: str
    order: str
    password: str
    sticky: bool
    comments_open: bool
    at: datetime | None
    changed_at: datetime | None
    attachment: str
    """Address of its file."""
    terms: Sequence[Term] = ()
    meta: Sequence[tuple[str, str]] = ()
    comments: Sequence[Comment] = ()

    def said(self, name: str) -> str:
        """The last value of a meta field, or ''."""
        return next((value for key, value in reversed(self.meta) if key == name), "")

    def all_said(self, name: str) -> list[str]:
        return [value for key, value in self.meta if key == name]


@dataclass(frozen=True, slots=True)
class Fields:
    """The plain fields of an element, by name without namespace; the first of each."""

    said: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.said.get(name, "")

    def moment(self, name: str) -> datetime | None:
        """In UTC where the file says it (`…_gmt`), otherwise as it stands; drafts have zeros there."""
        for said in (self[f"{name}_gmt"], self[name]):
            try:
                return datetime.fromisoformat(said.strip()).replace(tzinfo=UTC)
            except ValueError:
                continue
        return None
