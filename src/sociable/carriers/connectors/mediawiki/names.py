"""What pages are called there and here: namespaces, redirects, links in every form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sociable.carriers.connectors.mediawiki.form import CANONICAL, MAIN, Site

REDIRECT = re.compile(r"\s*#\s*\w+\s*:?\s*\[\[\s*:?([^\[\]|#]+)", re.IGNORECASE)
"""The first words of a page that only leads elsewhere: the word differs by language, the form does not."""
FORBIDDEN = re.compile(r"[\[\]|#]")
MOST = 180


@dataclass
class Names:
    """The pages of a dump, by the titles that links say."""

    site: Site
    titles: dict[str, str] = field(default_factory=dict)
    """By title there: title here."""
    numbers: dict[str, int] = field(default_factory=dict)
    leads: dict[str, str] = field(default_factory=dict)
    """Pages that only lead to another: title there of both."""
    prefixes: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        own = {name.casefold().replace("_", " "): number for number, name in self.site.namespaces.items() if name}
        self.prefixes = {**CANONICAL, **own}

    def split(self, title: str) -> tuple[int, str]:
        """The namespace that a title says, and the rest."""
        before, colon, rest = title.partition(":")
        space = self.prefixes.get(" ".join(before.replace("_", " ").split()).casefold()) if colon else None
        return (MAIN, title) if space is None else (space, rest)

    def full(self, written: str) -> str:
        """The title as the dump has it, of what a link says."""
        space, rest = self.split(" ".join(written.replace("_", " ").split()))
        rest = rest.strip()
        if space not in self.site.keeps_case:
            rest = rest[:1].upper() + rest[1:]
        prefix = self.site.namespaces.get(space, "")
        return f"{prefix}:{rest}" if prefix else rest

    def space_of(self, written: str) -> int:
        return self.split(" ".join(written.replace("_", " ").split()))[0]

    def here(self, title: str) -> str:
        """What a page is called here: a title without what ends a link."""
        return self.titles.get(title) or plain(title)

    def end_of(self, title: str) -> str:
        """Where a redirect leads in the end; the title itself where it is none."""
        seen = {title}
        while (following := self.leads.get(title)) and following not in seen:
            seen.add(following)
            title = following
        return title


def plain(title: str) -> str:
    return " ".join(FORBIDDEN.sub(" ", title).split())[:MOST] or "?"


def redirect_in(text: str) -> str:
    """What a text that is a redirect leads to; '' for any other."""
    found = REDIRECT.match(text)
    return found[1].strip() if found and text.lstrip().startswith("#") else ""
