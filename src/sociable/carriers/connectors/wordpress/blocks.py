"""WordPress' own marks in its HTML: blocks, shortcodes, and paragraphs that are only blank lines."""

import json
import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

BLOCK = re.compile(
    r"<!--\s*(?P<end>/)?wp:(?P<name>[a-z][a-z0-9/_-]*)\s+(?P<said>\{.*?\}\s+)?(?P<alone>/)?-->", re.DOTALL
)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
NEXT = re.compile(r"<!--\s*nextpage\s*-->")
SILENT = frozenset({"spacer", "more", "nextpage", "separator", "block", "navigation-link"})
"""Blocks that say nothing by themselves."""

SHORTCODE = re.compile(r"\[(?P<name>[A-Za-z][\w-]*)(?P<said>(?:\s[^\[\]]*?)?)(?P<alone>/)?\]")
ESCAPED = re.compile(r"\[(\[[A-Za-z][\w-]*[^\[\]]*\])\]")
SAID = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))")
PLAYED = frozenset({"audio", "video"})
SOURCES = ("src", "mp3", "ogg", "wav", "m4a", "flac", "mp4", "webm", "m4v", "ogv")

WHOLE = frozenset({"pre", "ul", "ol", "dl", "table", "figure", "blockquote", "p", "script", "style", "form", "h1"})
WHOLE |= {"h2", "h3", "h4", "h5", "h6"}
OPENING = re.compile(rf"<({'|'.join(sorted(WHOLE, key=len, reverse=True))})\b[^>]*>", re.IGNORECASE)
DIVIDING = re.compile(
    r"</?(?:div|section|article|aside|header|footer|main|nav|hr|center|address)\b[^>]*>", re.IGNORECASE
)

Pictures = Callable[[str], str]
"""From the number of an attachment to the HTML that shows it, or ''; a blank number stands for all of the post."""


def is_blocks(content: str) -> bool:
    return "<!-- wp:" in content


def without_blocks(content: str, reused: Callable[[str], str], depth: int = 3) -> str:
    """The HTML inside the blocks; one that only a program could fill is named, as a shortcode is."""

    def shown(mark: re.Match[str]) -> str:
        if not mark["alone"]:
            return ""
        said = attributes(mark["said"])
        if mark["name"] == "block" and depth:
            return without_blocks(reused(str(said.get("ref", ""))), reused, depth - 1)
        return "" if mark["name"] in SILENT else f"<p>{escape(in_brackets(mark['name'], said), quote=False)}</p>"

    return COMMENT.sub("", NEXT.sub("<hr>", BLOCK.sub(shown, content)))


def attributes(said: str | None) -> dict[str, Any]:
    try:
        found = json.loads(said or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def in_brackets(name: str, said: dict[str, Any]) -> str:
    words = [name, *(f'{key}="{value}"' for key, value in said.items() if isinstance(value, str | int | float))]
    return f"[{' '.join(words)}]"


def unfilled(content: str) -> Iterator[str]:
    """Names of the blocks in it that only a program could fill."""
    for mark in BLOCK.finditer(content):
        if mark["alone"] and mark["name"] not in SILENT:
            yield mark["name"]


def unknown_shortcodes(content: str) -> Iterator[str]:
    """Names of what looks like a shortcode that we do not know: with something said in it, or ended by its own."""
    for code in SHORTCODE.finditer(COMMENT.sub("", content)):
        name = code["name"]
        if name not in KNOWN and (SAID.search(code["said"]) or f"[/{name}]" in content):
            yield name


def without_shortcodes(content: str, pictures: Pictures) -> str:
    """What the shortcodes that WordPress itself knows would show. Others stay as they were written."""
    held: list[str] = []

    def hold(escaped: re.Match[str]) -> str:
        held.append(escaped[1])
        return f"\ue0f0{len(held) - 1}\ue0f1"

    content = ESCAPED.sub(hold, content)
    for name, show in KNOWN.items():
        content = re.sub(
            rf"\[{name}(?P<said>(?:\s[^\]]*?)?)(?:/\]|\](?:(?P<inside>(?:(?!\[{name}\b).)*?)\[/{name}\])?)",
            lambda code, show=show: show(told(code["said"]), code["inside"] or "", pictures),  # type: ignore[misc]
            content,
            flags=re.DOTALL,
        )
    return re.sub("\ue0f0(\\d+)\ue0f1", lambda place: held[int(place[1])], content)


def told(said: str) -> dict[str, str]:
    return {one[1].lower(): one[2] or one[3] or one[4] or "" for one in SAID.finditer(said)}


def caption(said: dict[str, str], inside: str, pictures: Pictures) -> str:
    shown = re.match(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", inside, re.DOTALL)
    words = (shown[2] if shown else "").strip() or said.get("caption", "")
    return f"<figure>{shown[1] if shown else inside}<figcaption>{words}</figcaption></figure>"


def gallery(said: dict[str, str], inside: str, pictures: Pictures) -> str:
    numbers = re.findall(r"\d+", said.get("ids", said.get("include", "")))
    return "".join(f"<p>{shown}</p>" for number in numbers or [""] if (shown := pictures(number)))


def embed(said: dict[str, str], inside: str, pictures: Pictures) -> str:
    return f"<p>{inside.strip() or said.get('src', '')}</p>"


def played(said: dict[str, str], inside: str, pictures: Pictures) -> str:
    address = next((said[one] for one in SOURCES if said.get(one)), "")
    return f'<p><a href="{escape(address)}">{escape(address.rpartition("/")[2])}</a></p>' if address else inside


KNOWN = {
    "wp_caption": caption,
    "caption": caption,
    "gallery": gallery,
    "embed": embed,
    "audio": played,
    "video": played,
}


def in_paragraphs(html: str) -> str:
    """Text as it was typed before there were blocks: a blank line ends a paragraph, a new line is one."""
    found = []
    for piece, is_whole in pieces(html.replace("\r\n", "\n").replace("\r", "\n")):
        found += [piece] if is_whole else list(paragraphs(piece))
    return "\n\n".join(found)


def pieces(html: str) -> Iterator[tuple[str, bool]]:
    """The HTML cut at elements that stand for themselves, each whole with all that is in it."""
    place = 0
    while opening := OPENING.search(html, place):
        end = end_of(html, opening)
        yield html[place : opening.start()], False
        yield html[opening.start() : end], True
        place = end
    yield html[place:], False


def end_of(html: str, opening: re.Match[str]) -> int:
    """Where the element ends: its own end, not that of one of the same name in it."""
    depth, name = 0, re.escape(opening[1])
    for tag in re.compile(rf"<(/?){name}\b[^>]*>", re.IGNORECASE).finditer(html, opening.start()):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return opening.end()


def paragraphs(text: str) -> Iterator[str]:
    for piece in re.split(r"\n\s*\n", DIVIDING.sub("\n\n\\g<0>\n\n", text)):
        if DIVIDING.fullmatch(piece.strip()):
            yield piece.strip()
        elif piece.strip():
            yield f"<p>{piece.strip().replace(chr(10), '<br>' + chr(10))}</p>"
