"""How sure we are: strong, some or faint; and when what was found is too little to name anybody. Pure arithmetic.

What is looked at is how near a person comes to the best, and how much of a question's words, by their weight, their
things cover. How much is asked for depends on the number of words: of one or two words half is something, of three to
five it is chance, and a long message is never covered whole. Each threshold is a line through a few points (words,
coverage), straight over the logarithm of the number of words; `docs/expertise.md` says how they were measured.
"""

from functools import lru_cache

import numpy as np

STRONG, SOME, FAINT = "strong", "some", "faint"

Line = tuple[tuple[int, float], ...]

ENOUGH: Line = ((2, 0.42), (3, 0.4), (4, 0.4), (6, 0.3), (30, 0.05))
"""What one thing must cover for anybody to be named."""
SURE: Line = ((2, 0.9), (4, 0.7), (30, 0.25))
"""What the things quoted for a person must cover together to be sure of them."""
NEAR_BEST, HALF_BEST = 0.85, 0.5
"""How near a person's score must be to the best for us to be sure of them, or half sure."""


@lru_cache(maxsize=1_000)
def asked_of(words: int, line: Line) -> float:
    """The coverage that a line asks of a question of so many words."""
    points = np.log([count for count, _coverage in line])
    return float(np.interp(np.log(max(words, 1)), points, [coverage for _count, coverage in line]))


def is_enough(coverage: float, words: int) -> bool:
    """Whether one thing that covers so much of a question of so many words is reason to name anybody."""
    return coverage >= asked_of(words, ENOUGH)


def how_sure(score: float, coverage: float, words: int) -> str:
    """The word for how sure we are of one person: of their score (the best has 1), their coverage, and the words."""
    if score >= NEAR_BEST and coverage >= asked_of(words, SURE):
        return STRONG
    return SOME if score >= HALF_BEST and coverage >= asked_of(words, ENOUGH) else FAINT
