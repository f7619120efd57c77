"""How sure we are: strong, some or faint; and when what was found is too little to name anybody. Pure arithmetic.

What is looked at is how much of the question the three best things of a person cover, by the weight of its words. A
short question should be covered almost whole; a long message never is, so what is asked of it falls with its length.
"""

import math

STRONG, SOME, FAINT = "strong", "some", "faint"


def needed(words: int, short: float, long: float) -> float:
    """What coverage is asked of a question of so many words: `short` up to three, `long` from thirty on."""
    where = min(1.0, max(0.0, (math.log(max(words, 1)) - math.log(3)) / (math.log(30) - math.log(3))))
    return short + (long - short) * where


ENOUGH = (0.39, 0.05)
"""How much of the question one thing must cover for anybody to be named."""
SURE = (0.9, 0.45)
"""Coverage from which we are sure, if more than one thing says so."""
HALF_SURE = (0.7, 0.3)


def is_enough(coverage: float, words: int) -> bool:
    return coverage >= needed(words, *ENOUGH)


def how_sure(coverage: float, words: int, things: int) -> str:
    """The word for how sure we are of one person: of their coverage, the question's words, and their things told."""
    if coverage >= needed(words, *SURE) and things > 1:
        return STRONG
    return SOME if coverage >= needed(words, *HALF_SURE) else FAINT
