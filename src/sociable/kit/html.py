"""Text that people wrote, as HTML that is safe to show: CommonMark, then always the sanitiser."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def from_markdown(text: str) -> SafeString:
    """Sanitised HTML of a CommonMark text. Headings start at level 3: the page's own come first."""
    return mark_safe(nh3.clean(lower_headings(MARKDOWN.render(text))))  # noqa: S308 (just sanitised)


def lower_headings(html: str) -> str:
    for level in range(6, 0, -1):
        lowered = min(6, level + 2)
        html = html.replace(f"<h{level}>", f"<h{lowered}>").replace(f"</h{level}>", f"</h{lowered}>")
    return html
