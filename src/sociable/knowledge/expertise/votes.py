"""What a view says: how much each thing speaks for each person, as arrays. Pure arithmetic."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Reals = NDArray[np.float64]


@dataclass(frozen=True)
class Votes:
    """One vote a row: `weights[i]` (positive) of `things[i]` for `people[i]`, both ids."""

    people: Ints
    things: Ints
    weights: Reals

    def totals(self) -> tuple[Ints, Reals]:
        """The people, each once, ascending, and the sum of their votes."""
        people, place = np.unique(self.people, return_inverse=True)
        return people, np.bincount(place, self.weights, len(people)).astype(np.float64)

    def scaled(self, best: float) -> "Votes":
        """The same votes, so that the person with most has `best`."""
        _people, sums = self.totals()
        top = sums.max(initial=0.0)
        return Votes(self.people, self.things, self.weights * (best / top)) if top > 0 else self

    def of(self, person: int) -> "Votes":
        mine = self.people == person
        return Votes(self.people[mine], self.things[mine], self.weights[mine])


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


def shared_out(people: Ints, things: Ints, masses: Reals, scores: dict[int, float]) -> Votes:
    """Votes whose sum for each person is their score, in proportion to the masses."""
    known, place = np.unique(people, return_inverse=True)
    sums = np.bincount(place, masses, len(known))
    wanted = np.array([scores.get(int(one), 0.0) for one in known])
    factor = np.divide(wanted, sums, out=np.zeros(len(known)), where=sums > 0)
    return Votes(people, things, masses * factor[place])
