"""Views: each looks at a question its own way, and says how much each thing speaks for whom.

A view is a function from a search and a standing to `Votes`. Fusion adds views up; explanation reads the votes back: a
new view is a function and a line in `VIEWS`, and a weight in `fusion.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sociable.knowledge.expertise.likeness import alike, strength, with_meaning
from sociable.knowledge.expertise.standing import Standing
from sociable.knowledge.expertise.votes import NONE, Ints, Reals, Votes, together
from sociable.knowledge.expertise.walk import replies, walk, with_replies
from sociable.knowledge.search.find import K1, Hits, Search

View = Callable[[Search, Standing], Votes]

DEPTH = 500
"""Things that the document view starts from."""
SHORT = 6
"""Words up to which a question is put to the profiles."""
TERMS = 8
"""Terms of a short question that are looked up one by one; of more, the rarest."""
LISTED = 400
"""Things looked at for each of them."""
COMMON = 25 * LISTED
"""Things from which on a term is left out of profiles, unless it is the rarest: what is listed would be chance."""
SMOOTHING = 1.0
"""Dirichlet prior of the profile, in sizes of the mean person: the usual one (Zhai and Lafferty, 2004)."""
FEW = 2.0
"""Things that everybody is taken to have on top, where the size of their work counts: that one has two things and
another four is chance."""
HEARD = 0.5
"""How much of a term goes on to what its thing replies to, and to its replies: answers know what is asked."""
SATURATION, LENGTH = 5.0, 0.75
"""k1 and b of BM25 over a person's work taken as one text."""
CONJUNCTION = 0.5
"""What things that hold all words of a short question add to the profile: half as much as either of its two scores."""
PRODUCTIVE = 0.5
"""What the size of somebody's work adds, as its logarithm: the prior of the person that the model leaves even."""

THIN = 100.0
"""Things unlike the question that are added to everybody's own: a single thing that is like it makes no expert."""
SHARP = 1.5
"""The power of likeness whose mean is taken: what is very alike says more than twice what is half as alike."""


def documents(search: Search, standing: Standing) -> Votes:
    """The best things, by words and by meaning, vote for their people; then a short walk over what else they made."""
    hits = with_meaning(search, search.best(DEPTH))
    if not len(hits):
        return NONE
    strength = hits.scores / hits.scores[0]
    index, known = standing.places(hits.things)
    graph = standing.graph
    if graph is None or not known.any():
        return votes_of(hits.things, strength, standing)
    walked = walk(graph, standing, *with_replies(graph, standing, index[known], strength[known]))
    return walked if known.all() else together([walked, votes_of(hits.things[~known], strength[~known], standing)])


def votes_of(things: Ints, strength: Reals, standing: Standing) -> Votes:
    credits = standing.credits(things)
    return Votes(credits.people, things[credits.rows], strength[credits.rows] * credits.parts)


def profiles(search: Search, standing: Standing) -> Votes:
    """Each person's work taken as one text: a language model and BM25 of it, for questions of a few words.

    A person's share in the things of each term is what their text would say of it; so it is computed for exactly what
    the reader may see, and is as fresh as the index.
    """
    if not 0 < len(search.words) <= SHORT:
        return NONE
    found = in_profiles(search, standing, telling(search))
    if not len(found.votes.people):
        return NONE
    people, row = found.votes.rows
    sizes = standing.sizes(people)
    model, bm25 = said_by(search, standing, found, row, sizes)
    score = up_to_one(model - model.min() + 1e-6) + up_to_one(bm25) + PRODUCTIVE * up_to_one(np.log(sizes))
    both = together_in_one(search, standing, people, sizes)
    score += CONJUNCTION * both.score
    votes = together([found.votes, both.votes]) if len(both.votes.people) else found.votes
    return votes.shared_out(people, score)


def telling(search: Search) -> list[str]:
    """The terms that say something of a person, rarest first: a few of the best of a great many things do not."""
    ranked = sorted(search.weights, key=lambda term: -search.rarity(term))[:TERMS]
    return [one for at, one in enumerate(ranked) if not at or search.frequencies[one] <= COMMON]


@dataclass(frozen=True)
class Lists:
    """What the things of each term say: the votes of all terms, and for each vote, of which term it is."""

    terms: Sequence[str]
    votes: Votes
    term_of: Ints


def in_profiles(search: Search, standing: Standing, terms: Sequence[str]) -> Lists:
    """How much of each term there is in each thing, shared among its people: BM25's count, between 0 and 1."""
    lists = search.having(terms, LISTED)
    parts = [hits.scores / (search.rarity(term) * (K1 + 1)) for term, hits in zip(terms, lists, strict=True)]
    things = np.concatenate([np.zeros(0, np.int64), *(hits.things for hits in lists)])
    strength = np.concatenate([np.zeros(0), *parts])
    number = np.repeat(np.arange(len(lists)), [len(hits) for hits in lists])
    things, strength, number = and_heard(standing, things, strength, number)
    credits = standing.credits(things)
    votes = Votes(credits.people, things[credits.rows], strength[credits.rows] * credits.parts)
    return Lists(terms, votes, number[credits.rows])


def and_heard(standing: Standing, things: Ints, strength: Reals, number: Ints) -> tuple[Ints, Reals, Ints]:
    """The same, and what stands a reply away, with the part of each that goes on there."""
    graph = standing.graph
    if graph is None or not len(graph.reply_things):
        return things, strength, number
    index, known = standing.places(things)
    row, near, passed = replies(graph, standing, index[known], HEARD * strength[known])
    return (
        np.concatenate((things, graph.things[near])),
        np.concatenate((strength, passed)),
        np.concatenate((number, number[known][row])),
    )


def said_by(search: Search, standing: Standing, found: Lists, row: Ints, sizes: Reals) -> tuple[Reals, Reals]:
    """For each person (a row): the language model and BM25 of their work, over the terms that anybody's work has.

    Most people have few of the terms: only those pairs are computed.
    """
    people, sizes, mean = len(sizes), sizes + FEW, standing.mean_size + FEW
    prior = SMOOTHING * mean
    counts = np.bincount(found.term_of * people + row, found.votes.weights, len(found.terms) * people)
    pairs = np.flatnonzero(counts)
    term, person, count = pairs // people, pairs % people, counts[pairs]
    having = np.bincount(term, minlength=len(found.terms))
    totals = np.bincount(found.term_of, found.votes.weights, len(found.terms))
    weights = np.array([search.weights[one] if having[at] else 0.0 for at, one in enumerate(found.terms)])
    usual = np.array([expected(search, standing, one, totals[at]) for at, one in enumerate(found.terms)])
    rarity = np.maximum(0.01, np.log1p(np.maximum(0, standing.people_count - having + 0.5) / (having + 0.5)))
    model = np.bincount(person, weights[term] * np.log1p(count / (prior * usual[term])), people)
    norm = SATURATION * (1 - LENGTH + LENGTH * sizes / mean)
    gain = count * (SATURATION + 1) / (count + norm[person])
    bm25 = np.bincount(person, weights[term] * rarity[term] * gain, people)
    model += weights.sum() * np.log(prior / (sizes + prior))
    return model.astype(np.float64), bm25.astype(np.float64)


class Conjunction:
    """What the things that hold all words of the question say."""

    def __init__(self, votes: Votes, score: Reals) -> None:
        self.votes = votes
        self.score = score


def together_in_one(search: Search, standing: Standing, people: Ints, sizes: Reals) -> Conjunction:
    hits = search.having_all(LISTED) if len(search.words) > 1 else Hits(np.zeros(0, np.int64), np.zeros(0))
    if not len(hits):
        return Conjunction(NONE, np.zeros(len(people)))
    votes = votes_of(hits.things, np.ones(len(hits)), standing)
    count = counts_for(people, votes)
    prior = SMOOTHING * standing.mean_size
    chance = max(len(hits), 1) / max(standing.things_count, len(hits))
    score = np.log1p(count / (prior * chance)) + np.log(prior / (sizes + prior))
    has = count > 0
    score = np.where(has, score - (score[has].min() if has.any() else 0) + 1e-6, 0)
    return Conjunction(votes, up_to_one(score))


def expected(search: Search, standing: Standing, term: str, listed: float) -> float:
    """How much of a term a thing has on average; what was not listed is taken to be like what was (`listed`)."""
    unlisted = max(1.0, search.frequencies[term] / LISTED)
    return max(1e-9, listed * unlisted / max(1, standing.things_count))


def counts_for(people: Ints, votes: Votes) -> Reals:
    place = np.searchsorted(people, votes.people)
    inside = (place < len(people)) & (people[np.minimum(place, len(people) - 1)] == votes.people)
    return np.bincount(place[inside], votes.weights[inside], len(people)).astype(np.float64)


def up_to_one(values: Reals) -> Reals:
    top = values.max(initial=0.0)
    return values / top if top > 0 else values


def affinity(search: Search, standing: Standing) -> Votes:
    """How alike each person's work as a whole is to a question of a few words, in whatever words; needs an encoder.

    The mean over all their things, shrunk by a prior as means of ratings are: where nobody did much, more says more.
    """
    if not 0 < len(search.words) <= SHORT or not len(near := alike(search)):
        return NONE
    power = strength(near) ** SHARP
    votes = votes_of(near.things[power > 0], power[power > 0], standing)
    people, sums = votes.totals()
    return votes.shared_out(people, sums / (standing.sizes(people) + THIN))


VIEWS: Mapping[str, View] = {"documents": documents, "profiles": profiles, "affinity": affinity}
