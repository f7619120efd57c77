"""The walk over people and things: from what matches to whoever stands behind it, and on to what else they made.

With restart, and for a few steps only (Serdyukov, Rode and Hiemstra, *Modeling multi-step relevance propagation*, CIKM
2008). All of it is linear, so a thing that two people lead to may stand there twice: nothing sums it up before the end.
Most of its time goes into memory that no processor keeps near; so each row of the graph says where the next one begins.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sociable.knowledge.expertise.graph import Graph, spread, spread_rows
from sociable.knowledge.expertise.standing import Standing
from sociable.knowledge.expertise.votes import Ints, Reals, Votes, each_once, strongest

REPLY = 1.0
"""How much of a match goes on to what it replies to, and to its replies: an answer knows what its question asks."""
RESTART = 0.35
STEPS = 3
"""The chance to start again, and the number of steps."""
COMPANY = 200
REACH = 20_000
"""People through whom a step goes on, and credits it looks at: the walk costs the same on a large site."""
DENSE = 4
"""Where a step leads to more than one in so many of all things, they are summed up at once: many stand there twice."""


@dataclass(frozen=True, slots=True)
class Front:
    """Where the walk stands: things of the graph, by index, with where the credits of each begin, how many they are,
    and how much of the walk is there. A thing may stand here twice."""

    places: Ints
    begin: Ints
    count: Ints
    mass: Reals

    @classmethod
    def at(cls, graph: Graph, places: Ints, mass: Reals) -> "Front":
        begin = graph.thing_start.take(places)
        return cls(places, begin, graph.thing_start.take(places + 1) - begin, mass)

    def and_on(self, on: "Front", restart: float) -> "Front":
        """These, as much as starts again, and those, as much as goes on."""
        return Front(
            np.concatenate((self.places, on.places)),
            np.concatenate((self.begin, on.begin)),
            np.concatenate((self.count, on.count)),
            np.concatenate((restart * self.mass, (1 - restart) * on.mass)),
        )

    def people(self, graph: Graph) -> tuple[Ints, Reals]:
        """Whom the walk goes on to from here, and with how much: for each credit, a person by index."""
        owner, entry = spread_rows(self.begin, self.count)
        credits = graph.thing_credits.take(entry)
        return credits["of"].astype(np.int64), self.mass.take(owner) * credits["part"]

    def votes(self, graph: Graph, total: float) -> Votes:
        """How much each thing speaks for each of its people, where the walk ends with so much in all."""
        owner, entry = spread_rows(self.begin, self.count)
        votes = graph.thing_votes.take(entry)
        things = graph.things.take(self.places).take(owner)
        return Votes(graph.people.take(votes["of"]), things, (total * self.mass).take(owner) * votes["part"])


def walk(graph: Graph, standing: Standing, places: Ints, strength: Reals) -> Votes:
    """The walk from these things (by index, each once) of this strength."""
    total = float(strength.sum())
    seeds = Front.at(graph, places, strength / total)
    home, mass = seeds.people(graph)
    people, weight = summed(home, mass)
    now = seeds
    for step in range(STEPS):
        on = things_of(graph, standing, *company(graph, people, weight))
        now = seeds.and_on(on, RESTART)
        if step + 1 < STEPS:
            met, gone = on.people(graph)
            weights = np.concatenate((RESTART * mass, (1 - RESTART) * gone))
            people, weight = summed(np.concatenate((home, met)), weights)
    return now.votes(graph, total)


def company(graph: Graph, people: Ints, weight: Reals) -> tuple[Ints, Reals]:
    """Those of these people through whom the walk goes on: the strongest, as many as a step may look at."""
    order = strongest(weight, COMPANY)
    people, weight = people.take(order), weight.take(order)
    reach = (graph.person_start.take(people + 1) - graph.person_start.take(people)).cumsum()
    most = max(1, int(reach.searchsorted(REACH)))
    return people[:most], weight[:most]


def things_of(graph: Graph, standing: Standing, people: Ints, weight: Reals) -> Front:
    """Where the walk goes from people: to their things, by the part that is theirs."""
    owner, entry = spread(graph.person_start, people)
    ways = graph.person_ways.take(entry)
    size = np.maximum(graph.sizes[standing.tier].take(people), 1e-6)
    places, gone = ways["of"].astype(np.int64), (weight / size).take(owner) * ways["part"]
    allowed = may_walk(graph, standing, places)
    if DENSE * len(places) > len(graph.things):
        return Front.at(graph, *summed(places[allowed], gone[allowed]))
    begin, count = ways["begin"].astype(np.int64), ways["count"].astype(np.int64)
    return Front(places[allowed], begin[allowed], count[allowed], gone[allowed])


def with_replies(graph: Graph, standing: Standing, places: Ints, strength: Reals) -> tuple[Ints, Reals]:
    """Places of the graph and their strength, the part that goes on along replies among it."""
    _row, near, passed = replies(graph, standing, places, REPLY * strength)
    return summed(np.concatenate((places, near)), np.concatenate((strength, passed)))


def replies(graph: Graph, standing: Standing, places: Ints, strength: Reals) -> tuple[Ints, Ints, Reals]:
    """What of the tier stands a reply away from these places, either way: from which of them, where, and the strength
    it gets: the less, the more replies the tier sees at both ends."""
    owner, entry = spread(graph.reply_start, places)
    near = graph.reply_things[entry].astype(np.int64)
    open_to = may_walk(graph, standing, near)
    owner, near = owner[open_to], near[open_to]
    counts = graph.reply_counts[standing.tier]
    both = np.maximum(1, counts.take(places).take(owner)) * np.maximum(1, counts.take(near))
    return owner, near, strength.take(owner) / np.sqrt(both)


def may_walk(graph: Graph, standing: Standing, places: Ints) -> NDArray[np.bool_] | slice:
    """Which things of the graph the whole tier sees, and nothing happened to since."""
    if graph.is_open_to[standing.tier] and not len(standing.touched):
        return slice(None)
    return (graph.tiers[places] <= standing.tier) & ~np.isin(graph.things[places], standing.touched)


def summed(keys: Ints, values: Reals) -> tuple[Ints, Reals]:
    """The keys, each once, in no order, and the sum of each one's values."""
    unique, place = each_once(keys)
    return unique, np.bincount(place, values, len(unique)).astype(np.float64)
