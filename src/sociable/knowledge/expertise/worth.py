"""How much an act still says: it fades with its age, and what others took as an answer says a little more.

Roles are in `roles.py`; how large a thing is counts in the search already, where long texts are brought to the length
of the others (BM25). The factors are small on purpose: on the public set that has dates, votes and accepted answers,
popularity made the ranking worse, and age hardly moved it (`docs/expertise.md`).
"""

import numpy as np
from django.conf import settings
from numpy.typing import ArrayLike, NDArray

DAY = 86_400
YEAR = 365.25 * DAY
LASTING = 0.25
"""What is left of an act however old: whoever knew it once is worth asking when nobody does now."""
ACCEPTED = 1.1
"""What an accepted answer counts, beside others."""
THANKED = 0.02
"""What is added for each unit of ln(1 + thanks and votes), given here or brought along."""
PASSING = 0.7
PASSING_KINDS = frozenset({"announcement", "meeting", "merge", "minutes"})
"""Kinds of things that tell of a matter rather than show that somebody knows it."""


def worths(at: ArrayLike, accepted: ArrayLike, score: ArrayLike, passing: ArrayLike, now: float) -> NDArray[np.float64]:
    """A factor for each act, from four lists of one length: when (seconds since 1970, as `now`), whether its thing was
    accepted, its votes, and whether its kind is a passing one."""
    fresh = LASTING + (1 - LASTING) * np.exp2(-days_since(at, now) / (settings.HALF_LIFE * YEAR))
    thanked = 1 + THANKED * np.log1p(np.maximum(0.0, np.asarray(score, np.float64)))
    return fresh * thanked * np.where(accepted, ACCEPTED, 1.0) * np.where(passing, PASSING, 1.0)


def days_since(at: ArrayLike, now: float) -> NDArray[np.float64]:
    """Whole days from these times to now, none from the future; all in seconds since 1970, the days as well.

    In days, for minutes are no reason to go before an equal.
    """
    return np.maximum(0, int(now // DAY) - np.asarray(at).astype(np.int64) // DAY) * float(DAY)
