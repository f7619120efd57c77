"""The HTML of a post or a comment as our Markdown: pictures, blocks and shortcodes stay legible, and nothing runs."""

import re
from html import escape, unescape
from typing import Protocol

import nh3

from sociable.carriers.connectors.wordpress.blocks import (
    in_paragraphs,
    is_blocks,
    without_blocks,
    without_shortcodes,
)
from sociable.kit.html import to_markdown

TAG = re.compile(r"(<[^>]*>)")
IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"([a-zA-Z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
FRAME = re.compile(
    r"<(?P<tag>iframe|video|audio|object|embed)\b(?P<said>[^>]*)>(?P<inside>.*?)(?:</(?P=tag)>|$)",
    re.IGNORECASE | re.DOTALL,
)
UNSEEN = re.compile(r"<(script|style)\b[^>]*>.*?</\1>", re.IGNORECASE | re.DOTALL)
CAPTION = re.compile(r"<figcaption\b[^>]*>(.*?)</figcaption>", re.IGNORECASE | re.DOTALL)
SLANTED = re.compile(r"</?(?:em|i|cite)\b[^>]*>", re.IGNORECASE)
LINK = re.compile(r'(<a\b[^>]*?\bhref=)(["\'])(.*?)\2', re.IGNORECASE | re.DOTALL)
SMALL = re.compile(r"<(sub|sup)>(\d+)</\1>")
DIGITS = {
    "sub": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"),
    "sup": str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
}
LITERAL = re.compile(r"https?://[^\s<]+|&lt;|[\[\]`]|(?<!\w)_|_(?!\w)")
"""What Markdown would take for a mark, in words that meant none; addresses of the web stay as they are."""
FIRST, LAST = 0xE100, 0xE104
MARKS = {"[": "\ue100", "]": "\ue101", "`": "\ue102", "_": "\ue103", "&lt;": "\ue104"}
BACK = {chr(FIRST): "\\[", "\ue101": "\\]", "\ue102": "\\`", "\ue103": "\\_", chr(LAST): "\\<"}
SHOWN = re.compile("\ue110(\\d+)\ue111")
KEPT_TAGS = nh3.ALLOWED_TAGS - {"mark", "img"}


class Atlas(Protocol):
    """What a text needs to know of the rest of its file."""

    def pictures(self, number: str, of: str) -> list[tuple[str, str]]:
        """Address and description of an attachment by its number; of all those of a post where that is blank."""

    def reused(self, number: str) -> str:
        """What a block that is used in several posts says."""

    def place(self, address: str) -> str:
        """Where what stood at that address is to be found here; '' for what is not ours."""


def in_markdown(content: str, atlas: Atlas, number: str) -> str:
    """The post or the page of that number, with its blocks and shortcodes."""

    def picture(wanted: str) -> str:
        return "</p><p>".join(shown(address, alt) for address, alt in atlas.pictures(wanted, number))

    html = without_shortcodes(without_blocks(content, atlas.reused), picture)
    return from_html(html if is_blocks(content) else in_paragraphs(html), atlas)


def shown(address: str, alt: str) -> str:
    return f'<img src="{escape(address)}" alt="{escape(alt)}">'


def remark_in_markdown(content: str, atlas: Atlas) -> str:
    """A comment: no shortcode is one there."""
    return from_html(in_paragraphs(content), atlas)


def from_html(html: str, atlas: Atlas) -> str:
    pictures: list[str] = []

    def hold(tag: re.Match[str]) -> str:
        said = attributes(tag[0])
        pictures.append(picture_or_link(said.get("src", ""), said.get("alt", ""), atlas))
        return f"\ue110{len(pictures) - 1}\ue111"

    html = IMAGE.sub(hold, FRAME.sub(framed, UNSEEN.sub("", html)))
    html = CAPTION.sub(lambda one: f"<p><em>{SLANTED.sub('', one[1]).strip()}</em></p>" if one[1].strip() else "", html)
    html = LINK.sub(lambda link: f"{link[1]}{link[2]}{followed(link[3], atlas)}{link[2]}", html)
    clean = SMALL.sub(lambda one: one[2].translate(DIGITS[one[1]]), nh3.clean(html, tags=KEPT_TAGS))
    text = to_markdown(literally(clean))
    for mark, back in BACK.items():
        text = text.replace(mark, back)
    return SHOWN.sub(lambda place: pictures[int(place[1])], text)


def attributes(tag: str) -> dict[str, str]:
    return {one[1].lower(): unescape(one[2] or one[3] or "") for one in ATTRIBUTE.finditer(tag)}


def picture_or_link(address: str, alt: str, atlas: Atlas) -> str:
    """A picture that is ours, as such; of any other a link, for no page of ours fetches from elsewhere."""
    words = " ".join(re.sub(r"[\[\]\\<>`*_]", " ", alt).split())
    if place := atlas.place(address):
        return f"![{words}]({place})"
    return f"[{words or address.rpartition('/')[2]}](<{address}>)" if address.startswith("http") else words


def framed(frame: re.Match[str]) -> str:
    """What a page of ours does not run or embed is a link."""
    said = attributes(frame["said"])
    inner = re.search(r"<source\b[^>]*>", frame["inside"] or "", re.IGNORECASE)
    address = said.get("src") or said.get("data") or (attributes(inner[0]).get("src", "") if inner else "")
    return f'<p><a href="{escape(address)}">{escape(address)}</a></p>' if address else ""


def followed(address: str, atlas: Atlas) -> str:
    return atlas.place(unescape(address)) or address


def literally(clean: str) -> str:
    """Sanitised HTML in whose words nothing is a mark of Markdown, but for code, where nothing is one anyway."""
    found, code = [], 0
    for piece in TAG.split(clean):
        if piece.startswith("<"):
            code += (piece in ("<code>", "<pre>")) - (piece in ("</code>", "</pre>"))
            found.append(piece)
        else:
            found.append(piece if code else LITERAL.sub(lambda one: MARKS.get(one[0], one[0]), piece))
    return "".join(found)
