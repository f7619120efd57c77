"""Where a passage stands, and where it stands now that the text has changed. Pure."""

import re

from sociable.rooms.wiki.merge import WORDS, matches

AROUND = 40
"""Characters before and after a passage that tell it from another with the same words."""
ENOUGH = 0.5
"""Share of a passage's words that must still stand for a remark to stay on it."""
Span = tuple[int, int]
BETWEEN = r"(?:\]\([^)]*\)|[\W_])+"
"""What may stand between two words in the source and is not seen on the page: marks of emphasis, a link's address."""


def find(text: str, quote: str) -> Span | None:
    """Where the text says the words that somebody copied from the page, marks aside."""
    exact = text.find(quote.strip()) if quote.strip() else -1
    if exact >= 0:
        return exact, exact + len(quote.strip())
    words = [re.escape(word) for word in re.findall(r"[^\W_]+", quote)]
    found = re.search(BETWEEN.join(words), text, re.IGNORECASE) if words else None
    return found.span() if found else None


def follow(before: str, span: Span, after: str) -> Span | None:
    """Where the passage is in the later text: the same words in the likest place; or what is left of them; or None."""
    quote = before[slice(*span)]
    places = [found.start() for found in re.finditer(re.escape(quote), after)] if quote.strip() else []
    if places:
        start = max(places, key=lambda place: likeness(before, span, after, place))
        return start, start + len(quote)
    return remains(before, span, after)


def likeness(before: str, span: Span, after: str, place: int) -> tuple[int, int]:
    """How many characters around the passage are the same; the nearer one wins where that is equal."""
    start, end = span
    behind = place + end - start
    left = same(before[max(0, start - AROUND) : start][::-1], after[max(0, place - AROUND) : place][::-1])
    return left + same(before[end : end + AROUND], after[behind : behind + AROUND]), -abs(place - start)


def same(one: str, other: str) -> int:
    """Length of the common beginning."""
    for count, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return count
    return min(len(one), len(other))


def remains(before: str, span: Span, after: str) -> Span | None:
    """What is left of a passage that was changed itself: from the first to the last of its words that still stand."""
    old, new = list(WORDS.finditer(before)), list(WORDS.finditer(after))
    inside = {i for i, word in enumerate(old) if word.start() < span[1] and word.end() > span[0] and word[0].strip()}
    kept = [
        at + offset
        for start, at, length in matches([word[0] for word in old], [word[0] for word in new])
        for offset in range(length)
        if start + offset in inside
    ]
    if not inside or len(kept) < ENOUGH * len(inside):
        return None
    return new[kept[0]].start(), new[kept[-1]].end()
