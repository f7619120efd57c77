"""Which words of a question stand in which things, and how much of the question that covers."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from sociable.knowledge.search.find import MOST_GROUPS, Search
from sociable.knowledge.search.stopwords import STOPWORDS

FUNCTION = frozenset().union(*STOPWORDS.values())

WEIGHED = MOST_GROUPS
"""Words of a question that are weighed; of more, those that tell most."""


@dataclass(frozen=True)
class Matches:
    """Weights of the question's words (they add up to 1), and the words that stand in each thing."""

    weights: Mapping[str, float]
    words: Mapping[int, frozenset[str]]

    def covered(self, things: Collection[int]) -> float:
        """How much of the question stands in these things together, between 0 and 1."""
        said = {word for thing in things for word in self.words.get(thing, ())}
        return math.fsum(self.weights[word] for word in said)

    def said_in(self, things: Collection[int]) -> tuple[str, ...]:
        """The words of the question that stand in these things, those that tell most first."""
        said = {word for thing in things for word in self.words.get(thing, ())}
        return tuple(sorted(said, key=lambda word: (-self.weights[word], word)))

    @cached_property
    def said(self) -> Mapping[int, tuple[str, ...]]:
        """The same for each thing by itself."""
        return {thing: self.said_in([thing]) for thing in self.words}


def match(search: Search, things: Collection[int]) -> Matches:
    """Looks the question's words up in these things, which the reader may see.

    A word weighs as much as it is rare in the index (its inverse document frequency); one that stands nowhere weighs
    most, for nobody here is known to have written of it.
    """
    rarity = {
        word: rarity_of(search, terms)
        for word, (_count, terms) in search.words.items()
        if any(term in search.frequencies for term in terms) or word not in FUNCTION
    }
    told = sorted(rarity, key=lambda word: (-rarity[word] * search.words[word][0], word))[:WEIGHED]
    total = math.fsum(rarity[word] for word in told)
    standing = search.standing_in([search.words[word][1] for word in told], things)
    weights = {word: rarity[word] / total for word in told} if total else {}
    return Matches(weights, {thing: frozenset(told[number] for number in found) for thing, found in standing.items()})


def rarity_of(search: Search, terms: Collection[str]) -> float:
    known = [search.rarity(term) for term in terms if term in search.frequencies]
    return min(known) if known else search.unheard
