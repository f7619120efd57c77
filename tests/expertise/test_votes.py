"""The arithmetic of votes says what the slower way says."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from sociable.knowledge.expertise.votes import LONGEST_TABLE, distinct


@given(some.lists(some.integers(0, 50) | some.integers(0, 10**6) | some.integers(LONGEST_TABLE, 2**62)))
def test_ids_once_and_where_each_stands(listed: list[int]) -> None:
    ids = np.array(listed, np.int64)
    unique, place = np.unique(ids, return_inverse=True)
    ours, ours_place = distinct(ids)
    assert ours.tolist() == unique.tolist()
    assert ours_place.tolist() == place.tolist()
