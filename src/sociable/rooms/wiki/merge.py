"""Two people changed one text: both changes, joined. Line by line, and word by word where both changed a line.

The three-way merge of diff3 (Khanna, Kunal and Pierce, 2007): what both sides kept of the base cuts the text into
chunks; a chunk that one side changed is taken from it; one that both changed, differently, is a conflict. Pure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

WORDS = re.compile(r"\w+|[^\w\s]+|\s+")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A passage that both changed, each in their way."""

    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The joined text; where there are conflicts it holds both passages, theirs first, and loses nothing."""

    text: str
    conflicts: tuple[Conflict, ...] = ()


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Joins what two sides made of one text."""
    parts: list[str] = []
    conflicts: list[Conflict] = []
    for chunk in chunks(*(text.splitlines(keepends=True) for text in ended(base, mine, theirs))):
        text, conflict = joined(*("".join(side) for side in chunk))
        parts.append(text)
        conflicts += [conflict] if conflict else []
    return Merged("".join(parts), tuple(conflicts))


def ended(*texts: str) -> tuple[str, ...]:
    """The texts with Unix line ends, the last line ended too: one without an end would never equal one with."""
    unix = (text.replace("\r\n", "\n").replace("\r", "\n") for text in texts)
    return tuple(text if text.endswith("\n") or not text else text + "\n" for text in unix)


def joined(base: str, mine: str, theirs: str) -> tuple[str, Conflict | None]:
    """One chunk: the side that changed it, or both by words; else both whole, and the conflict."""
    if mine in (theirs, base):
        return theirs, None
    if theirs == base:
        return mine, None
    if not base.strip():  # two additions at one place contradict nobody
        return both(theirs, mine), None
    by_words = merged_words(base, mine, theirs)
    if by_words is not None:
        return by_words, None
    return both(theirs, mine), Conflict(base, mine, theirs)


def both(theirs: str, mine: str) -> str:
    """Both passages, one paragraph after the other."""
    return f"{theirs}\n{mine}" if theirs.strip() and mine.strip() else theirs + mine


def merged_words(base: str, mine: str, theirs: str) -> str | None:
    """A chunk that both sides changed in different sentences or words; None where they changed the same ones."""
    if not (mine.strip() and theirs.strip()):
        return None
    parts: list[str] = []
    for one, my, their in chunks(*(WORDS.findall(text) for text in (base, mine, theirs))):
        if my != their and one not in (my, their):
            return None
        parts += their if my in (one, their) else my
    return "".join(parts)


Chunk = tuple[Sequence[str], Sequence[str], Sequence[str]]


def chunks(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[Chunk]:
    """The three texts cut at what both sides kept: (base, mine, theirs) each, kept and changed chunks alternately."""
    at_base = at_mine = at_theirs = 0
    for start, my, their, length in kept_by_both(base, mine, theirs):
        yield base[at_base:start], mine[at_mine:my], theirs[at_theirs:their]
        kept = base[start : start + length]
        yield kept, kept, kept
        at_base, at_mine, at_theirs = start + length, my + length, their + length
    yield base[at_base:], mine[at_mine:], theirs[at_theirs:]


def kept_by_both(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Stretches of the base that stand in both sides: where in each, and how long."""
    ours, others = matches(base, mine), matches(base, theirs)
    one, other = 0, 0
    while one < len(ours) and other < len(others):
        (base_a, at_a, length_a), (base_b, at_b, length_b) = ours[one], others[other]
        start, end = max(base_a, base_b), min(base_a + length_a, base_b + length_b)
        if start < end:
            yield start, at_a + start - base_a, at_b + start - base_b, end - start
        if base_a + length_a < base_b + length_b:
            one += 1
        else:
            other += 1


def matches(base: Sequence[str], side: Sequence[str]) -> list[tuple[int, int, int]]:
    """What the side kept of the base: (where in the base, where in the side, how long). Equal ends are cut first."""
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(base, side, strict=False)))
    rest = zip(reversed(base[head:]), reversed(side[head:]), strict=False)
    tail = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], rest))
    middle = SequenceMatcher(None, base[head : len(base) - tail], side[head : len(side) - tail], autojunk=False)
    found = [(head + one.a, head + one.b, one.size) for one in middle.get_matching_blocks() if one.size]
    first = [(0, 0, head)] if head else []
    last = [(len(base) - tail, len(side) - tail, tail)] if tail else []
    return [*first, *found, *last]
