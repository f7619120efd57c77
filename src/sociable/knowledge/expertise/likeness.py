"""Things that mean what a question means, in other words or in another language: seeds beside those found by words.

Nothing here happens without an encoder (the extra `semantic`; docs/meaning.md).
"""

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from sociable.knowledge.meaning import vectors
from sociable.knowledge.meaning.encoder import available, question_vector
from sociable.knowledge.search.find import Hits, Search

MEANING = 1.0
"""The best thing by meaning counts as much as the best by words."""
CLOSE = 0.42
"""The cosine from which on a thing is reason to name somebody, though it has none of the words: one off-topic question
in fifty comes so near to anything (`docs/expertise.md`)."""
ALIKE, SHARE = 500, 0.2
"""Things taken by meaning, the last of them the zero of the scale: as many as by words, and a fifth of all there are at
most, for on a small site most things are alike to nothing that is asked."""


def alike(search: Search) -> Hits:
    """The things that mean most what the question means, of those the reader may see, with their cosines."""
    if search.alike is None:
        search.alike = looked_up(search)
    return search.alike


def comes_close(search: Search) -> bool:
    """Whether anything means so nearly what the question means that nobody can be no answer."""
    near = alike(search)
    return len(near) > 0 and float(near.scores[0]) >= CLOSE


def looked_up(search: Search) -> Hits:
    encoder = available()
    if encoder is None or not search.question.strip():
        return Hits(np.zeros(0, np.int64), np.zeros(0))
    question = question_vector(settings.ENCODER, search.question)
    things, cosines = vectors.nearest(question, vectors.current(encoder), search.reader, ALIKE, SHARE)
    return Hits(things, cosines.astype(np.float64))


def strength(near: Hits) -> NDArray[np.float64]:
    """How alike things are on a scale from the last of them, 0, to the first, 1."""
    above = near.scores - near.scores[-1]
    return above / above[0] if above[0] > 0 else np.ones(len(near))


def with_meaning(search: Search, hits: Hits) -> Hits:
    """Hits by words with those by meaning summed in, best first; without an encoder, exactly the hits."""
    near = alike(search)
    if not len(near):
        return hits
    by_words = hits.scores / hits.scores[0] if len(hits) else hits.scores
    things, place = np.unique(np.concatenate((hits.things, near.things)), return_inverse=True)
    scores = np.bincount(place, np.concatenate((by_words, MEANING * strength(near))), len(things)).astype(np.float64)
    order = np.argsort(-scores, kind="stable")
    order = order[scores[order] > 0]
    return Hits(things[order], scores[order])
