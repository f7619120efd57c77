"""A note as HTML: its hashtags lead to their pages, its lines stay lines."""

from urllib.parse import quote

from django.utils.safestring import SafeString

from sociable.kit.html import Resolve, from_markdown
from sociable.rooms.microblog.words import ADDRESS, HASHTAG, as_tag


def as_html(text: str, resolve: Resolve, scope: str) -> SafeString:
    return from_markdown(with_lines(with_links(text)), resolve=resolve, scope=scope)


def with_links(text: str) -> str:
    """Hashtags as links, but for what stands in code or in an address."""
    pieces, end = [], 0
    for kept in ADDRESS.finditer(text):
        pieces += [linked(text[end : kept.start()]), kept.group()]
        end = kept.end()
    return "".join([*pieces, linked(text[end:])])


def linked(text: str) -> str:
    return str(HASHTAG.sub(lambda one: f"[#{escaped(one['name'])}](/tags/{quote(as_tag(one['name']))}/)", text))


def escaped(name: str) -> str:
    return name.replace("_", "\\_")


def with_lines(text: str) -> str:
    """Line breaks as they were typed, where Markdown would flow them together."""
    return text.replace("\n", "  \n")
