"""A dump of MediaWiki as a space of the wiki: its files, its pages, and whatever each of them said at any time."""

import base64
import binascii
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _

from sociable.carriers.articles import PLACE, Brought
from sociable.carriers.connectors.mediawiki.atlas import Atlas, atlas_of, files_beside
from sociable.carriers.connectors.mediawiki.form import FILE, TEMPLATE, Head, Revision, Site, Upload
from sociable.carriers.connectors.mediawiki.held import fenced
from sociable.carriers.connectors.mediawiki.links import key_of
from sociable.carriers.connectors.mediawiki.names import redirect_in
from sociable.carriers.connectors.mediawiki.stream import Part, parts_of
from sociable.carriers.connectors.mediawiki.words import Translator
from sociable.carriers.leaves import Edit, Leaf, Wiki
from sociable.carriers.record import BadRecord, Reading

BESIDE = ("images", "media", "files")
"""Where files are looked for when nobody says where they are: folders beside the dump."""
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class MediaWiki:
    help = "A wiki from MediaWiki: its dump (XML, --full), with the folder of its files."
    schemes = ()
    brings_a_room = True

    def __init__(self, media: Path | None = None) -> None:
        self.media = media

    def with_media(self, folder: Path) -> "MediaWiki":
        """The same, looking for files there."""
        return MediaWiki(folder)

    def name_of(self, location: str) -> str:
        site = next(parts_of(file_at(location)), None)
        return site.name[:120] if isinstance(site, Site) and site.name else Path(location).stem

    def read(self, location: str, name: str, cursor: Mapping[str, Any]) -> Reading:
        path = file_at(location)
        found = atlas_of(path)
        media = self.media or (Path(cursor["media"]) if cursor.get("media") else beside(path))
        files_beside(found, media)
        at_hand = {key for key, plate in found.files.items() if plate.path or plate.is_within}
        say = Translator(found.names, found.bodies, at_hand)
        wiki = Wiki(
            leaves_of(path, found, say),
            files_of(path, found),
            [(name, str(found.names.numbers[found.names.end_of(name)])) for name in found.names.leads],
            lambda: list(found.notes()),
        )
        return Reading(found.total, iter(()), cursor={"media": str(media)} if media else {}, wiki=wiki)

    def again(self, location: str, name: str, rejects: Iterator[Any]) -> Reading:
        """What was rejected lies in the dump and in its folder: mend it there, and the whole is read again."""
        return self.read(location, name, {})


def file_at(location: str) -> Path:
    path = Path(location)
    if not path.is_file():
        raise BadRecord(_("%(file)s is not a file."), file=str(path))
    return path


def beside(path: Path) -> Path | None:
    return next((folder for name in BESIDE if (folder := path.parent / name).is_dir()), None)


def files_of(path: Path, found: Atlas) -> Iterator[Brought]:
    """Those of the folder, then those within the dump, each on the disk while it is asked for."""
    within = {key for key, plate in found.files.items() if plate.is_within}
    for key in found.files.keys() - within:
        yield brought(key, found, found.files[key].path)
    if not within:
        return
    with tempfile.TemporaryDirectory(prefix="sociable-files-") as folder:
        for part in parts_of(path):
            key = key_of(part.name) if isinstance(part, Upload) else ""
            if isinstance(part, Upload) and key in within and part.at == found.files[key].at:
                within.remove(key)
                yield brought(key, found, unpacked(part.content, Path(folder) / "file"))


def brought(key: str, found: Atlas, path: Path | None) -> Brought:
    plate = found.files[key]
    return Brought(key, plate.name, "", found.person(plate.by), plate.at or LONG_AGO, path, address="")


def unpacked(content: str, place: Path) -> Path | None:
    try:
        place.write_bytes(base64.b64decode(content))
    except (binascii.Error, ValueError):
        return None
    return place


def leaves_of(path: Path, found: Atlas, say: Translator) -> Iterator[Leaf]:
    """The pages. What of one is not read before the next is asked for is passed over."""
    parts = Parts(parts_of(path))
    while (head := parts.next_head()) is not None:
        if found.is_kept(head):
            yield leaf_of(head, parts, found, say)


@dataclass
class Parts:
    """The parts of a dump, one of them looked at in advance."""

    stream: Iterator[Part]
    ahead: Part | None = field(default=None)

    def next_head(self) -> Head | None:
        one, self.ahead = self.ahead, None
        while not isinstance(one, Head):
            one = next(self.stream, None)
            if one is None:
                return None
        return one

    def revisions(self) -> Iterator[Revision]:
        """Those of the page whose head came last."""
        for one in self.stream:
            if isinstance(one, Head):
                self.ahead = one
                return
            if isinstance(one, Revision):
                yield one


def leaf_of(head: Head, parts: Parts, found: Atlas, say: Translator) -> Leaf:
    page = Telling(head, found, say)
    people = (found.person(name) for name in sorted(found.makers[head.number]))
    name = found.names.split(head.title)[1]
    return Leaf(
        key=str(head.number),
        title=found.names.here(head.title),
        edits=page.edits(parts.revisions()),
        under=under(head, found),
        files=[key_of(name)] if head.space == FILE and key_of(name) in say.files else (),
        makers=[one for one in people if one],
        tags=page.current_tags,
    )


def under(head: Head, found: Atlas) -> str | None:
    """A page below another stands under it, and what is discussed of a page under that."""
    above, slash, _rest = head.title.rpartition("/")
    if head.space % 2 == 1 and head.space > 0:
        prefix = found.names.site.namespaces.get(head.space - 1, "")
        name = found.names.split(head.title)[1]
        above, slash = (f"{prefix}:{name}" if prefix else name), "/"
    number = found.names.numbers.get(above) if slash and above not in found.names.leads else None
    return str(number) if number is not None else None


@dataclass
class Telling:
    """A page while its history is told."""

    head: Head
    found: Atlas
    say: Translator
    tags: Sequence[str] = ()

    def edits(self, revisions: Iterator[Revision]) -> Iterator[Edit]:
        for one in revisions:
            if one.text is not None:
                yield Edit(one.number, one.at or LONG_AGO, self.found.person(one.by), partial(self.text_of, one))

    def current_tags(self) -> Sequence[str]:
        return self.tags

    def text_of(self, one: Revision) -> str:
        text, space = one.text or "", self.head.space
        if one.model != "wikitext" or space == TEMPLATE:
            self.tags = ()
            return fenced(text, None) if text.strip() else ""
        if target := redirect_in(text):
            self.tags = ()
            return f"→ [[{self.found.names.here(self.found.names.full(target))}]]"
        said = self.say(text, self.head.title)
        self.tags = said.tags
        for what in said.lost:
            self.found.lost_on[what].add(self.head.number)
        return self.with_file(said.text) if space == FILE else said.text

    def with_file(self, text: str) -> str:
        """The page of a file shows it."""
        name = self.found.names.split(self.head.title)[1]
        key = key_of(name)
        if key not in self.say.files:
            return text
        return f"![{name}]({PLACE.format(key=key)})\n\n{text}".strip()
