"""Markdown as people write it here: CommonMark, tables, footnotes, task lists, bare addresses, [[pages]] and @[people].

What it makes is not safe to show yet: `sociable.kit.html` sanitises it, always.
"""

import re
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.footnote import footnote_plugin

LONGEST_WORD = 2_000
"""A text with a word longer than this is not searched for addresses: that takes time by the square."""
OF_HTML = frozenset(nh3.ALLOWED_TAGS)
ATTRIBUTE = r"""(?:\s+[a-z_:][\w.:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)"""
TAG = re.compile(rf"<(?:!--(?:-?>|.*?-->)|/?(?P<name>[a-z][a-z0-9-]*){ATTRIBUTE}*\s*/?>)|<", re.DOTALL | re.IGNORECASE)
"""A comment, a whole tag, or what only begins like one."""
REFERENCE = re.compile(r"(?:@\[(?P<person>[^\[\]\n|]+)|\[\[(?P<page>[^\[\]\n|]+))(?:\|(?P<shown>[^\[\]\n]+))?\]")
TASK = re.compile(r"\[([ xX])\][ \t]+")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a `[[page]]` or `@[person]` leads. One that is missing yet is shown so."""

    href: str
    is_missing: bool = False


Resolve = Callable[[str, str], Target | None]
"""Given "page" or "person" and what was written, says where that leads; None leaves it as words.

For a person, what stands after a bar (`@[Ada Lovelace|12]`) tells namesakes apart, and is given with the name.
"""


def references(state: StateInline, silent: bool) -> bool:
    """`[[page]]`, `[[page|shown words]]`, `@[person]`: links, where somebody knows where they lead."""
    resolve: Resolve | None = state.env.get("resolve")
    found = REFERENCE.match(state.src, state.pos, state.posMax) if resolve and state.src[state.pos] in "@[" else None
    if not found or not resolve:
        return False
    is_page = found["page"] is not None
    end = found.end() + (1 if is_page else 0)
    if is_page and state.src[found.end() : end] != "]":
        return False
    if not silent:
        say_reference(state, found, resolve)
    state.pos = end
    return True


def say_reference(state: StateInline, found: re.Match[str], resolve: Resolve) -> None:
    kind = "page" if found["page"] is not None else "person"
    name = found[kind].strip()
    asked = f"{name}|{found['shown'].strip()}" if kind == "person" and found["shown"] else name
    target = resolve(kind, asked)
    if target:
        looks = ("missing",) if target.is_missing else ()
        opened = state.push("link_open", "a", 1)
        opened.attrs = {"href": target.href, "class": " ".join((kind, *looks))}
    words = state.push("text", "", 0)
    words.content = f"@{name}" if kind == "person" else (found["shown"] or name).strip()
    if target:
        state.push("link_close", "a", -1)


def task_lists(state: StateCore) -> None:
    """A list item that begins with `[ ]` or `[x]` shows a box, whose label is the item."""
    for item, _paragraph, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if item.type != "list_item_open" or inline.type != "inline" or not inline.children:
            continue
        first = inline.children[0]
        found = TASK.match(first.content) if first.type == "text" else None
        if not found:
            continue
        item.attrJoin("class", "task")
        first.content = first.content[found.end() :]
        box = Token("task_open", "", 0, meta={"done": found[1] != " "})
        inline.children = [box, *inline.children, Token("task_close", "", 0)]


def anchors(state: StateCore) -> None:
    """Headings that can be pointed at, where that is asked for."""
    if not state.env.get("anchors"):
        return
    taken: dict[str, int] = {}
    for opened, inline in pairwise(state.tokens):
        if opened.type == "heading_open":
            words = words_of(inline.children or ())
            slug = "-".join(re.findall(r"\w+", words.lower())) or "part"
            taken[slug] = taken.get(slug, 0) + 1
            number = f"-{taken[slug]}" if taken[slug] > 1 else ""
            opened.attrSet("id", f"h-{state.env.get('docId', '')}{slug}{number}")


def words_of(tokens: Sequence[Token]) -> str:
    return "".join(one.content for one in tokens if one.type in ("text", "code_inline"))


def only_known_tags(html: str) -> str:
    """HTML that somebody wrote, where an unknown tag is the words it may have been meant as: List<String>."""
    comments_end = (
        html.rfind("-->") + len("-->") if "-->" in html else 0
    )  # from there on, none is looked for: that would take time by the square
    return "".join(TAG.sub(shown, part) for part in (html[:comments_end], html[comments_end:].replace("<!", "&lt;!")))


def shown(tag: re.Match[str]) -> str:
    return tag[0] if is_known(tag) else tag[0].replace("<", "&lt;")


def is_known(tag: re.Match[str]) -> bool:
    return tag["name"].lower() in OF_HTML if tag["name"] else len(tag[0]) > 1


Env = MutableMapping[str, Any]


class Renderer(RendererHTML):
    def html_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        return only_known_tags(tokens[idx].content)

    def html_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        return only_known_tags(tokens[idx].content)

    def task_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        return f'<label><input type="checkbox" disabled{" checked" if tokens[idx].meta["done"] else ""}> '

    def task_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        return "</label>"


def parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": True, "linkify": True}, renderer_cls=Renderer).enable(["table", "linkify"])
    made.use(footnote_plugin, inline=False)
    made.inline.ruler.before("link", "references", references)
    made.core.ruler.after("inline", "task_lists", task_lists)
    made.core.ruler.push("anchors", anchors)
    assert made.linkify
    made.linkify.set({"fuzzy_link": False})
    return made


MARKDOWN = parser()
UNLINKED = parser().disable("linkify")


def render(text: str, env: Env) -> str:
    longest = max(map(len, text.split()), default=0)
    return str((MARKDOWN if longest <= LONGEST_WORD else UNLINKED).render(text, env))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text: its level there, the id it is shown with, its words."""

    level: int
    id: str
    words: str


def headings_of(text: str, *, scope: str = "") -> list[Heading]:
    """The headings of a text, in its order: its table of contents."""
    tokens = UNLINKED.parse(text, {"anchors": True, "docId": scope})
    return [
        Heading(int(opened.tag[1]), str(opened.attrs["id"]), words_of(inline.children or ()))
        for opened, inline in pairwise(tokens)
        if opened.type == "heading_open"
    ]


def references_in(text: str) -> list[tuple[str, str]]:
    """What a text refers to: ("page", its name) or ("person", as written), each once, in its order."""
    found: dict[tuple[str, str], None] = {}

    def note(kind: str, name: str) -> None:
        found[kind, name] = None

    UNLINKED.parse(text, {"resolve": note})
    return list(found)
