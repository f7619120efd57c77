"""Our measures say what trec_eval says, and nDCG what its definition says."""

import math
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociable.knowledge.expertise import measures

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pytrec_eval

PEOPLE = [f"p{number}" for number in range(30)]


@given(
    st.permutations(PEOPLE).flatmap(lambda ranking: st.integers(0, 30).map(lambda cut: ranking[:cut])),
    st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 2), min_size=1, max_size=12).filter(
        lambda grades: any(grades.values())
    ),
)
def test_our_measures_agree_with_trec_eval(ranking: list[str], grades: dict[str, int]) -> None:
    peer = pytrec_eval.RelevanceEvaluator({"q": grades}, {"map", "recip_rank", "P_5", "P_10", "success_5"})
    run = {one: float(len(ranking) - place) for place, one in enumerate(ranking)} or {"nobody at all": 1.0}
    said = peer.evaluate({"q": run})["q"]
    ours = {
        "map": measures.average_precision(ranking, grades),
        "recip_rank": measures.reciprocal_rank(ranking, grades),
        "P_5": measures.precision(ranking, grades, 5),
        "P_10": measures.precision(ranking, grades, 10),
        "success_5": measures.success(ranking, grades, 5),
    }
    assert ours == pytest.approx(said)


def test_ndcg_by_hand() -> None:
    grades = {"a": 2, "b": 1}
    assert measures.ndcg(["a", "b"], grades, 10) == 1
    gained = 1 / math.log2(2) + 3 / math.log2(4)
    assert measures.ndcg(["b", "x", "a"], grades, 10) == pytest.approx(gained / (3 + 1 / math.log2(3)))
    assert measures.ndcg([], grades, 10) == 0
    assert measures.ndcg(["a"], {"a": 0}, 10) == 0
