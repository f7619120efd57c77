"""RSS 0.9x, 1.0 and 2.0, and Atom, as people and programs really write them."""

import io
import re
from calendar import timegm
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import feedparser
from django.utils.translation import gettext_noop as _

from sociable.carriers.connectors.feed.entry import Author, Entry
from sociable.carriers.record import BadRecord
from sociable.kit.html import to_markdown, to_text

ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+\.[^\s@<>()\[\],;:\"]+")
OFFERED = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})


def entries_of(body: bytes, address: str, media_type: str) -> Iterator[Entry]:
    """The entries of a feed. Raises BadRecord where it is none; a page that names its feeds is asked for them."""
    headers = {"content-location": address, "content-type": media_type or "application/xml"}
    # As a stream: text or bytes would be tried as an address or a file's name.
    feed = feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False)
    version = str(feed.get("version") or "")
    if not version and not feed.entries:
        offered = [str(one.get("href")) for one in feed.feed.get("links", ()) if one.get("type") in OFFERED]
        if offered:
            raise BadRecord(_("This is a page, not a feed. It offers: %(feeds)s."), feeds=", ".join(offered[:5]))
        raise BadRecord(_("This is not a feed: neither RSS nor Atom nor JSON Feed."))
    inherited = authors_of(feed.feed) if version.startswith("atom") else []
    language = str(feed.feed.get("language") or "")
    return (to_entry(one, inherited, language) for one in feed.entries)


def to_entry(raw: Mapping[str, Any], inherited: list[Author], language: str) -> Entry:
    detail = raw.get("title_detail") or {}
    changed = dict(raw).get("updated_parsed")  # asked itself, the library would give the other date
    title = str(raw.get("title") or "")
    return Entry(
        id=str(raw.get("id") or ""),
        link=str(raw.get("link") or ""),
        title=to_text(title) if "html" in str(detail.get("type")) else title,
        text=text_of(raw),
        published=moment(raw.get("published_parsed") or changed),
        changed=moment(changed),
        authors=authors_of(raw) or inherited,
        contributors=[author(one) for one in raw.get("contributors", ())],
        tags=[str(one.get("term") or one.get("label") or "") for one in raw.get("tags", ())],
        language=str(detail.get("language") or language),
        reply_to=str((raw.get("thr_in-reply-to") or {}).get("ref") or ""),
        enclosures=[str(one.get("href")) for one in raw.get("links", ()) if one.get("rel") == "enclosure"],
    )


def text_of(raw: Mapping[str, Any]) -> str:
    """The whole content where the feed has it, else the summary; of several forms, the longest."""
    parts = [one for one in raw.get("content", ()) if one.get("value")] or [raw.get("summary_detail") or {}]
    best = max(parts, key=lambda one: len(str(one.get("value") or "")))
    value = str(best.get("value") or "")
    return to_markdown(value) if "html" in str(best.get("type")) else value.strip()


def moment(parsed: Any) -> datetime | None:
    """A date that the library could read, in UTC; None for one that no calendar has."""
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def authors_of(raw: Mapping[str, Any]) -> list[Author]:
    several = [one for one in raw.get("authors", ()) if one.get("name") or one.get("email")]
    if len(several) > 1:
        return [author(one) for one in several]
    if several and not several[0].get("email"):
        return [author(several[0])]
    return [one] if raw.get("author") and (one := taken_apart(str(raw["author"]))) else []


def author(one: Mapping[str, Any]) -> Author:
    return Author(name=str(one.get("name") or ""), mail=str(one.get("email") or ""))


def taken_apart(words: str) -> Author | None:
    """`ada@office.example (Ada)`, `Ada <ada@office.example>`. The library cuts addresses after four letters."""
    found = ADDRESS.search(words)
    name = (words[: found.start()] + words[found.end() :] if found else words).strip(" \t\n<>()\"',;")
    return Author(name=name, mail=found.group() if found else "") if name or found else None
