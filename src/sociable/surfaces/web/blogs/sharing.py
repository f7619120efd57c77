"""What a public post says of itself to other sites: Open Graph, and schema.org as JSON-LD.

A block of JSON-LD is data: no browser runs it, and the policy that forbids inline scripts lets it stand.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from sociable.kit.html import from_markdown, to_text
from sociable.publics.models import ORGANISATION, Public
from sociable.rooms.blogs.models import Blog
from sociable.surfaces.web.cards import Card

EXCERPT = 300
UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
"""What could end the block it stands in."""
PICTURE = re.compile(r"!\[(?P<alt>[^\[\]]*)\]\((?P<path>/files/\d{1,15}/[^()\s]+)\)")
OWN = re.compile(r'(<(?:a|img)\b[^<>]*? (?:href|src)=")([/#](?!/))')
"""An address of this site, or of this text, in sanitised HTML."""


def absolute(path: str) -> str:
    return settings.HOME.rstrip("/") + path


def organisation() -> str:
    return str(Public.objects.get(pk=ORGANISATION).name or "Sociable")


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of a text: where it is, and what it shows."""

    address: str
    alt: str


def first_picture(text: str) -> Shown | None:
    """The first of our own pictures that a text shows: what another site may show beside the link."""
    found = PICTURE.search(text)
    return Shown(absolute(found["path"]), found["alt"]) if found else None


def elsewhere(html: str, path: str) -> str:
    """HTML as it may be read on another site: its addresses whole, those within the text leading to its own page."""
    return OWN.sub(lambda one: one[1] + (absolute(path) if one[2] == "#" else absolute("")) + one[2], html)


def excerpt(text: str) -> str:
    """How a text begins, without its marks."""
    words = ""
    for part in (2 * EXCERPT, 8 * EXCERPT):  # marks and addresses may take much of what is read
        words = " ".join(to_text(from_markdown(text[:part])).split())
        if len(words) > EXCERPT or len(text) <= part:
            break
    return Truncator(words).chars(EXCERPT)


def linked_data(card: Card, blog: Blog, path: str, begins: str) -> SafeString:
    """The post as a schema.org BlogPosting."""
    picture = first_picture(card.text)
    data: Mapping[str, object] = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": str(card.title),
        "description": begins,
        "datePublished": card.thing.published_at.isoformat(),
        "dateModified": card.thing.changed_at.isoformat(),
        "inLanguage": card.thing.language or None,
        "url": absolute(path),
        "mainEntityOfPage": absolute(path),
        "author": [
            {"@type": "Person", "name": credit.person.name} for credit in card.credits if is_author(credit.roles)
        ],
        "isPartOf": {"@type": "Blog", "name": blog.name},
        "publisher": {"@type": "Organization", "name": organisation()},
        "image": picture.address if picture else None,
    }
    text = json.dumps({key: value for key, value in data.items() if value}, ensure_ascii=False).translate(UNSAFE)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 (no < in it)


def is_author(roles: tuple[str, ...]) -> bool:
    return bool({"author", "co-author"} & set(roles))
