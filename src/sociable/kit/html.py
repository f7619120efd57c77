"""Text that people wrote, as HTML that is safe to show: CommonMark, then always the sanitiser. And HTML as text."""

from html import unescape
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdownify import MarkdownConverter

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def from_markdown(text: str) -> SafeString:
    """Sanitised HTML of a CommonMark text. Headings start at level 3: the page's own come first."""
    return mark_safe(nh3.clean(lower_headings(MARKDOWN.render(text))))  # noqa: S308 (just sanitised)


def lower_headings(html: str) -> str:
    for level in range(6, 0, -1):
        lowered = min(6, level + 2)
        html = html.replace(f"<h{level}>", f"<h{lowered}>").replace(f"</h{level}>", f"</h{lowered}>")
    return html


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
