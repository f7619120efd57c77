"""What pages are called: in links, where capitals, accents and blanks do not count, and in addresses."""

import re
import unicodedata

from sociable.kit.html import references_in
from sociable.rooms.wiki.models import ADDRESS, TITLE


def key_of(title: str) -> str:
    """The title as links are compared with it."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", title) if not unicodedata.combining(one))
    return " ".join(plain.casefold().replace("_", " ").split())[:TITLE]


def slug_of(title: str) -> str:
    """The title as an address: letters and digits of any script, and hyphens."""
    return re.sub(r"[^\w]+|_+", "-", key_of(title)).strip("-")[: ADDRESS - 10].strip("-") or "page"


def split_space(name: str) -> tuple[str, str]:
    """What stands before a colon and may be a space's address, '' where nothing does, and the rest."""
    space, colon, title = name.partition(":")
    return (space, title.strip()) if colon and re.fullmatch(r"[a-z0-9-]+", space) else ("", name)


def split_heading(name: str) -> tuple[str, str]:
    """The page a link names, and the heading after `#`, '' where it names none."""
    page, _sign, heading = name.partition("#")
    return page.strip(), heading.strip()


def names_in(text: str) -> list[str]:
    """The names of pages that a text links to, in the order it does, each once."""
    found = (split_heading(name)[0] for kind, name in references_in(text) if kind == "page")
    return list(dict.fromkeys(name for name in found if key_of(name)))
