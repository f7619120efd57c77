"""The passage of a text in which the words of a question stand closest together."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product

from sociable.knowledge.search.analysis import fold, readings, tokens

LENGTH = 180
"""Characters of a snippet, about."""
BEFORE = LENGTH // 5
READ = 20_000
"""Characters of a text that are looked at."""
CUT = 2
"""Letters at the end of a stem that may stand otherwise in a text: hurry, hurri-ed."""
PIECE = re.compile(r"\S+")
LIGATURES = {"oe": ("oe", "œ"), "ae": ("ae", "æ")}
Places = Sequence[tuple[int, int]]
"""Where words begin and end."""

PLAIN = {code: folded for code in range(0xC0, 0x250) if len(folded := fold(chr(code))) == 1 and folded.isalnum()}
"""Letters of Latin scripts without their marks, one for one: places stay what they are."""


def snippet(text: str, words: Collection[str]) -> str:
    """About 180 characters of the text around its best passage, on one line; its beginning where no word is found."""
    read = text[:READ]
    found = matches(read, frozenset(words))
    start = beginning(read, best(found)) if found else 0
    kept = within(read, start)
    cut, ends = " ".join(kept.split()), start + len(kept)
    if not cut:
        return ""
    return f"{'… ' if read[:start].strip() else ''}{cut}{' …' if text[ends : ends + LENGTH].strip() else ''}"


def matches(text: str, words: frozenset[str]) -> Places:
    """Where any of these words stands in the text, in any form of it.

    Its stem finds what may be one, and the analysis that the index knows says whether it is.
    """
    wanted, stems = sought(words)
    plain = text.lower() if text.isascii() else text.translate(PLAIN).lower()
    searched = plain if len(plain) == len(text) else text
    return [one for one in pieces(searched, stems) if not wanted.isdisjoint(terms_in(text[slice(*one)]))]


def pieces(text: str, stems: Iterable[str]) -> Places:
    """Where the pieces of a text without blanks begin and end that hold any of the stems."""
    found = set()
    for stem in stems:
        start = text.find(stem)
        while start >= 0:
            begin, whole = start, PIECE.match(text, start)
            while begin and not text[begin - 1].isspace():
                begin -= 1
            end = whole.end() if whole else start + 1
            found.add((begin, end))
            start = text.find(stem, end)
    return sorted(found)


@lru_cache(maxsize=1_000)
def sought(words: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The terms of these words, and stems of which one stands in any text that holds one of them."""
    terms = frozenset(term for word in words for term in readings(word) if term)
    stems = {term[: max(min(3, len(term)), len(term) - CUT)] for term in terms}
    return terms, frozenset(spelling for stem in stems for spelling in spellings(stem))


def spellings(stem: str) -> Iterator[str]:
    """A stem as it may be written, with ligatures and without."""
    parts = re.split("(oe|ae)", stem)
    return map("".join, product(*(LIGATURES.get(part, (part,)) for part in parts)))


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


def within(text: str, start: int) -> str:
    """What a snippet that begins there shows of the text: as many whole words as there is room for, one at least."""
    kept = text[start : start + LENGTH]
    if len(kept) == LENGTH and not kept[-1].isspace():
        kept = kept[: LENGTH - len(kept.split()[-1])]
    if kept.strip():
        return kept
    first = PIECE.search(text, start, start + 2 * LENGTH)
    return text[start : first.end()] if first else ""
