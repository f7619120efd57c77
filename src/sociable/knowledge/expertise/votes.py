"""What a view says: how much each thing speaks for each person, as arrays. Pure arithmetic."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Reals = NDArray[np.float64]


LONGEST_TABLE = 20_000_000
"""Ids up to which a table of all of them is kept: 160 MB a thread at the most, of which only what is used is real."""


@dataclass(frozen=True)
class Votes:
    """One vote a row: `weights[i]` (positive) of `things[i]` for `people[i]`, both ids."""

    people: Ints
    things: Ints
    weights: Reals

    @cached_property
    def rows(self) -> tuple[Ints, Ints]:
        """The people, each once, ascending; and for each vote, whose it is among them."""
        return distinct(self.people)

    def totals(self) -> tuple[Ints, Reals]:
        """The people, each once, ascending, and the sum of their votes."""
        people, place = self.rows
        return people, np.bincount(place, self.weights, len(people)).astype(np.float64)

    def weighing(self, weights: Reals) -> "Votes":
        """The same votes with other weights."""
        votes = Votes(self.people, self.things, weights)
        votes.__dict__["rows"] = self.rows
        return votes

    def scaled(self, best: float) -> "Votes":
        """The same votes, so that the person with most has `best`."""
        _people, sums = self.totals()
        top = sums.max(initial=0.0)
        return self.weighing(self.weights * (best / top)) if top > 0 else self

    def shared_out(self, people: Ints, scores: Reals) -> "Votes":
        """Votes that add up to the score of each person, in proportion to these; `people` are sorted ids."""
        known, place = self.rows
        if not len(people):
            return self.weighing(np.zeros(len(self.people)))
        at = np.minimum(np.searchsorted(people, known), len(people) - 1)
        wanted = np.where(people[at] == known, scores[at], 0.0)
        sums = np.bincount(place, self.weights, len(known))
        factor = np.divide(wanted, sums, out=np.zeros(len(known)), where=sums > 0)
        return self.weighing(self.weights * factor[place])

    def among(self, people: Sequence[int]) -> tuple[Ints, Ints, Reals]:
        """The sum of the votes of these people, who all have some, for each thing: whose (a place in `people`), the
        thing and the sum; by person, largest first, equals by the thing's id."""
        known, place = self.rows
        turn = np.full(len(known), -1)
        turn[np.searchsorted(known, people)] = np.arange(len(people))
        owner = turn[place]
        mine = np.flatnonzero(owner >= 0)
        unique, number = distinct(self.things[mine])
        width = max(1, len(unique))
        pairs, row = np.unique(owner[mine] * width + number, return_inverse=True)
        sums = np.bincount(row, self.weights[mine], len(pairs)).astype(np.float64)
        order = np.lexsort((-sums, pairs // width))
        return pairs[order] // width, unique[pairs[order] % width], sums[order]


def distinct(ids: Ints) -> tuple[Ints, Ints]:
    """Ids, each once, ascending; and for each of `ids`, its place among them."""
    return numbered(ids, in_order=True)


def each_once(ids: Ints) -> tuple[Ints, Ints]:
    """The same, but in the order in which they are said last."""
    return numbered(ids, in_order=False)


def numbered(ids: Ints, *, in_order: bool) -> tuple[Ints, Ints]:
    """Through a table by id: they are given out in a row, so it is short, and it need not even be blank to begin with.

    A fifth of the time of sorting them all.
    """
    size = int(ids.max(initial=-1)) + 1
    if size > LONGEST_TABLE:
        unique, place = np.unique(ids, return_inverse=True)
        return unique, place
    last = table(size)
    order = np.arange(len(ids))
    last[ids] = order
    unique = ids[last[ids] == order]
    if in_order:
        unique.sort()
    last[unique] = order[: len(unique)]
    return unique, last[ids]


def strongest(weights: Reals, count: int) -> Ints:
    """The places of the largest, at most `count` of them, largest first."""
    if len(weights) <= count:
        return np.argsort(-weights, kind="stable")
    most = np.sort(np.argpartition(weights, len(weights) - count)[-count:])
    return most[np.argsort(-weights[most], kind="stable")]


def best_of(weights: Reals, count: int) -> Ints:
    """The places of the largest, at most `count` of them, largest first; equals in their order, also at the end."""
    if len(weights) > count:
        least = np.partition(weights, len(weights) - count)[len(weights) - count]
        most = np.flatnonzero(weights >= least)
        return most[np.argsort(-weights[most], kind="stable")][:count]
    return np.argsort(-weights, kind="stable")


def table(size: int) -> Ints:
    """A table of this thread's own, with whatever the last call left in it."""
    kept: Ints | None = getattr(TABLES, "last", None)
    if kept is None or len(kept) < size:
        kept = TABLES.last = np.zeros(2 * size, np.int64)
    return kept


TABLES = threading.local()

NONE = Votes(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))


def together(parts: list[Votes]) -> Votes:
    """All votes of several views."""
    if not parts:
        return NONE
    return Votes(
        np.concatenate([one.people for one in parts]),
        np.concatenate([one.things for one in parts]),
        np.concatenate([one.weights for one in parts]),
    )
