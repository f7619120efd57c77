"""Text that people wrote, as HTML that is safe to show: Markdown, then always the sanitiser. And HTML as text."""

import re
from html import unescape

import nh3
from django.utils.safestring import SafeString, mark_safe
from html_to_markdown import ConversionOptions, convert

from sociable.kit.markdown import Heading, Resolve, Target, headings_of, references_in, render

OWN_ID = re.compile(r"^(?:fn|fnref|h-)[\w:-]*$")
"""Ids that footnotes and headings are given; any other could take the place of one of the page's own."""
HEADING = re.compile(r"<(/?)h([1-6])\b")


PLAIN = ConversionOptions(bullets="-", escape_asterisks=True, extract_metadata=False)
PICTURE = re.compile(r'<img(?: [\w-]+="[^"]*")*>')
"""As the sanitiser writes it, whatever it looked like before."""
TAG = re.compile(r"<(/?)([a-z0-9]+)")
DEEPEST = 300
"""Tags within tags, deeper than any person writes: from some thousand on, the converter drops what is in there."""
DESCRIPTION = re.compile(r' alt="([^"]*)"')
LANGUAGE = re.compile(r"^language-\S+$")


def known_value(tag: str, name: str, value: str) -> str | None:
    known = OWN_ID if name == "id" else LANGUAGE if (tag, name) == ("code", "class") else None
    return value if known is None or known.match(value) else None


SANITISER = nh3.Cleaner(
    tags=nh3.ALLOWED_TAGS | {"input", "label", "section"},
    attributes={
        **nh3.ALLOWED_ATTRIBUTES,
        **{f"h{level}": {"id"} for level in range(1, 7)},
        "a": {*nh3.ALLOWED_ATTRIBUTES["a"], "id"},
        "li": {"id"},
        "input": {"checked"},
        "code": {"class"},
    },
    set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}},
    allowed_classes={
        "a": {"footnote-backref", "missing", "page", "person"},
        "hr": {"footnotes-sep"},
        "li": {"footnote-item", "task"},
        "ol": {"footnotes-list"},
        "section": {"footnotes"},
        "sup": {"footnote-ref"},
    },
    attribute_filter=known_value,
)


def from_markdown(
    text: str, *, resolve: Resolve | None = None, top: int = 3, scope: str = "", anchors: bool = False
) -> SafeString:
    """Sanitised HTML of a Markdown text. Headings start at level `top`: the page's own come first.

    `resolve` says where `[[pages]]` and `@[people]` lead; without it they are words. `scope` keeps the ids of several
    texts on one page apart; `anchors` gives headings an id.
    """
    html = SANITISER.clean(render(text, {"resolve": resolve, "docId": scope, "anchors": anchors}))
    return mark_safe(HEADING.sub(lambda tag: f"<{tag[1]}h{min(6, int(tag[2]) + top - 1)}", html))  # noqa: S308 (just sanitised)


def to_markdown(html: str) -> str:
    """HTML of unknown makers as Markdown: without scripts, styles and pictures; a picture's description stays."""
    clean = PICTURE.sub(described, nh3.clean(html))
    text = "" if depth_of(clean) > DEEPEST else convert(clean, PLAIN).content or ""
    return text.strip() or to_text(html).strip()


def depth_of(clean: str) -> int:
    """How deep the tags of sanitised HTML are nested."""
    deepest = depth = 0
    for closing, name in TAG.findall(clean):
        depth += 0 if name in ("br", "hr", "wbr", "col") else -1 if closing else 1
        deepest = max(deepest, depth)
    return deepest


def described(picture: re.Match[str]) -> str:
    said = DESCRIPTION.search(picture[0])
    return said[1] if said else ""


def to_text(html: str) -> str:
    """The words of some HTML."""
    return unescape(nh3.clean(html, tags=set()))


__all__ = ["Heading", "Resolve", "Target", "from_markdown", "headings_of", "references_in", "to_markdown", "to_text"]
