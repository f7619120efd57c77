"""How sure we are: strong, some or faint; and when what was found is too little to name anybody. Pure arithmetic.

What is looked at is how much of a question's words, by their weight, the things of a person cover. How much is asked for
depends on the number of words: of one or two words half is something, of three to five it is chance, and a long message
is never covered whole. Each threshold is a line through a few points (words, coverage), straight over the logarithm of
the number of words; `docs/expertise.md` says how they were measured, and what they bring.
"""

from collections.abc import Sequence

import numpy as np

STRONG, SOME, FAINT = "strong", "some", "faint"

Line = Sequence[tuple[int, float]]

ENOUGH: Line = ((2, 0.2), (3, 0.3), (4, 0.34), (30, 0.05))
"""What one thing must cover for anybody to be named."""
HALF_SURE: Line = ((2, 0.6), (4, 0.6), (30, 0.3))
"""What the things quoted for a person must cover together for some confidence."""
SURE: Line = ((2, 0.95), (4, 0.9), (30, 0.5))
"""What they must cover, and more than one of them, to be sure."""


def asked_of(words: int, line: Line) -> float:
    """The coverage that a line asks of a question of so many words."""
    points = np.log([count for count, _coverage in line])
    return float(np.interp(np.log(max(words, 1)), points, [coverage for _count, coverage in line]))


def is_enough(coverage: float, words: int) -> bool:
    """Whether one thing that covers so much of a question of so many words is reason to name anybody."""
    return coverage >= asked_of(words, ENOUGH)


def how_sure(coverage: float, words: int, things: int) -> str:
    """The word for how sure we are of one person: of their coverage, the question's words, and their things told."""
    if coverage >= asked_of(words, SURE) and things > 1:
        return STRONG
    return SOME if coverage >= asked_of(words, HALF_SURE) else FAINT
