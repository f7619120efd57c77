"""Whether somebody is still around: whoever has done nothing for long can hardly help, however much they once knew.

Who took no part lately is left out where bugs are given to people by their text (Anvik, Hiew and Murphy, *Who should
fix this bug?*, ICSE 2006); here they step behind, and are still named. It is told by things alone that the reader's
whole tier sees, for what somebody does among a few shall not show elsewhere.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from sociable.knowledge.expertise.standing import Standing
from sociable.knowledge.expertise.votes import Ints, Votes
from sociable.knowledge.expertise.worth import YEAR, days_since

HALF_LIFE = 1.0
"""Years without an act after which half of what can go is gone."""
REMAINS = 0.25
"""What is left of somebody's votes however long ago it was, as of an act's (`worth.py`)."""


def presence(lately: Ints, at: float) -> NDArray[np.float64]:
    """A factor for each person, from when they last did something (as the graph tells it), at a time; both in seconds
    since 1970."""
    return REMAINS + (1 - REMAINS) * np.exp2(-days_since(lately, at) / (HALF_LIFE * YEAR))


def if_around(votes: Votes, standing: Standing, at: datetime) -> Votes:
    """The votes, less for people who were not seen for long before this moment."""
    people, whose = votes.rows
    return votes.weighing(
        votes.weights * presence(standing.acted(people, attrgetter("lately")), at.timestamp()).take(whose)
    )


def quiet_since(people: Sequence[int], standing: Standing, at: datetime) -> list[datetime | None]:
    """For each of these people: when they last did something, if that is longer than the half-life ago."""
    seen = standing.acted(np.array(people, np.int64), attrgetter("last")).tolist()
    return [datetime.fromtimestamp(one, UTC) if at.timestamp() - one > HALF_LIFE * YEAR else None for one in seen]
