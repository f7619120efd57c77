"""Views: each looks at a question its own way, and says how much each piece of evidence speaks for somebody.

A view is a function from a question to `Votes`. Fusion adds views up; explanation reads the votes back. So a new view
is one function here and one line in `VIEWS`.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sociable.knowledge.expertise.evidence import Trace, traces, weight_of
from sociable.knowledge.search.find import find
from sociable.publics.readers import Reader

DEPTH = 200
"""Things that vote."""


@dataclass(frozen=True, slots=True)
class Vote:
    """How much one trace speaks for its person: `weight` is positive, in the view's own unit."""

    trace: Trace
    weight: float


Votes = list[Vote]
View = Callable[[str, Reader], Votes]


def documents(question: str, reader: Reader) -> Votes:
    """The best things vote for their people, by their score and the role (CombSUM; Macdonald and Ounis, 2006).

    Scores are taken relative to the best, so that a question's length does not matter, and a thing that several people
    share is shared among them.
    """
    hits = {hit.thing: hit.score for hit in find(question, reader, limit=DEPTH)}
    if not hits:
        return []
    best = max(hits.values())
    found = traces(hits.keys(), reader)
    crowd: dict[int, int] = {}
    for trace in found:
        crowd[trace.thing] = crowd.get(trace.thing, 0) + 1
    return [
        Vote(trace, weight_of(trace.role) * hits[trace.thing] / best / math.sqrt(crowd[trace.thing])) for trace in found
    ]


VIEWS: Mapping[str, View] = {"documents": documents}
