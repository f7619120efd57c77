"""Text that people wrote, as HTML that is safe to show: Markdown, then always the sanitiser. And HTML as text."""

import re
from html import unescape
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdownify import MarkdownConverter

from sociable.kit.markdown import Heading, Resolve, Target, headings_of, references_in, render

OWN_ID = re.compile(r"^(?:fn|fnref|h-)[\w:-]*$")
"""Ids that footnotes and headings are given; any other could take the place of one of the page's own."""
HEADING = re.compile(r"<(/?)h([1-6])\b")


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
    clean = nh3.clean(html)
    try:
        text = Converter(heading_style="atx", bullets="-", escape_underscores=False).convert(f"<div>{clean}</div>")
    except RecursionError:  # nested deeper than any person writes
        text = to_text(html)
    return str(text).strip()


def to_text(html: str) -> str:
    """The words of some HTML."""
    return unescape(nh3.clean(html, tags=set()))


class Converter(MarkdownConverter):
    def convert_img(self, tag: Any, text: str, parent_tags: set[str]) -> str:
        return str(tag.attrs.get("alt") or "")


__all__ = ["Heading", "Resolve", "Target", "from_markdown", "headings_of", "references_in", "to_markdown", "to_text"]
