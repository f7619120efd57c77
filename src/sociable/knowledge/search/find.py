"""Searching: any text is words, and what the reader may not see is cut inside the query."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import tantivy
from tantivy import Occur, Query

from sociable.knowledge.search.analysis import question_terms
from sociable.knowledge.search.index import SCHEMA, here
from sociable.publics.readers import Reader

MOST_TERMS = 256
"""Terms of a question that are looked up; of more, the rarest and most said."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that matches, and its score by BM25 (Robertson and Zaragoza, 2009)."""

    thing: int
    score: float


def find(question: str, reader: Reader, *, limit: int) -> list[Hit]:
    """The things that best match a question among those this reader may see, best first; at most `limit`."""
    searcher = here().searcher()
    weights = weigh(question, searcher) if searcher else {}
    if searcher is None or not weights or limit < 1:
        return []
    found = searcher.search(query_for(weights, reader), limit, count=False).hits
    things = searcher.fast_field_values("thing", [address for _score, address in found])
    return [Hit(int(thing), score) for thing, (score, _address) in zip(things, found, strict=True) if thing is not None]


def weigh(question: str, searcher: tantivy.Searcher) -> Mapping[str, float]:
    """Weight of each known term: 1 + ln(how often it is said). Of too many, those that tell most are kept."""
    counts = question_terms(question)
    known = {term: searcher.doc_freq("body", term) for term in counts}
    weights = {term: 1 + math.log(counts[term]) for term, documents in known.items() if documents}
    if len(weights) > MOST_TERMS:
        total = searcher.num_docs + 1
        best = sorted(weights, key=lambda term: -weights[term] * math.log(total / known[term]))[:MOST_TERMS]
        weights = {term: weights[term] for term in best}
    return weights


def query_for(weights: Mapping[str, float], reader: Reader) -> Query:
    words = [
        (Occur.Should, term if weight == 1 else Query.boost_query(term, weight))
        for term, weight in (
            (Query.term_query(SCHEMA, "body", term, "freq"), weight) for term, weight in weights.items()
        )
    ]
    allowed = Query.term_set_query(SCHEMA, "public", sorted(reader.publics))
    return Query.boolean_query(
        [(Occur.Must, Query.boolean_query(words)), (Occur.Must, Query.const_score_query(allowed, 0.0))]
    )
