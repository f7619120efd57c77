"""Searching: any text is words, and what the reader may not see is cut inside the query."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray
from tantivy import DocAddress, Occur, Query

from sociable.knowledge.search.analysis import BESIDE, question_pairs, question_words
from sociable.knowledge.search.index import SCHEMA, THING, here
from sociable.publics.readers import Reader

MOST_TERMS = 256
"""Terms of a question that are looked up; of more, the rarest and most said."""

MOSTLY = 0.5
"""Part of the index from which on a reader's hits are sifted from everybody's."""

MOST_GROUPS = 16
"""Groups of terms that are looked up in one query: scores hold whole numbers up to 2^24."""

LEAD, PAST = 20, 0.5
"""Words with which a question says what it is about, its title among them; and what the words after them count."""

PAIR = 0.5
"""What two words count that stand side by side in the lead of a question and at the beginning of a thing, beside what
each counts."""

K3 = 8.0
"""How soon a word said again and again counts no more: the usual one (Robertson et al., Okapi at TREC-4, 1995)."""

K1 = 1.2
"""The engine's constant of BM25: no term counts more than K1 + 1 times its rarity."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Things that match, best first: their ids and scores, two arrays of one length."""

    things: NDArray[np.int64]
    scores: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.things)


NONE = Hits(np.zeros(0, np.int64), np.zeros(0))
Found = tuple[float, DocAddress]
"""A score, and where in the index the thing is."""


def cut(hits: Hits, lengths: Sequence[int]) -> list[Hits]:
    """Hits of these lengths that were read in one."""
    ends = list(accumulate(lengths))
    return [
        Hits(hits.things[end - length : end], hits.scores[end - length : end])
        for end, length in zip(ends, lengths, strict=True)
    ]


class Search:
    """One question, asked of the index as it stands now, by one reader."""

    def __init__(self, question: str, reader: Reader) -> None:
        self.question = question
        self.reader = reader
        self.searcher = here().searcher()
        self.found: dict[int, Hits] = {}
        """The best things, by how many were asked for: several look at them."""
        self.alike: Hits | None = None
        """What is alike in meaning, once somebody has looked it up."""

    @cached_property
    def words(self) -> Mapping[str, tuple[int, tuple[str, ...]]]:
        """Each word that is not a function word: how often it is said, and the terms it may stand as."""
        return question_words(self.question)

    @cached_property
    def pairs(self) -> Sequence[str]:
        """Words side by side in the lead of the question, as terms."""
        return question_pairs(self.question, LEAD) if PAIR else ()

    @cached_property
    def frequencies(self) -> Mapping[str, int]:
        """In how many things each term and pair of the question stands, seen or not; those of no thing are left out."""
        if self.searcher is None:
            return {}
        terms = {term for _count, terms in self.words.values() for term in terms}.union(self.pairs)
        counts = {term: self.searcher.doc_freq(field_of(term), term) for term in sorted(terms)}
        return {term: count for term, count in counts.items() if count}

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """Weight of each known term: how often it is said, saturating as in the engine (k3 of Okapi), and half where a
        long question is past its lead. Of too many, those that tell most are kept."""
        said: dict[str, int] = {}
        lead: dict[str, float] = {}
        for place, (count, terms) in enumerate(self.words.values()):
            for term in terms:
                if term in self.frequencies:
                    said[term] = said.get(term, 0) + count
                    lead.setdefault(term, 1.0 if place < LEAD else PAST)
        weights = {term: lead[term] * (K3 + 1) * count / (K3 + count) for term, count in said.items()}
        weights |= {pair: PAIR for pair in self.pairs if pair in self.frequencies}
        if len(weights) > MOST_TERMS:
            best = sorted(weights, key=lambda term: -weights[term] * self.rarity(term))[:MOST_TERMS]
            weights = {term: weights[term] for term in best}
        return weights

    def rarity(self, term: str) -> float:
        """The engine's inverse document frequency of a term that stands somewhere."""
        assert self.searcher is not None
        count = self.frequencies[term]
        documents = max(self.searcher.num_docs, count)  # a count includes what was taken out and not yet swept away
        return math.log(1 + (documents - count + 0.5) / (count + 0.5))

    @property
    def unheard(self) -> float:
        """What the rarity of a term would be that stands in half a thing: more than any that is known."""
        return math.log(1 + ((self.searcher.num_docs if self.searcher else 0) + 0.5) / 0.5)

    def among(self, terms: Sequence[str], things: Collection[int]) -> list[int]:
        """Those of these things (which the reader may see) in which one of the terms stands."""
        return [thing for thing, bits in self.standing_in([terms], things).items() if bits]

    def standing_in(self, groups: Sequence[Sequence[str]], things: Collection[int]) -> dict[int, int]:
        """For each of these things (which the reader may see): which groups of terms stand in it, a bit for each.

        One query for all groups, `MOST_GROUPS` at most: each that stands in a thing adds a bit of its own to its score.
        """
        assert len(groups) <= MOST_GROUPS, "a score holds no more bits"
        known = [[term for term in terms if term in self.frequencies] for terms in groups]
        asked = [bit_of(terms, number) for number, terms in enumerate(known) if terms]
        if self.searcher is None or not asked or not things:
            return {}
        query = Query.boolean_query([(Occur.Must, these(things)), *((Occur.Should, one) for one in asked)])
        hits = self.read(self.searcher.search(query, len(things), count=False).hits)
        return dict(zip(hits.things.tolist(), hits.scores.astype(np.int64).tolist(), strict=True))

    def best(self, limit: int) -> Hits:
        """The things that best match the whole question, by BM25 (Robertson and Zaragoza, 2009)."""
        if limit not in self.found:
            words = [as_query(term, weight) for term, weight in self.weights.items()]
            self.found[limit] = self.read(self.run(either(words), limit)) if words else NONE
        return self.found[limit]

    def having(self, terms: Sequence[str], limit: int) -> list[Hits]:
        """For each of these known terms, the things in which it weighs most."""
        found = [self.run(as_query(term, 1), limit) for term in terms]
        return cut(self.read(list(chain(*found))), [len(one) for one in found])

    def having_all(self, limit: int) -> Hits:
        """The things in which every known word of the question stands."""
        known = [[term for term in terms if term in self.weights] for _count, terms in self.words.values()]
        words = [(Occur.Must, any_of(terms)) for terms in known if terms]
        return self.read(self.run(Query.boolean_query(words), limit)) if words else NONE

    def run(self, query: Query, limit: int) -> Sequence[Found]:
        """The best that the reader may see."""
        assert self.searcher is not None
        if limit < 1:
            return []
        if self.share == 1:
            return self.searcher.search(query, limit, count=False).hits
        if self.share < MOSTLY:
            query = Query.boolean_query([(Occur.Must, query), (Occur.Must, self.allowed)])
            return self.searcher.search(query, limit, count=False).hits
        return self.sifted(query, limit)

    def sifted(self, query: Query, limit: int) -> Sequence[Found]:
        """The same hits as with the permission in the query, for a reader who sees most things.

        A clause that most things meet costs the engine five times the search. So it is asked for a few more, and for
        all that match if those are not enough.
        """
        assert self.searcher is not None
        asked = int(limit / self.share * 1.2) + 10
        while True:
            found = self.searcher.search(query, asked, count=False).hits
            publics = self.searcher.fast_field_values("public", [address for _score, address in found])
            seen = [hit for hit, public in zip(found, publics, strict=True) if public in self.reader.publics]
            if len(seen) >= limit or len(found) < asked:
                return seen[:limit]
            asked *= 4

    def read(self, found: Sequence[Found]) -> Hits:
        """Which things were found. Opening their ids costs as much as reading a few hundred: better once than often."""
        if self.searcher is None or not found:
            return NONE
        scores, addresses = zip(*found, strict=True)
        things = self.searcher.fast_field_values("thing", list(addresses))
        return Hits(np.array(things, np.int64), np.array(scores, np.float64))

    @cached_property
    def share(self) -> float:
        """What part of the index this reader sees; exactly 1 only if there is nothing in it that they do not.

        Counted over terms, with what is deleted but not merged away yet: each document carries one public and THING.
        """
        assert self.searcher is not None
        everything = self.searcher.doc_freq("mark", THING)
        return sum(self.searcher.doc_freq("public", one) for one in self.reader.publics) / max(1, everything)

    @cached_property
    def allowed(self) -> Query:
        return Query.const_score_query(Query.term_set_query(SCHEMA, "public", sorted(self.reader.publics)), 0.0)


def these(things: Collection[int]) -> Query:
    """The query that finds these things by their ids, and counts for nothing.

    For a hundred ids, a third of the time of the engine's own query for sets.
    """
    return Query.const_score_query(either([Query.term_query(SCHEMA, "thing", one) for one in things]), 0.0)


def bit_of(terms: Sequence[str], number: int) -> Query:
    """The query that adds 2^number to the score where one of the terms stands."""
    return Query.const_score_query(any_of(terms), float(1 << number))


def field_of(term: str) -> str:
    return "pairs" if BESIDE in term else "body"


def as_query(term: str, weight: float) -> Query:
    query = Query.term_query(SCHEMA, field_of(term), term, "freq")
    return query if weight == 1 else Query.boost_query(query, weight)


def any_of(terms: Sequence[str]) -> Query:
    return either([as_query(term, 1) for term in terms])


def either(queries: Sequence[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, one) for one in queries]) if len(queries) != 1 else queries[0]


def find(question: str, reader: Reader, *, limit: int) -> Hits:
    """The things that best match a question among those this reader may see, best first; at most `limit`."""
    return Search(question, reader).best(limit)
