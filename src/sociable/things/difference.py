"""What changed from one text to another, word by word.

Lines are matched first, then words within lines that differ; both by the longest common runs (Ratcliff and Obershelp,
1988, as the standard library has it).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
WORD = re.compile(r"\w+")
MOST = 3_000
"""Words and marks of a passage that are compared one by one; a longer one that changed is told as a whole."""

Kind = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the text: as it was and is, as it was only, or as it is only."""

    kind: Kind
    text: str

    @property
    def words(self) -> int:
        return len(WORD.findall(self.text))


def difference(before: str, after: str) -> list[Piece]:
    """The pieces of both texts in their order: those not new make the one, those not gone the other."""
    return [
        piece
        for old, new in passages(before.splitlines(keepends=True), after.splitlines(keepends=True))
        for piece in pieces("".join(old), "".join(new))
    ]


def pieces(old: str, new: str) -> Iterator[Piece]:
    if old == new:
        yield from piece("same", old)
        return
    words = TOKEN.findall(old), TOKEN.findall(new)
    if max(map(len, words)) > MOST:
        words = [old], [new]
    for was, now in passages(*words):
        if was == now:
            yield from piece("same", "".join(was))
        else:
            yield from piece("gone", "".join(was))
            yield from piece("new", "".join(now))


def piece(kind: Kind, text: str) -> Iterator[Piece]:
    if text:
        yield Piece(kind, text)


Passage = tuple[Sequence[str], Sequence[str]]


def passages(before: Sequence[str], after: Sequence[str]) -> Iterator[Passage]:
    """Both sequences cut where they agree and where they do not. What they begin and end with alike costs nothing."""
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    tail = next((n for n in range(shorter - head) if before[-1 - n] != after[-1 - n]), shorter - head)
    middle = before[head : len(before) - tail], after[head : len(after) - tail]
    if head:
        yield before[:head], after[:head]
    for _step, i1, i2, j1, j2 in SequenceMatcher(None, *middle).get_opcodes():
        yield middle[0][i1:i2], middle[1][j1:j2]
    if tail:
        yield before[len(before) - tail :], after[len(after) - tail :]
