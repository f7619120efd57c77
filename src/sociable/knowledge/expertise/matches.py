"""Which words of a question stand in which things, and how much of the question that covers."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from sociable.knowledge.search.find import MOST_GROUPS, Search
from sociable.knowledge.search.stopwords import STOPWORDS

FUNCTION = frozenset().union(*STOPWORDS.values())

WEIGHED = MOST_GROUPS
"""Words of a question that are weighed; of more, those that tell most."""


@dataclass(frozen=True)
class Matches:
    """Weights of the question's words (they add up to 1), and which of them stand in each thing: a bit for each word,
    the first word's the lowest. A few sets of words occur again and again: each is looked at once."""

    weights: Mapping[str, float]
    bits: Mapping[int, int]

    def covered(self, things: Iterable[int]) -> float:
        """How much of the question stands in these things together, between 0 and 1."""
        return self.sets[self.together(things)][0]

    def said_in(self, things: Iterable[int]) -> tuple[str, ...]:
        """The words of the question that stand in these things, those that tell most first."""
        return self.sets[self.together(things)][1]

    def together(self, things: Iterable[int]) -> int:
        found, bits = 0, self.bits
        for thing in things:
            found |= bits.get(thing, 0)
        return found

    @cached_property
    def sets(self) -> "Sets":
        return Sets(self.weights)


class Sets(dict[int, tuple[float, tuple[str, ...]]]):
    """For each set of words, by its bits: what they weigh together, and the words, those that tell most first."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights

    def __missing__(self, bits: int) -> tuple[float, tuple[str, ...]]:
        words = [word for number, word in enumerate(self.weights) if bits >> number & 1]
        ranked = sorted(words, key=lambda word: (-self.weights[word], word))
        self[bits] = found = math.fsum(self.weights[word] for word in words), tuple(ranked)
        return found


def match(search: Search, things: Collection[int]) -> Matches:
    """Looks the question's words up in these things, which the reader may see.

    A word weighs as much as it is rare in the index (its inverse document frequency); one that stands nowhere weighs
    most, for nobody here is known to have written of it. Only a number that stands nowhere weighs nothing: it names a
    case or a year, and no subject.
    """
    rarity = {
        word: rarity_of(search, terms)
        for word, (_count, terms) in search.words.items()
        if any(term in search.frequencies for term in terms) or not (word in FUNCTION or word.isdigit())
    }
    told = sorted(rarity, key=lambda word: (-rarity[word] * search.words[word][0], word))[:WEIGHED]
    total = math.fsum(rarity[word] for word in told)
    standing = search.standing_in([search.words[word][1] for word in told], things)
    return Matches({word: rarity[word] / total for word in told} if total else {}, standing)


def rarity_of(search: Search, terms: Collection[str]) -> float:
    known = [search.rarity(term) for term in terms if term in search.frequencies]
    return min(known) if known else search.unheard
