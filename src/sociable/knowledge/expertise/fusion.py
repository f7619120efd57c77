"""Several views made one: pure arithmetic over votes.

What separates the views is the question itself: a few words want profiles, a whole message wants documents and the walk
over them. The weight of the profile falls as a logistic curve of the number of words. Affinity goes with the profile.
"""

import math
from collections.abc import Mapping

from sociable.knowledge.expertise.votes import Votes, together

TURN = 5.0
"""Words at which documents and profiles weigh the same."""
SLOPE = 1.0
AFFINITY = 0.5
"""What the likeness of somebody's work, taken as a whole, counts beside its words."""


def weights_for(words: int) -> dict[str, float]:
    """How much each view counts for a question of so many words; documents and profiles add up to 1."""
    profiles = 1 / (1 + math.exp((words - TURN) / SLOPE))
    return {"documents": 1 - profiles, "profiles": profiles, "affinity": AFFINITY * profiles}


def fuse(views: Mapping[str, Votes], words: int) -> Votes:
    """All votes, each view scaled so that its best person has the view's weight."""
    weights = weights_for(words)
    return together([votes.scaled(weights[name]) for name, votes in views.items() if len(votes.people)])
