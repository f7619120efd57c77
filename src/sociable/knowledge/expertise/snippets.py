"""The passage of a text in which the words of a question stand closest together."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from sociable.knowledge.search.analysis import readings, tokens

LENGTH = 180
"""Characters of a snippet, about."""
READ = 20_000
"""Characters of a text that are looked at."""
WORD = re.compile(r"\S+")


def snippet(text: str, words: Collection[str]) -> str:
    """About 180 characters of the text around its best passage, on one line; its beginning where no word is found."""
    pieces = list(WORD.finditer(text[:READ]))
    wanted = {term for word in words for term in readings(word)}
    places = [place for place, piece in enumerate(pieces) if not wanted.isdisjoint(terms_in(piece[0]))]
    if not pieces:
        return ""
    start, end = window(pieces, best_place(pieces, places))
    cut = " ".join(piece[0] for piece in pieces[start:end])
    return f"{'… ' if start else ''}{cut}{' …' if end < len(pieces) else ''}"


@lru_cache(maxsize=100_000)
def terms_in(piece: str) -> frozenset[str]:
    """All terms that a word of a text, with its punctuation, may stand as."""
    return frozenset(term for token in tokens(piece) for term in readings(token))


def best_place(pieces: Sequence["re.Match[str]"], places: Sequence[int]) -> int:
    """The place of the word after which most others follow within a snippet's length."""
    best, most = 0, 0
    for number, place in enumerate(places):
        limit = pieces[place].start() + LENGTH
        near = sum(pieces[other].start() < limit for other in places[number : number + 20])
        if near > most:
            best, most = place, near
    return best


def window(pieces: Sequence["re.Match[str]"], place: int) -> tuple[int, int]:
    """First piece, and one past the last, of a snippet that has a little before the place and the rest after."""
    start = place
    while start and pieces[place].start() - pieces[start - 1].start() < LENGTH // 5:
        start -= 1
    end = start + 1
    while end < len(pieces) and pieces[end].end() - pieces[start].start() < LENGTH:
        end += 1
    return start, end
