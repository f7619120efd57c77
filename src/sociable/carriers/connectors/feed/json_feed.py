"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_noop as _
from pydantic import ValidationError

from sociable.carriers.connectors.feed.entry import Author, Entry
from sociable.carriers.record import BadRecord, Reject
from sociable.kit.html import to_markdown


def looks_like_json(body: bytes, media_type: str) -> bool:
    return "json" in media_type or body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def entries_of(body: bytes) -> Iterator[Entry | Reject]:
    try:
        feed = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadRecord(_("This is not a feed: neither RSS nor Atom nor JSON Feed.")) from None
    if (
        not isinstance(feed, dict)
        or not isinstance(feed.get("items"), list)
        or "jsonfeed" not in str(feed.get("version"))
    ):
        raise BadRecord(_("This is not a feed: neither RSS nor Atom nor JSON Feed."))
    inherited, language = authors_of(feed), str(feed.get("language") or "")
    return (to_entry(one, number, inherited, language) for number, one in enumerate(feed["items"], 1))


def to_entry(raw: Any, number: int, inherited: list[Author], language: str) -> Entry | Reject:
    if not isinstance(raw, dict):
        return Reject("an item is an object", f"item {number}", {"item": raw})
    html, plain = raw.get("content_html"), raw.get("content_text") or raw.get("summary")
    try:
        return Entry(
            id=text(raw.get("id")),
            link=text(raw.get("url") or raw.get("external_url")),
            title=text(raw.get("title")),
            text=to_markdown(html) if isinstance(html, str) and html.strip() else text(plain).strip(),
            published=raw.get("date_published") or raw.get("date_modified") or None,
            changed=raw.get("date_modified") or None,
            authors=authors_of(raw) or inherited,
            tags=[text(one) for one in listed(raw.get("tags"))],
            language=text(raw.get("language")) or language,
            enclosures=[text(one.get("url")) for one in listed(raw.get("attachments")) if isinstance(one, dict)],
        )
    except ValidationError as mistake:
        why = "; ".join(f"{error['loc'][0]}: {error['msg']}" for error in mistake.errors())
        kept = {"item": raw, "authors": inherited, "language": language}
        return Reject(why, f"item {number}", kept)


def mended(raw: Mapping[str, Any], number: int) -> Entry | Reject:
    """An item as it stood in a reject file, with what it had from its feed."""
    authors = [Author(name=text(one.get("name")), mail=text(one.get("mail"))) for one in listed(raw.get("authors"))]
    return to_entry(raw["item"], number, authors, text(raw.get("language")))


def authors_of(raw: Mapping[str, Any]) -> list[Author]:
    """`authors` of version 1.1, or the one `author` of version 1.0. An address may stand as a `mailto:`."""
    found = [one for one in (listed(raw.get("authors")) or [raw.get("author")]) if isinstance(one, dict)]
    authors = [
        Author(name=text(one.get("name")), mail=url.removeprefix("mailto:") if url.startswith("mailto:") else "")
        for one in found
        for url in (text(one.get("url")),)
    ]
    return [one for one in authors if one.name or one.mail]


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def text(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) else ""
