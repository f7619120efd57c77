"""A table of wikitext as one of Markdown: a cell over several columns leaves the others blank."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mwparserfromhell.nodes import Tag
from mwparserfromhell.wikicode import Wikicode

from sociable.carriers.connectors.mediawiki.held import IN_CELL

WIDEST = 60
TALLEST = 100
MARK = re.compile("\ue010[*#:;]")

Inline = Callable[[Wikicode], str]


@dataclass(frozen=True, slots=True)
class Cell:
    words: str
    is_head: bool
    columns: int
    rows: int


def in_markdown(table: Tag, inline: Inline) -> str:
    """Caption, head and rows; every row as long as the longest."""
    caption = next((in_cell(inline(one.contents)) for one in tags(table, "caption")), "")  # of a table in HTML
    rows = grid([[cell_of(one, inline) for one in tags(row, "td", "th")] for row in rows_of(table)])
    rows = [row for row in rows if row]
    if not rows:
        return caption
    width = max(map(len, rows))
    padded = [[*row, *[("", False)] * (width - len(row))] for row in rows]
    head = padded.pop(0) if all(is_head for words, is_head in padded[0] if words) else [("", True)] * width
    lines = [line(head), "|" + " --- |" * width, *(line(row) for row in padded)]
    return (f"*{caption}*\n\n" if caption else "") + "\n".join(lines)


def line(row: list[tuple[str, bool]]) -> str:
    return "| " + " | ".join(words for words, _is_head in row) + " |"


def tags(parent: Tag, *names: str) -> Iterator[Tag]:
    for node in parent.contents.nodes if parent.contents is not None else ():
        if isinstance(node, Tag) and str(node.tag).strip().lower() in names:
            yield node


def rows_of(table: Tag) -> Iterator[Tag]:
    """The rows; cells before the first of them make one."""
    if any(True for _cell in tags(table, "td", "th")):
        yield table
    for part in tags(table, "tr", "thead", "tbody", "tfoot"):
        if str(part.tag).strip().lower() == "tr":
            yield part
        else:
            yield from tags(part, "tr")


def cell_of(tag: Tag, inline: Inline) -> Cell:
    return Cell(in_cell(inline(tag.contents)), str(tag.tag).strip() == "th", span(tag, "colspan"), span(tag, "rowspan"))


def span(tag: Tag, name: str) -> int:
    said = str(tag.get(name).value).strip() if tag.has(name) else ""
    return max(1, min(int(said), WIDEST if name == "colspan" else TALLEST)) if said.isdecimal() else 1


def in_cell(words: str) -> str:
    """On one line, without what would end the cell."""
    line = "<br>".join(part.strip() for part in MARK.sub("", words).strip().split("\n") if part.strip())
    return line.replace("|", "\\|").replace("\ue000", IN_CELL)


def grid(rows: list[list[Cell]]) -> list[list[tuple[str, bool]]]:
    made: list[list[tuple[str, bool]]] = []
    below: dict[int, int] = {}
    for row in rows:
        line: list[tuple[str, bool]] = []
        for cell in row:
            fill(line, below)
            begins = len(line)
            line += [(cell.words, cell.is_head), *[("", cell.is_head)] * (cell.columns - 1)]
            if cell.rows > 1:
                below |= dict.fromkeys(range(begins, len(line)), cell.rows - 1)
        fill(line, below)
        made.append(line[: 2 * WIDEST])
    return made


def fill(line: list[tuple[str, bool]], below: dict[int, int]) -> None:
    """Blank cells under those that reach down."""
    while below.get(len(line), 0) > 0:
        below[len(line)] -= 1
        line.append(("", False))
