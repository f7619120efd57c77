"""From the one who asks to those who can help, by people who worked together."""

from collections.abc import Collection

import numpy as np

from sociable.knowledge.expertise.graph import Graph, Ints, spread
from sociable.knowledge.expertise.standing import Standing

HOPS = 4
"""People on the way, the last included, up to which a path is looked for: further away, it introduces nobody."""
REACH = 60_000
"""Credits looked at: a path costs about the same on a large site."""
CROWD = 30
"""A thing that more people than this had a hand in brought nobody together."""


def paths(standing: Standing, asker: int | None, targets: Collection[int]) -> dict[int, tuple[int, ...]]:
    """The shortest path of people who worked on the same thing, from the asker to each target that one leads to.

    Breadth first, over things that the asker's whole tier may see; both ends are in the path. Ids are people's.
    """
    graph = standing.graph
    if graph is None or asker is None or not len(graph.people):
        return {}
    places, known = graph.find_people(np.array([asker, *targets], np.int64))
    if not known[0]:
        return {}
    wanted = set(places[1:][known[1:]].tolist()) - {int(places[0])}
    parents = search_from(graph, standing.tier, int(places[0]), wanted)
    found = {int(graph.people[one]): trail(parents, one) for one in wanted if one in parents}
    return {person: tuple(int(graph.people[step]) for step in steps) for person, steps in found.items()}


def search_from(graph: Graph, tier: int, start: int, wanted: set[int]) -> dict[int, int]:
    """Who each person was first met through, by index; the start has itself."""
    parents, frontier, looked = {start: start}, np.array([start], np.int64), 0
    for _ in range(HOPS):
        via, met = colleagues(graph, tier, frontier)
        looked += len(met)
        fresh = {}
        for one, through in zip(met.tolist(), via.tolist(), strict=True):
            if one not in parents and one not in fresh:
                fresh[one] = through
        parents |= fresh
        frontier = np.array(sorted(fresh), np.int64)
        if wanted <= parents.keys() or not len(frontier) or looked > REACH:
            break
    return parents


def colleagues(graph: Graph, tier: int, people: Ints) -> tuple[Ints, Ints]:
    """For these people: through whom (an index of a person), and whom they worked with on a thing of the tier."""
    owner, entry = spread(graph.person_start, people)
    entry, owner = entry[:REACH], owner[:REACH]
    ways = graph.person_ways.take(entry)
    things, crowd = ways["of"].astype(np.int64), ways["count"]
    shared = (graph.tiers[things] <= tier) & (crowd > 1) & (crowd <= CROWD)
    row, place = spread(graph.thing_start, things[shared])
    return people[owner[shared]][row], graph.thing_credits["of"][place].astype(np.int64)


def trail(parents: dict[int, int], end: int) -> list[int]:
    steps = [end]
    while parents[steps[-1]] != steps[-1]:
        steps.append(parents[steps[-1]])
    return steps[::-1]
