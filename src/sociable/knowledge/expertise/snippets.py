"""The passage of a text in which the words of a question stand closest together."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from sociable.knowledge.search.analysis import fold, readings, tokens

LENGTH = 180
"""Characters of a snippet, about."""
BEFORE = LENGTH // 5
READ = 20_000
"""Characters of a text that are looked at."""
CUT = 2
"""Letters at the end of a stem that may stand otherwise in a text: hurry, hurri-ed."""
PIECE = re.compile(r"\S+")
Places = Sequence[tuple[int, int]]
"""Where words begin and end."""

PLAIN = {code: folded for code in range(0xC0, 0x250) if len(folded := fold(chr(code))) == 1 and folded.isalnum()}
"""Letters of Latin scripts without their marks, one for one: places stay what they are."""


def snippet(text: str, words: Collection[str]) -> str:
    """About 180 characters of the text around its best passage, on one line; its beginning where no word is found."""
    read = text[:READ]
    found = matches(read, words)
    start = beginning(read, best(found)) if found else 0
    pieces = within(read, start)
    if not pieces:
        return ""
    begins, ends = pieces[0].start(), pieces[-1].end()
    cut = " ".join(piece[0] for piece in pieces)
    return f"{'… ' if read[:begins].strip() else ''}{cut}{' …' if text[ends : ends + LENGTH].strip() else ''}"


def matches(text: str, words: Collection[str]) -> Places:
    """Where any of these words stands in the text, in any form of it.

    A pattern finds what may be one, and the analysis that the index knows says whether it is.
    """
    wanted = frozenset(term for word in words for term in readings(word))
    if not wanted:
        return []
    plain = text.translate(PLAIN).lower()
    candidates = pattern_for(wanted).finditer(plain if len(plain) == len(text) else text)
    return [one.span() for one in candidates if not wanted.isdisjoint(terms_in(text[one.start() : one.end()]))]


@lru_cache(maxsize=1_000)
def pattern_for(terms: frozenset[str]) -> "re.Pattern[str]":
    """A piece of text without blanks that may hold one of these terms."""
    stems = {re.escape(term[: max(min(3, len(term)), len(term) - CUT)]) for term in terms}
    either = "|".join(sorted(stem.replace("oe", "(?:oe|œ)").replace("ae", "(?:ae|æ)") for stem in stems))
    return re.compile(rf"\S*?(?:{either})\S*")


@lru_cache(maxsize=100_000)
def terms_in(piece: str) -> frozenset[str]:
    """All terms that a word of a text, with its punctuation, may stand as."""
    return frozenset(term for token in tokens(piece) for term in readings(token))


def best(places: Places) -> int:
    """Where the word begins after which most others follow within a snippet's length."""
    begins = [start for start, _end in places]
    return max(begins, key=lambda start: (sum(start <= other < start + LENGTH for other in begins), -start))


def beginning(text: str, place: int) -> int:
    """Where a snippet begins that has a little before this place: at a word."""
    if place <= BEFORE:
        return 0
    blank = re.search(r"\s", text[place - BEFORE : place])
    return place - BEFORE + blank.end() if blank else place


def within(text: str, start: int) -> list["re.Match[str]"]:
    """The words of a snippet that begins there: as many as there is room for, one at least."""
    pieces = list(PIECE.finditer(text, start, min(len(text), start + 2 * LENGTH)))
    return [piece for number, piece in enumerate(pieces) if not number or piece.end() - start < LENGTH]
