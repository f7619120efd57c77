"""The first reading of a dump: which pages there are, what leads where, what templates say, which files came along."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop as _

from sociable.carriers.connectors.mediawiki.form import (
    FILE,
    MEDIAWIKI,
    TEMPLATE,
    Head,
    Revision,
    Site,
    Upload,
)
from sociable.carriers.connectors.mediawiki.links import key_of
from sociable.carriers.connectors.mediawiki.lost import ALIKE, EARLIER, HIDDEN, OWN_WORDS, SLOTS, Lost
from sociable.carriers.connectors.mediawiki.names import Names, plain, redirect_in
from sociable.carriers.connectors.mediawiki.stream import parts_of
from sociable.carriers.connectors.mediawiki.templates import body_of
from sociable.carriers.record import BadRecord, Note
from sociable.people.identities import BOT, Handle, handle
from sociable.rooms.wiki.names import key_of as folded

LEFT = frozenset({MEDIAWIKI, MEDIAWIKI + 1})
"""Namespaces of the software's own words."""
PROGRAMS = frozenset({"MediaWiki default", "Maintenance script", "Conversion script", "Redirect fixer", "FuzzyBot"})


@dataclass
class Plate:
    """A file: what it is called, when it came, who brought it, and where its bytes lie."""

    name: str
    at: datetime | None
    by: str
    path: Path | None = None
    is_within: bool = False
    """Whether the dump itself has its bytes."""


@dataclass
class Atlas:
    """What the whole dump says, so far as a single page needs it. Of texts, only what templates give is kept."""

    names: Names
    bodies: dict[str, str] = field(default_factory=dict)
    files: dict[str, Plate] = field(default_factory=dict)
    makers: dict[int, set[str]] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)
    """Redirects that said something else before: they stay pages."""
    revisions: Counter[int] = field(default_factory=Counter)
    lost: Counter[Lost] = field(default_factory=Counter)
    lost_on: defaultdict[Lost, set[int]] = field(default_factory=lambda: defaultdict(set))

    @property
    def realm(self) -> str:
        site = self.names.site
        return (urlsplit(site.base).hostname or site.name)[:120]

    def person(self, name: str) -> Handle | None:
        """Whoever has that account; nobody for a program, and for an address without an account."""
        known = bool(name) and name not in PROGRAMS and not BOT.search(name)
        return handle(name, self.realm, name) if known else None

    @property
    def total(self) -> int:
        """Records to come: files, and versions of pages that are more than a name of another."""
        leads = {self.names.numbers[title] for title in self.names.leads}
        return len(self.files) + sum(count for page, count in self.revisions.items() if page not in leads)

    def is_kept(self, head: Head) -> bool:
        return head.space not in LEFT and head.title not in self.names.leads

    def notes(self) -> Iterator[Note]:
        """What could not be kept, counted, a line each."""
        counted = {what: len(pages) for what, pages in self.lost_on.items()} | +self.lost
        for (words, name), count in sorted(counted.items()):
            yield Note(words, name=name, count=count)


def atlas_of(path: Path) -> Atlas:
    """Reads a whole dump once. Raises BadRecord where it is none, or has no texts."""
    parts = parts_of(path)
    site = next(parts, None)
    if not isinstance(site, Site):
        raise BadRecord(_("%(file)s is no dump of MediaWiki."), file=path.name)
    found, head, missing = Atlas(Names(site)), None, 0
    for part in parts:
        if isinstance(part, Head):
            head = part
            note_page(found, part)
        elif head is not None and isinstance(part, Revision):
            missing += part.text is None and not part.is_hidden
            note_revision(found, head, part)
        elif head is not None and isinstance(part, Upload):
            note_upload(found, head, part)
    told = found.revisions.total()
    if told and missing == told:
        raise BadRecord(_("%(file)s has no texts in it: dump them with --full."), file=path.name)
    call(found)
    return found


def note_page(found: Atlas, head: Head) -> None:
    found.names.numbers[head.title] = head.number
    found.makers[head.number] = set()
    if head.redirect:
        found.names.leads[head.title] = found.names.full(head.redirect.partition("#")[0])


def note_revision(found: Atlas, head: Head, one: Revision) -> None:
    if head.space in LEFT:
        found.lost[OWN_WORDS, ""] += 1
        return
    found.revisions[head.number] += not one.is_hidden
    found.makers[head.number] |= {one.by} - {""}
    found.lost[SLOTS, ""] += one.slots
    found.lost[HIDDEN, ""] += one.is_hidden
    if head.redirect and one.text and not redirect_in(one.text):
        found.told.add(head.number)
    if head.space == TEMPLATE and one.text is not None and one.model == "wikitext":
        found.bodies[head.title] = body_of(one.text)


def note_upload(found: Atlas, head: Head, one: Upload) -> None:
    name = one.name.replace("_", " ") or head.title.partition(":")[2]
    key = key_of(name)
    before = found.files.get(key)
    found.lost[EARLIER, ""] += before is not None
    if before and before.at and one.at and before.at > one.at:
        return
    found.files[key] = Plate(name, one.at, one.by, is_within=bool(one.content))


def call(found: Atlas) -> None:
    """Gives each page its title here: no two of them the same, where capitals and accents do not count."""
    names, taken = found.names, set[str]()
    for title in [one for one in names.leads if names.numbers[one] in found.told or not leads_on(names, one)]:
        del names.leads[title]
    for title, number in names.numbers.items():
        if title in names.leads:
            continue
        words = plain(title)
        if folded(words) in taken or not folded(words):
            found.lost[ALIKE, ""] += 1
            words = f"{words} ({number})"
        taken.add(folded(words))
        names.titles[title] = words
    for title in names.leads:
        names.titles[title] = plain(title)


def leads_on(names: Names, title: str) -> bool:
    """Whether a redirect ends at a page that is there."""
    end = names.end_of(title)
    return end != title and end in names.numbers and end not in names.leads


def files_beside(found: Atlas, media: Path | None) -> None:
    """Finds files in a copy of the folder `images`: those the dump tells of, and those that only have a page."""
    for title in found.names.numbers:
        space, name = found.names.split(title)
        if space == FILE and title not in found.names.leads and key_of(name) not in found.files:
            found.files[key_of(name)] = Plate(name, None, "")
    for plate in found.files.values():
        plate.path = plate.path or lies_at(media, plate.name)


def lies_at(media: Path | None, name: str) -> Path | None:
    """Where MediaWiki keeps a file: by the MD5 of its name; or in the folder itself. Nowhere outside of it."""
    tidy = name.replace(" ", "_")
    mark = hashlib.md5(tidy.encode(), usedforsecurity=False).hexdigest()
    for place in (f"{mark[0]}/{mark[:2]}/{tidy}", tidy, name) if media else ():
        assert media is not None
        found = (media / place.replace("\0", "")).resolve()
        if found.is_relative_to(media.resolve()) and found.is_file():
            return found
    return None
