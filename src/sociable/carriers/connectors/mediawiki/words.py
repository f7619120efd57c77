"""Wikitext as our Markdown: what it says stays, however little of how it looked can."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

import mwparserfromhell
from mwparserfromhell.nodes import Argument, Comment, ExternalLink, Heading, HTMLEntity, Tag, Template, Text, Wikilink

from sociable.carriers.connectors.mediawiki import lists, tables
from sociable.carriers.connectors.mediawiki.held import Held, inline
from sociable.carriers.connectors.mediawiki.links import Links, with_caption
from sociable.carriers.connectors.mediawiki.lost import TAG, Lost
from sociable.carriers.connectors.mediawiki.names import Names
from sociable.carriers.connectors.mediawiki.notes import Notes
from sociable.carriers.connectors.mediawiki.templates import Expansion

HEADING = re.compile(r"^(?==+[^=\n].*=[ \t]*$)", re.MULTILINE)
CAPTION = re.compile(r"^([ \t:]*\{\|[^\n]*\n)\|\+(?:[^\n|\[{]*\|(?!\|))?[ \t]*([^\n]*)\n", re.MULTILINE)
SWITCH = re.compile(r"__[A-ZÀ-Ý]{3,}__")
LITERAL = re.compile(r"[\\`*\[\]<]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)")
TRAIL = re.compile(r"[a-zà-öø-ÿ]+")
KEPT = frozenset({"sub", "sup", "kbd", "del", "ins", "s", "u", "small", "abbr", "mark", "var", "samp", "q", "cite"})
SILENT = frozenset({"references", "noinclude", "includeonly", "onlyinclude", "templatestyles"})
CONTAINERS = frozenset({"div", "center", "p", "poem", "section", "figure", "blockquote", "article"})
PLAIN = frozenset({"span", "font", "big", "bdi", "bdo", "dfn", "a", "data", "time", "nobr", "ruby", "rb", "rt", "rp"})
STRONG = {"b": "**", "strong": "**", "i": "*", "em": "*"}
REMEMBERED = 4_000
"""Passages: from one version of a page to the next, most of them stay."""
FIRST_INNER = 1_000_000


@dataclass(frozen=True, slots=True)
class Said:
    """A text or a passage of one as Markdown. `lost` names what in it could not be kept."""

    text: str
    notes: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    lost: frozenset[Lost] = frozenset()


class Translator:
    """Turns texts of one dump into Markdown."""

    def __init__(self, names: Names, bodies: Mapping[str, str], files: Container[str]) -> None:
        self.names, self.bodies, self.files = names, bodies, files
        self.passage = lru_cache(REMEMBERED)(self.translated)

    def __call__(self, text: str, title: str) -> Said:
        held = Held()
        taken = held.take(SWITCH.sub("", text.replace("\r\n", "\n")))
        # What a passage says depends on its page only by the page's name: a template may ask for it too.
        said = [self.passage(one, title if "{{" in one or "/" in one else "") for one in passages(taken)]
        notes = {label: words for one in said for label, words in one.notes.items() if words}
        whole = "\n\n".join(one.text for one in said if one.text)
        below = "\n".join(f"[^{label}]: {words}" for label, words in notes.items())
        whole = held.back(f"{whole}\n\n{below}" if below else whole)
        tags = dict.fromkeys(tag for one in said for tag in one.tags)
        return Said(whole.strip("\n"), {}, tuple(tags), frozenset().union(*(one.lost for one in said)))

    def translated(self, text: str, title: str) -> Said:
        return Passage(self, title).said(text)


def passages(text: str) -> list[str]:
    """The text cut before its headings, but for those within a table or a template."""
    made: list[str] = []
    for part in HEADING.split(text):
        if made and any(made[-1].count(begin) > made[-1].count(end) for begin, end in (("{{", "}}"), ("{|", "|}"))):
            made[-1] += part
        else:
            made.append(part)
    return made


class Passage:
    """A passage on its way into Markdown."""

    def __init__(self, whole: Translator, title: str) -> None:
        self.held = Held(first=FIRST_INNER)
        self.templates = Expansion(whole.names, whole.bodies, title, self.held)
        self.links = Links(whole.names, whole.files, title, self.of)
        self.notes = Notes(self.of)
        self.lost: set[Lost] = set()

    def said(self, text: str) -> Said:
        text = CAPTION.sub(lambda one: f"''{one[2].strip()}''\n\n{one[1]}", self.templates.filled(text))
        shown = lists.in_blocks(self.of(text))
        shown = re.sub(r"\n{3,}", "\n\n", self.held.back(shown))
        notes = {label: self.held.back(words) for label, words in self.notes.said.items()}
        lost = self.lost | self.templates.kept | self.links.lost
        return Said(shown.strip("\n"), notes, tuple(self.links.tags), frozenset(lost))

    def of(self, code: object) -> str:
        """Inline Markdown of some wikitext; what needs lines of its own is held."""
        made = ""
        for node in mwparserfromhell.parse(code).nodes:
            if isinstance(node, Text):
                words = str(node)
                if made.endswith("]]") and (trail := TRAIL.match(words)):
                    made, words = with_trail(made, trail[0]), words[trail.end() :]
                made += LITERAL.sub(lambda mark: f"\\{mark[0]}", words)
            else:
                made += self.node(node)
        return made

    def node(self, node: object) -> str:
        if isinstance(node, Wikilink):
            return self.links.shown(node)
        if isinstance(node, Tag):
            return self.tag(node)
        if isinstance(node, ExternalLink):
            return self.address(node)
        if isinstance(node, Heading):
            return self.block(f"{'#' * node.level} {' '.join(self.of(node.title).split())}")
        if isinstance(node, HTMLEntity):
            return LITERAL.sub(lambda mark: f"\\{mark[0]}", unescape(str(node)))
        if isinstance(node, Template | Argument):
            return self.held.hold(inline(str(node)))
        return "" if isinstance(node, Comment) else str(node)

    def block(self, text: str) -> str:
        return f"\n\n{self.held.hold(text)}\n\n"

    def address(self, link: ExternalLink) -> str:
        url = str(link.url).strip().replace("<", "%3C").replace(">", "%3E")
        words = " ".join(self.of(link.title).split()) if link.title is not None else ""
        if "\ue000" in url or " " in url or not re.match(r"(?:https?|ftp|mailto|tel|irc):", url):
            return words or LITERAL.sub(lambda mark: f"\\{mark[0]}", url)
        return f"[{words}](<{url}>)" if words else f"<{url}>"

    def tag(self, tag: Tag) -> str:
        name, mark = str(tag.tag).strip().lower(), str(tag.wiki_markup or "")
        if name in ("li", "dt", "dd") and mark:
            return f"{lists.SIGN}{mark[0]}"
        if name == "table":
            return self.block(tables.in_markdown(tag, self.of))
        if name in ("br", "wbr"):
            return "<br>" if name == "br" else ""
        if name == "hr":
            return self.block("---")
        if name == "ref":
            return self.notes.mark(tag)
        if name == "gallery":
            return self.gallery(str(tag.contents))
        return self.marked(name, tag)

    def marked(self, name: str, tag: Tag) -> str:
        inside = self.of(tag.contents) if tag.contents is not None else ""
        if name in STRONG:
            return around(inside, STRONG[name])
        if name in KEPT:
            return f"<{name}>{inside}</{name}>" if inside.strip() else inside
        if name in CONTAINERS:
            if name == "poem":
                inside = inside.strip("\n").replace("\n", "<br>")
            if name == "blockquote":
                quoted = lists.in_blocks(inside)
                return self.block("\n".join(f"> {line}".rstrip() for line in quoted.split("\n")))
            return f"\n\n{inside}\n\n"
        if name in SILENT:
            return ""
        if name in PLAIN:
            return inside
        if name in ("li", "ul", "ol", "dl", "dt", "dd"):
            return f"\n{lists.SIGN}*{inside.strip()}\n" if name in ("li", "dd", "dt") else f"\n{inside}\n"
        self.lost.add((TAG, name[:40]))
        return self.held.hold(inline(str(tag)))

    def gallery(self, inside: str) -> str:
        shown = []
        for line in inside.splitlines():
            name, _bar, words = line.strip().partition("|")
            if name:
                target = name if self.links.names.split(name)[0] else f"File:{name}"
                caption = " ".join(self.of(words).split())
                shown.append(with_caption(self.links.image(target, caption), caption))
        return "\n\n" + "\n\n".join(shown) + "\n\n"


def around(inside: str, mark: str) -> str:
    """Words between marks; blanks stay outside, for Markdown would not take the marks for such."""
    core = inside.strip()
    if not core or "\n\n" in core:
        return inside
    begin = inside[: len(inside) - len(inside.lstrip())]
    return f"{begin}{mark}{core}{mark}{inside[len(inside.rstrip()) :]}"


def with_trail(made: str, trail: str) -> str:
    """A link's words go on to the end of the word behind it: [[Rule]]s."""
    begin = made.rindex("[[")
    inside = made[begin + 2 : -2]
    page, _bar, words = inside.partition("|")
    return f"{made[:begin]}[[{page}|{words or page}{trail}]]"
