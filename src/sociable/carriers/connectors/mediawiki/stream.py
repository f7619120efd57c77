"""A dump of MediaWiki, read as a stream: a revision at a time, whatever its size. No entities, no document types."""

import bz2
import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext_noop as _

from sociable.carriers.connectors.mediawiki.form import Head, Revision, Site, Upload
from sociable.carriers.record import BadRecord

Part = Site | Head | Revision | Upload


def parts_of(path: Path) -> Iterator[Part]:
    """The site, then of each page its head, its revisions and its uploads. Raises BadRecord where it is no dump."""
    try:
        with opened(path) as file:
            yield from parts_in(file, path)
    except (ParseError, DefusedXmlException, OSError, EOFError) as mistake:
        raise BadRecord(_("%(file)s cannot be read as XML: %(why)s"), file=path.name, why=str(mistake)) from None


def opened(path: Path) -> IO[bytes]:
    if path.suffix == ".gz":
        return gzip.open(path)  # type: ignore[return-value]
    return bz2.open(path) if path.suffix == ".bz2" else path.open("rb")


def parts_in(file: IO[bytes], path: Path) -> Iterator[Part]:
    open_: list[Element] = []
    said: dict[str, str] = {}
    for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
        name = local(element)
        if event == "start":
            if not open_ and name != "mediawiki":
                raise BadRecord(_("%(file)s is no dump of MediaWiki."), file=path.name)
            open_.append(element)
            continue
        open_.pop()
        if len(open_) == 1:
            if name == "siteinfo":
                yield site_of(element)
            open_[0].clear()
            said = {}
        elif len(open_) == 2 and local(open_[1]) == "page":
            if name in ("title", "ns", "id", "redirect"):
                said[name] = element.get("title", "") if name == "redirect" else element.text or ""
            elif name in ("revision", "upload"):
                yield from part_of(name, element, said)
                open_[1].clear()


def part_of(name: str, element: Element, said: dict[str, str]) -> Iterator[Part]:
    """A revision or an upload; before the first of a page, the head of that."""
    if said:
        number, space = number_in(said.get("id")), number_in(said.get("ns"))
        yield Head(number, space, said.get("title", "").strip(), said.get("redirect", ""))
        said.clear()
    yield revision_of(element) if name == "revision" else upload_of(element)


def local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def child(element: Element, *names: str) -> Element | None:
    found: Element | None = element
    for name in names:
        found = next((one for one in found if local(one) == name), None) if found is not None else None
    return found


def words(element: Element, *names: str) -> str:
    found = child(element, *names)
    return (found.text or "") if found is not None else ""


def number_in(text: str | None) -> int:
    return int(text) if text and text.lstrip("-").isdecimal() else 0


def site_of(element: Element) -> Site:
    spaces = [one for one in child(element, "namespaces") or () if local(one) == "namespace"]
    return Site(
        words(element, "sitename").strip(),
        words(element, "base").strip(),
        {number_in(one.get("key")): one.text or "" for one in spaces},
        frozenset(number_in(one.get("key")) for one in spaces if one.get("case") == "case-sensitive"),
    )


def moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def revision_of(element: Element) -> Revision:
    text = child(element, "text")
    hidden = text is not None and text.get("deleted") is not None
    is_there = text is not None and not hidden and (bool(text.text) or number_in(text.get("bytes")) == 0)
    return Revision(
        number=number_in(words(element, "id")),
        at=moment(words(element, "timestamp")),
        by=words(element, "contributor", "username").strip(),
        text=((text.text or "") if text is not None else "") if is_there else None,
        model=words(element, "model") or "wikitext",
        is_hidden=hidden,
        slots=sum(local(one) == "content" for one in element),
    )


def upload_of(element: Element) -> Upload:
    return Upload(
        moment(words(element, "timestamp")),
        words(element, "contributor", "username").strip(),
        words(element, "filename").strip(),
        words(element, "contents"),
    )
