"""Who stands behind things, right now: the graph made ahead, and the database for what happened since."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sociable.kit.clock import now
from sociable.knowledge.expertise import graph as graphs
from sociable.knowledge.expertise.evidence import Trace, traces
from sociable.knowledge.expertise.graph import UNSEEN, Floats, Graph, Ints, spread, tier_of
from sociable.knowledge.expertise.roles import weight_of
from sociable.knowledge.expertise.worth import PASSING_KINDS, worths
from sociable.ledger.acts import Position, settled, things_touched
from sociable.publics.readers import Reader
from sociable.things.models import Thing

SMALL = 3_000
"""Things up to which a site makes its graph on the spot, rather than wait for the worker's next."""


@dataclass
class Since:
    """A graph, and which things were touched since it was made; kept by a process between questions."""

    graph: Graph
    merges: tuple[int, int]
    seen: Position
    touched: set[int] = field(default_factory=set)

    def catch_up(self) -> None:
        now = settled()
        if now > self.seen:
            self.touched |= things_touched(self.seen, now)
            self.seen = now


KEPT: dict[int, Since] = {}


def graph_now() -> Since | None:
    """The graph to answer from; None where a large site has none yet that knows who is who."""
    merges = graphs.merges_now()
    graph = graphs.current()
    since = KEPT.get(id(graph)) if graph is not None else None
    if graph is not None and since is None:
        KEPT.clear()
        since = KEPT[id(graph)] = Since(graph, (int(graph.merges[0]), int(graph.merges[1])), graph.position)
    if since is not None:
        since.catch_up()
        if since.merges == merges and not (since.touched and is_small()):
            return since
    if not is_small():
        return None
    fresh = graphs.make()
    return Since(fresh, merges, fresh.position)


def is_small() -> bool:
    return len(Thing.objects.values("pk")[: SMALL + 1]) <= SMALL


@dataclass(frozen=True)
class Credits:
    """Who stands behind some things: for each credit, which of the things, whose (an id), and what it says of them:
    the part of the thing that is theirs, less what age took of it (`worth.py`)."""

    rows: Ints
    people: Ints
    parts: Floats


def worths_of(traces: Sequence[Trace]) -> Floats:
    facts = [(one.at.timestamp(), one.accepted, one.score, one.kind in PASSING_KINDS) for one in traces]
    at, accepted, score, passing = np.array(facts, np.float64).reshape(-1, 4).T
    return worths(at, accepted, score, passing, now().timestamp()).astype(np.float32)


class Standing:
    """What one reader may know, at this moment, of who stands behind what."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.tier = tier_of(reader)
        self.since = graph_now()

    @property
    def graph(self) -> Graph | None:
        return self.since.graph if self.since else None

    @cached_property
    def touched(self) -> Ints:
        return np.array(sorted(self.since.touched), np.int64) if self.since else np.zeros(0, np.int64)

    def places(self, things: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """Indices of things in the graph, and which of them stand there as they are now."""
        if self.graph is None:
            return np.zeros(len(things), np.int64), np.zeros(len(things), bool)
        index, known = self.graph.find_things(things)
        return index, known & ~np.isin(things, self.touched) if len(self.touched) else known

    def credits(self, things: Ints) -> Credits:
        """Who stands behind these things: from the graph where nothing happened since, else from the database."""
        index, known = self.places(things)
        if self.graph is not None and known.all():
            return self.computed(self.graph, index)
        fresh = self.from_database(things, np.flatnonzero(~known))
        if self.graph is None or not known.any():
            return fresh
        at = np.flatnonzero(known)
        ahead = self.computed(self.graph, index[at])
        return Credits(
            np.concatenate((at[ahead.rows], fresh.rows)),
            np.concatenate((ahead.people, fresh.people)),
            np.concatenate((ahead.parts, fresh.parts)),
        )

    def computed(self, graph: Graph, index: Ints) -> Credits:
        owner, place = spread(graph.thing_start, index)
        votes = graph.thing_votes.take(place)
        return Credits(owner, graph.people.take(votes["of"]), votes["part"])

    def traces(self, things: Ints) -> list[Trace]:
        """Who did what in these things, which the reader may see: the acts behind `credits`."""
        index, known = self.places(things)
        found = traces(things[~known].tolist(), self.reader) if not known.all() else []
        return found + self.from_graph(index[known])

    def from_graph(self, index: Ints) -> list[Trace]:
        if self.graph is None:
            return []
        owner, place = spread(self.graph.thing_start, index)
        names = self.graph.names_of_roles
        things, people = self.graph.things.take(index).take(owner), self.graph.thing_credits.take(place)["of"]
        roles, times = self.graph.thing_roles.take(place), self.graph.thing_times.take(place)
        columns = (things, self.graph.people.take(people), roles, times)
        rows = zip(*(one.tolist() for one in columns), strict=True)
        return [Trace(thing, person, names[role], datetime.fromtimestamp(at, UTC)) for thing, person, role, at in rows]

    def from_database(self, things: Ints, at: Ints) -> Credits:
        rows_of: dict[int, list[int]] = {}
        for one in at.tolist():
            rows_of.setdefault(int(things[one]), []).append(one)
        found = (
            [(row, trace) for trace in traces(rows_of, self.reader) for row in rows_of[trace.thing]] if rows_of else []
        )
        rows = np.array([row for row, _trace in found], np.int64)
        weights = np.array([weight_of(trace.role) for _row, trace in found], np.float64)
        totals = np.bincount(rows, weights, len(things)) if len(rows) else np.zeros(len(things))
        parts = (weights / np.maximum(1, totals[rows])).astype(np.float32) if len(rows) else weights.astype(np.float32)
        parts *= worths_of([trace for _row, trace in found])
        return Credits(rows, np.array([trace.person for _row, trace in found], np.int64), parts)

    def sizes(self, people: Ints) -> NDArray[np.float64]:
        """How many things each of these people stands behind, by their parts, in the reader's tier; at least one."""
        if self.graph is None or not len(self.graph.people):
            return np.ones(len(people))
        place, known = self.graph.find_people(people)
        return np.where(known, np.maximum(1, self.graph.sizes[self.tier][place]), 1).astype(np.float64)

    def acted(self, people: Ints, times: Callable[[Graph], Ints]) -> Ints:
        """When each of these people did something, by one of the graph's lists of that, in the reader's tier."""
        if self.graph is None or not len(self.graph.people):
            return np.full(len(people), UNSEEN)
        place, known = self.graph.find_people(people)
        return np.where(known, times(self.graph)[self.tier].take(place), UNSEEN)

    @property
    def mean_size(self) -> float:
        """The mean of those sizes, over the people who have any."""
        return self.graph.mean_sizes[self.tier] if self.graph is not None else 1.0

    @property
    def people_count(self) -> int:
        """How many people stand behind something in the reader's tier."""
        return self.graph.people_counts[self.tier] if self.graph is not None else 1

    @property
    def things_count(self) -> int:
        """How many things there are in the reader's tier."""
        return int(self.graph.counts[self.tier]) if self.graph is not None else 1
