"""Information-retrieval measures of one ranking. Pure arithmetic.

Definitions: Manning, Raghavan and Schütze, *Introduction to Information Retrieval* (2008), chapter 8; nDCG with gain
2^grade - 1 after Burges et al. (2005). `ranking` is a list of ids, best first; `grades` maps an id to its grade, and a
grade above 0 is relevant. All are between 0 and 1.
"""

import math
from collections.abc import Mapping, Sequence


def average_precision(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    relevant = sum(grade > 0 for grade in grades.values())
    found, total = 0, 0.0
    for place, one in enumerate(ranking, 1):
        if grades.get(one, 0) > 0:
            found += 1
            total += found / place
    return total / relevant if relevant else 0.0


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    places = (place for place, one in enumerate(ranking, 1) if grades.get(one, 0) > 0)
    return 1 / next(places, math.inf)


def precision(ranking: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    return sum(grades.get(one, 0) > 0 for one in ranking[:depth]) / depth


def success(ranking: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    return float(any(grades.get(one, 0) > 0 for one in ranking[:depth]))


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    ideal = discounted(sorted(grades.values(), reverse=True)[:depth])
    return discounted([grades.get(one, 0) for one in ranking[:depth]]) / ideal if ideal else 0.0


def discounted(gains: Sequence[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(gains, 1))
