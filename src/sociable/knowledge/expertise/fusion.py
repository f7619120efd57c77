"""Several views made one: pure arithmetic over votes.

What separates the views is the question, and how much work people have. A few words want profiles, a whole message
wants documents and the walk over them: the weight of the profiles falls as a logistic curve of the number of words.
Where people have two or three things, a profile of them is chance, and few words say less for it: the curve is flatter.
Affinity goes with the profile.
"""

import math
from collections.abc import Mapping

from sociable.knowledge.expertise.votes import Votes, together

TURN = 5.0
"""Words at which documents and profiles weigh the same."""
SLOPE = 1.0
PLENTY = 50.0
"""Things to a person, in the mean, from which on few words speak for profiles as loudly as they can."""
AFFINITY = 0.5
"""What the likeness of somebody's work, taken as a whole, counts beside its words."""


def weights_for(words: int, work: float) -> dict[str, float]:
    """How much each view counts for a question of so many words, where people have so many things in the mean;
    documents and profiles add up to 1."""
    fewer = (TURN - words) / SLOPE
    if fewer > 0:
        fewer *= min(1.0, work / PLENTY)
    documents = 1 / (1 + math.exp(fewer))
    profiles = 1 - documents
    return {"documents": documents, "profiles": profiles, "affinity": AFFINITY * profiles}


def fuse(views: Mapping[str, Votes], words: int, work: float) -> Votes:
    """All votes, each view scaled so that its best person has the view's weight."""
    weights = weights_for(words, work)
    return together([votes.scaled(weights[name]) for name, votes in views.items() if len(votes.people)])
