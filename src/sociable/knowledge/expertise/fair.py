"""A fair load: among equals, whoever was asked often lately steps behind. Pure arithmetic."""

from collections.abc import Mapping, Sequence

EQUAL = 0.10
"""Scores within this part of the best among them count as equal: their order is not known any better."""


def equals(ranked: Sequence[int], scores: Mapping[int, float]) -> list[list[int]]:
    """People, best first, cut into groups of equals: each begins with the best one who is not equal to those before."""
    groups: list[list[int]] = []
    for person in ranked:
        if groups and scores[person] >= (1 - EQUAL) * scores[groups[-1][0]]:
            groups[-1].append(person)
        else:
            groups.append([person])
    return groups


def to_weigh(ranked: Sequence[int], scores: Mapping[int, float], limit: int) -> list[int]:
    """Of people ranked best first, those whose load can change who the first `limit` are, or their order."""
    found, before = [], 0
    for group in equals(ranked, scores):
        if before >= limit:
            break
        before += len(group)
        found += group if len(group) > 1 else []
    return found


def fair(ranked: Sequence[int], scores: Mapping[int, float], asked: Mapping[int, int]) -> list[int]:
    """The same people; among equals those asked less often come first, otherwise they stay in their order.

    `ranked` are ids, best first by `scores`; `asked` says how often each was asked lately, 0 for those it lacks.
    """
    return [one for group in equals(ranked, scores) for one in sorted(group, key=lambda one: asked.get(one, 0))]
