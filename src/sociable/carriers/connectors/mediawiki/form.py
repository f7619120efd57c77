"""What stands in a dump of MediaWiki, as it stands there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

MAIN, USER, FILE, MEDIAWIKI, TEMPLATE, CATEGORY = 0, 2, 6, 8, 10, 14
MEDIA, SPECIAL = -2, -1
CANONICAL = {
    "media": -2,
    "special": -1,
    "talk": 1,
    "user": 2,
    "user talk": 3,
    "project": 4,
    "project talk": 5,
    "file": 6,
    "image": 6,
    "file talk": 7,
    "image talk": 7,
    "mediawiki": 8,
    "mediawiki talk": 9,
    "template": 10,
    "template talk": 11,
    "help": 12,
    "help talk": 13,
    "category": 14,
    "category talk": 15,
}
"""Names that every MediaWiki understands, whatever its language."""


@dataclass(frozen=True, slots=True)
class Site:
    """What the dump says of the wiki it came from."""

    name: str
    base: str
    """Address of its main page."""
    namespaces: Mapping[int, str]
    keeps_case: frozenset[int] = frozenset()
    """Namespaces in which a title may begin with a small letter."""


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a page."""

    number: int
    space: int
    title: str
    redirect: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """`by` is the name of an account; blank for an address without one, and where it was hidden."""

    number: int
    at: datetime | None
    by: str
    text: str | None
    """None where it was hidden, or is not in the dump."""
    model: str = "wikitext"
    is_hidden: bool = False
    slots: int = 0
    """Texts besides the page's own."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A version of a file; `content` is base64, where the dump has it."""

    at: datetime | None
    by: str
    name: str
    content: str = field(default="", repr=False)
