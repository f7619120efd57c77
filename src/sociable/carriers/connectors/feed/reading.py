"""A feed as records: each entry that it has now. What it no longer lists stays here as it was."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop as _
from pydantic import ValidationError

from sociable.carriers.connectors.feed import json_feed, xml
from sociable.carriers.connectors.feed.entry import Author, Entry
from sociable.carriers.record import BadRecord, Reading, Record, Reject
from sociable.kit.addresses import NotFetched
from sociable.kit.clock import now
from sociable.kit.fetching import Limits, fetch
from sociable.kit.languages import is_language
from sociable.people.identities import Handle, handle, mail

ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
LARGEST = Limits().size
KEY = 200
MACHINE = re.compile(r"(?:no-?reply|do-?not-?reply|nobody|webmaster)@", re.IGNORECASE)
"""Addresses that some makers of feeds give to everybody."""
DETECTED = frozenset({"en", "fr"})
"""Languages that are told from the text: makers of feeds say en-US of everything, unless somebody changed it."""


class Feed:
    help = "What a site says is new there: RSS, Atom or JSON Feed, at an address or in a file."
    schemes = ("http", "https")

    def name_of(self, location: str) -> str:
        if "://" in location:
            parts = urlsplit(location)
            query = f"?{parts.query}" if parts.query else ""
            return f"{parts.hostname or ''}{parts.path.rstrip('/')}{query}"
        return Path(location).stem

    def read(self, location: str, name: str, cursor: Mapping[str, Any]) -> Reading:
        if "://" not in location:
            return reading_of(entries_of(from_file(Path(location)), "", ""), name, None)
        tags = cursor if cursor.get("address") == location else {}
        try:
            found = fetch(location, accept=ACCEPT, etag=tags.get("etag", ""), modified=tags.get("modified", ""))
        except NotFetched as reason:
            raise BadRecord(reason.said, **reason.more) from None
        if found.body is None:
            return Reading(total=0, records=iter(()))
        kept = {"address": location, "etag": found.etag, "modified": found.modified}
        return reading_of(entries_of(found.body, found.address, found.media_type), name, kept)

    def again(self, location: str, name: str, rejects: Iterator[Any]) -> Reading:
        seen = now()
        entries = (mended(raw, number) for number, raw in enumerate(rejects, 1))
        return Reading(total=None, records=(to_record(one, name, seen) for one in entries))


def from_file(file: Path) -> bytes:
    if not file.is_file():
        raise BadRecord(_("%(file)s is not a file."), file=str(file))
    if file.stat().st_size > LARGEST:
        raise BadRecord(_("%(file)s is larger than %(size)s MB."), file=str(file), size=LARGEST // 10**6)
    return file.read_bytes()


def entries_of(body: bytes, address: str, media_type: str) -> list[Entry | Reject]:
    """All of them: a feed is small, and whether it is one must be known before its tags are kept."""
    if json_feed.looks_like_json(body, media_type):
        return list(json_feed.entries_of(body))
    return list(xml.entries_of(body, address, media_type))


def reading_of(entries: list[Entry | Reject], name: str, cursor: Mapping[str, Any] | None) -> Reading:
    """Oldest first: feeds begin with what is newest."""
    seen = now()
    return Reading(total=len(entries), records=(to_record(one, name, seen) for one in reversed(entries)), cursor=cursor)


def mended(raw: Any, number: int) -> Entry | Reject:
    if isinstance(raw, dict) and "item" in raw:
        return json_feed.mended(raw, number)
    try:
        return Entry.model_validate(raw)
    except ValidationError as mistake:
        why = "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in mistake.errors())
        return Reject(why, f"reject {number}", raw)


def to_record(entry: Entry | Reject, name: str, seen: datetime) -> Record | Reject:
    """`seen` is when we read it: where a feed does not say when it changed an entry, that is what is known."""
    if isinstance(entry, Reject):
        return entry
    if not entry.title.strip() and not entry.text:
        return Reject("it has neither a title nor a text", entry.id or entry.link, entry)
    language = entry.language[:2].lower()
    is_dated = entry.changed and (entry.published is None or entry.changed > entry.published)
    return Record(
        key=key_of(entry),
        kind="post",
        title=entry.title,
        text="\n\n".join(part for part in (entry.text, *(f"<{one}>" for one in addresses_of(entry))) if part),
        at=entry.published,
        changed_at=entry.changed if is_dated else seen,
        people=[
            *((one, "author") for one in handles(entry.authors, name)),
            *((one, "participant") for one in handles(entry.contributors, name)),
        ],
        tags=list(dict.fromkeys(tag.strip() for tag in entry.tags if tag.strip())),
        language=language if is_language(language) and language not in DETECTED else None,
        reply_to=short(entry.reply_to) or None,
        raw=entry,
    )


def key_of(entry: Entry) -> str:
    """What names the entry for good: its id, or its address, or else its title and date."""
    named = entry.id.strip() or entry.link.strip()
    return short(named or f"{entry.published and entry.published.isoformat()} {entry.title} {entry.text[:500]}")


def short(key: str) -> str:
    """The key, or a mark of it where it is too long to keep."""
    key = key.strip()
    return (
        key
        if len(key) <= KEY
        else f"blake2b:{hashlib.blake2b(key.encode(errors='replace'), digest_size=24).hexdigest()}"
    )


def addresses_of(entry: Entry) -> Iterator[str]:
    """Where it stands, and the files that come with it."""
    for one in dict.fromkeys((entry.link, *entry.enclosures)):
        if re.fullmatch(r"https?://[^\s<>]+", one) and one not in entry.text:
            yield one


def handles(authors: list[Author], name: str) -> Iterator[Handle]:
    """Those with an address of their own are known by it everywhere, others by their name within this feed."""
    for one in authors:
        address = one.mail.strip()
        if re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", address) and not MACHINE.match(address):
            yield mail(address, one.name)
        elif one.name.strip():
            yield handle(one.name.strip(), f"feed/{name}", one.name)
