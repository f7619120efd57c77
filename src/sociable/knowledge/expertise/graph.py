"""Who stands behind what, as arrays: computed ahead by the worker, shared by all readers of a node.

A graph is a folder of arrays, opened without copying (memory-mapped). It knows the place in the ledger at which it was
made; what happened since is asked of the database, thing by thing (`standing.py`), until the next graph is made.

Each thing has a tier: 0 where Everyone may see it, 1 where the whole organisation may, 2 where only some may. Whatever
is computed over the whole graph (sizes, walks) is computed for a tier, and never looks at tier 2.
"""

import math
import shutil
import time
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection
from numpy.typing import NDArray

from sociable.kit.clock import now
from sociable.kit.databases import seconds_of
from sociable.knowledge.expertise.roles import weight_of
from sociable.knowledge.expertise.thanked import BY_CREDIT
from sociable.knowledge.expertise.worth import PASSING_KINDS, worths
from sociable.ledger.acts import START, Position, origin, settled
from sociable.people.models import Merge
from sociable.publics.readers import EVERYONE, INSIDE, Reader
from sociable.things.models import Role

FORMAT = 10
TIERS = (0, 1)
HIDDEN = 2
LATELY = 3
"""Acts that tell whether somebody is around: the first of their last three."""
UNSEEN = np.iinfo(np.int64).max
"""When somebody last did something of whom the tier sees nothing: they count as around."""
FETCH = 50_000

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Credits = NDArray[np.void]
CREDIT = np.dtype([("of", np.int32), ("part", np.float32)])
"""Whose, by index, and how much of the thing: together, for they are read together, at places all over."""
WAY = np.dtype([("of", np.int32), ("part", np.float32), ("begin", np.int32), ("count", np.int32)])
"""Which thing, by index, how much of it, and where its own credits stand, so that nobody has to look that up."""


def tier_of(reader: Reader) -> int:
    """Which tier a reader sees whole."""
    return 1 if reader.is_inside else 0


@dataclass(frozen=True)
class Graph:
    """People and things, by index into `people` and `things` (both sorted ids).

    Rows of a compressed sparse matrix: the people of thing i are `thing_credits[thing_start[i]:thing_start[i + 1]]`,
    with the part of the thing that is theirs, and in `thing_votes` with what that says by now; so are the things of a
    person (`person_ways`), and the replies.
    """

    place: Ints
    """xid and act of the ledger at which it was made."""
    things: Ints
    tiers: NDArray[np.uint8]
    people: Ints
    thing_start: Ints
    thing_credits: Credits
    thing_votes: Credits
    thing_roles: NDArray[np.int16]
    thing_times: Ints
    """Of each credit, the id of its role, and when they last acted in it, in seconds since 1970."""
    role_names: NDArray[np.str_]
    """By id."""
    person_start: Ints
    person_ways: Credits
    reply_start: Ints
    reply_things: NDArray[np.int32]
    reply_counts: NDArray[np.int32]
    """Shape (tiers, things): how many replies of each thing, either way, the tier sees."""
    sizes: Floats
    """Shape (tiers, people): how many things, by their parts, each person has in the tier."""
    lately: Ints
    """Shape (tiers, people): when each person did the first of their last few things of the tier, in seconds since
    1970; `UNSEEN` for whoever did none."""
    last: Ints
    """The same of their very last."""
    counts: Ints
    """Shape (tiers,): how many things there are in the tier."""
    merges: Ints
    """Shape (2,): a mark of the merges of people that it knows of."""
    thing_places: NDArray[np.int32]
    person_places: NDArray[np.int32]
    """By id: the index into `things` or `people`; -1 for an id that is not there."""

    @property
    def position(self) -> Position:
        return Position(int(self.place[0]), int(self.place[1]))

    def find_things(self, ids: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """Indices of things by id, and which of them are here."""
        return find(self.thing_places, ids)

    def find_people(self, ids: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """Indices of people by id, and which of them are here."""
        return find(self.person_places, ids)

    @cached_property
    def names_of_roles(self) -> list[str]:
        """By id, as a list."""
        return [str(name) for name in self.role_names]

    @cached_property
    def mean_sizes(self) -> list[float]:
        """By tier: the mean of `sizes` over the people who have any, each counted as at least one."""
        some = [sizes[sizes > 0] for sizes in self.sizes]
        return [float(np.mean(np.maximum(1, sizes))) if len(sizes) else 1.0 for sizes in some]

    @cached_property
    def is_open_to(self) -> list[bool]:
        """By tier: whether it sees every thing there is."""
        return [int(count) == len(self.things) for count in self.counts]

    @cached_property
    def people_counts(self) -> list[int]:
        """By tier: how many people stand behind something."""
        return [int(np.count_nonzero(sizes)) for sizes in self.sizes]


def places_of(ids: Ints) -> NDArray[np.int32]:
    """The table behind `find`. Ids are given out in a row, so it is hardly longer than they are."""
    places = np.full(int(ids[-1]) + 1 if len(ids) else 0, -1, np.int32)
    places[ids] = np.arange(len(ids), dtype=np.int32)
    return places


def find(places: NDArray[np.int32], ids: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Indices by id, and which of the ids are known; the index of those that are not is 0."""
    inside = (ids >= 0) & (ids < len(places))
    if not len(places):
        return np.zeros(len(ids), np.int64), inside
    found = np.where(inside, places[np.where(inside, ids, 0)], -1)
    return np.maximum(found, 0).astype(np.int64), found >= 0


def lookup(known: Ints, ids: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Indices of `ids` in the sorted array `known`, and which of them are in it."""
    if not len(known):
        return np.zeros(len(ids), np.int64), np.zeros(len(ids), bool)
    places = np.minimum(np.searchsorted(known, ids), len(known) - 1)
    return places, known[places] == ids


def spread(start: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """For rows of a sparse matrix: the row (as a position in `rows`) and the place of each of their entries."""
    begin = start.take(rows)
    return spread_rows(begin, start.take(rows + 1) - begin)


def spread_rows(begin: Ints, count: Ints) -> tuple[Ints, Ints]:
    """The same for rows that begin there and have so many entries."""
    owner = np.arange(len(begin)).repeat(count)
    entry = (begin + count - count.cumsum()).take(owner)
    entry += np.arange(len(owner))
    return owner, entry


# --- making one ---


MERGES = f"SELECT count(*), coalesce(sum(id), 0) FROM {Merge._meta.db_table} WHERE ended_at IS NULL"  # noqa: S608


def merges_now() -> tuple[int, int]:
    """A mark of the merges of people that stand: how many, and the sum of their ids."""
    with connection.cursor() as cursor:
        cursor.execute(MERGES)
        count, total = cursor.fetchone()
    return int(count), int(total)


def make() -> Graph:
    """A graph of the ledger as it is settled now: one pass over things and evidence, about 40 bytes a credit."""
    place, merges = settled(), merges_now()
    things, tiers, replies, facts = read_things()
    thing, person, role, acted, thanked = read_credits()
    index, known = lookup(things, thing)
    thing, person, role, acted, thanked = index[known], person[known], role[known], acted[known], thanked[known]
    people, person = np.unique(person, return_inverse=True)
    order = np.lexsort((person, thing))
    thing, person, role, acted, thanked = thing[order], person[order], role[order], acted[order], thanked[order]
    accepted, score, passing = facts[thing].T
    names = read_roles()
    weights = np.array([weight_of(name) for name in names])[role]
    totals = np.bincount(thing, weights, len(things))
    parts = (weights / np.maximum(1, totals[thing])).astype(np.float32)
    thing_start, by_person = starts(thing, len(things)), np.argsort(person, kind="stable")
    reply_from, reply_to = reply_edges(things, replies)
    sizes = [np.bincount(person, parts * (tiers[thing] <= tier), len(people)) for tier in TIERS]
    lately, last = last_acts(person, acted, tiers[thing], len(people))
    return Graph(
        place=np.array(place, np.int64),
        things=things,
        tiers=tiers,
        people=people,
        thing_start=thing_start,
        thing_credits=credits(person, parts),
        thing_votes=credits(person, parts * worths_now(acted, accepted, score + thanked, passing)),
        thing_roles=role.astype(np.int16),
        thing_times=acted,
        role_names=np.array(names),
        person_start=starts(person[by_person], len(people)),
        person_ways=ways(thing[by_person], parts[by_person], thing_start),
        reply_start=starts(reply_from, len(things)),
        reply_things=reply_to.astype(np.int32),
        reply_counts=np.array(
            [np.bincount(reply_from, tiers[reply_to] <= tier, len(things)) for tier in TIERS], np.int32
        ),
        sizes=np.array(sizes, np.float32).reshape(len(TIERS), len(people)),
        lately=lately,
        last=last,
        merges=np.array(merges, np.int64),
        thing_places=places_of(things),
        person_places=places_of(people),
        counts=np.array([np.count_nonzero(tiers <= tier) for tier in TIERS], np.int64),
    )


def credits(of: Ints, parts: Floats) -> Credits:
    packed = np.empty(len(of), CREDIT)
    packed["of"], packed["part"] = of, parts
    return packed


def ways(things: Ints, parts: Floats, start: Ints) -> Credits:
    packed = np.empty(len(things), WAY)
    packed["of"], packed["part"] = things, parts
    packed["begin"], packed["count"] = start[things], start[things + 1] - start[things]
    return packed


def worths_now(acted: Ints, accepted: Ints, score: Ints, passing: Ints) -> Floats:
    return worths(acted, accepted, score, passing, now().timestamp()).astype(np.float32)


def starts(rows: Ints, count: int) -> Ints:
    """Where each row of a sparse matrix begins, for entries sorted by row."""
    return np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=count)))).astype(np.int64)


def last_acts(person: Ints, acted: Ints, tiers: NDArray[np.uint8], people: int) -> tuple[Ints, Ints]:
    """Of each tier and person, when they did the first of their last few things of the tier, and the very last."""
    order = np.lexsort((-acted, person))
    person, acted, tiers = person[order], acted[order], tiers[order]
    lately, last = np.full((2, len(TIERS), people), UNSEEN)
    for tier in TIERS:
        theirs, seen = acted[tiers <= tier], starts(person[tiers <= tier], people)
        some = np.flatnonzero(seen[1:] > seen[:-1])
        first = seen[some]
        last[tier, some] = theirs[first]
        lately[tier, some] = theirs[np.minimum(first + LATELY, seen[some + 1]) - 1]
    return lately, last


def read_things() -> tuple[Ints, NDArray[np.uint8], Ints, Ints]:
    """Ids, tiers, what each replies to, and what `worths` asks of a thing: accepted, score, whether its kind passes."""
    kinds = ", ".join(f"'{kind}'" for kind in sorted(PASSING_KINDS))
    table = read(
        "SELECT id, public_id, coalesce(reply_to_id, 0), CASE WHEN accepted THEN 1 ELSE 0 END, "  # noqa: S608
        f"score + coalesce(u.votes, 0), CASE WHEN kind IN ({kinds}) THEN 1 ELSE 0 END FROM things_thing "
        "LEFT JOIN expertise_useful u ON u.thing_id = id WHERE withdrawn_at IS NULL ORDER BY id",
        6,
    )
    public = table[:, 1]
    tiers = np.where(public == EVERYONE, 0, np.where(np.isin(public, list(INSIDE)), 1, HIDDEN)).astype(np.uint8)
    return table[:, 0], tiers, table[:, 2], table[:, 3:]


def read_credits() -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Thing, person (as they are known), role, time (seconds since 1970) and thanks of each credit that stands."""
    table = read(
        f"SELECT e.thing_id, coalesce(p.same_as_id, p.id), role_id, {seconds_of('e.at')}, coalesce(t.thanks, 0) "  # noqa: S608
        "FROM expertise_evidence e JOIN people_person p ON p.id = e.person_id "
        f"LEFT JOIN ({BY_CREDIT}) t ON t.thing_id = e.thing_id AND t.person = coalesce(p.same_as_id, p.id) "
        "WHERE standing",
        5,
    )
    thing, person, role, acted, thanked = table.T
    return thing, person, role, acted, thanked


def read(sql: str, width: int) -> Ints:
    """All rows of a query of integers, fetched in parts."""
    parts = [np.zeros((0, width), np.int64)]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(FETCH):
            parts.append(np.array(rows, np.int64))
    return np.concatenate(parts)


def read_roles() -> list[str]:
    """Names of the roles by id, '' for an id that is not there."""
    names = dict(Role.objects.values_list("pk", "name"))
    return [names.get(id_, "") for id_ in range(max(names, default=0) + 1)]


def reply_edges(things: Ints, replies: Ints) -> tuple[Ints, Ints]:
    """A thing and what it replies to, both ways, sorted by the first."""
    child = np.flatnonzero(replies)
    parent, known = lookup(things, replies[child])
    child, parent = child[known], parent[known]
    first, second = np.concatenate((child, parent)), np.concatenate((parent, child))
    order = np.argsort(first, kind="stable")
    return first[order], second[order]


# --- keeping one ---


def folder() -> Path:
    return Path(settings.INDEX_FOLDER) / f"graph-{FORMAT}"


def save(graph: Graph) -> None:
    """Writes the arrays beside the old ones, then makes them the ones to read, in one step."""
    fresh = folder() / f"at-{time.time_ns()}"
    fresh.mkdir(parents=True)
    for one in fields(graph):
        np.save(fresh / f"{one.name}.npy", getattr(graph, one.name))
    (fresh / "origin").write_text(origin())
    pointer = folder() / "current.new"
    pointer.write_text(fresh.name)
    pointer.replace(folder() / "current")
    for old in sorted(folder().glob("at-*"))[:-2]:  # the one before may still be being opened
        shutil.rmtree(old, ignore_errors=True)


def is_behind() -> bool:
    """True when the graph does not know all that is settled."""
    graph = current()
    return settled() > START if graph is None else graph.position < settled()


def is_due(*, patience: float = 0.0) -> bool:
    """Whether the graph is behind, and older than `patience` seconds."""
    pointer = folder() / "current"
    age = time.time() - pointer.stat().st_mtime if pointer.exists() else math.inf
    return age >= patience and is_behind()


def keep_up() -> bool:
    """Makes a new graph if the old one is behind. Returns whether it did."""
    if not is_behind():
        return False
    save(make())
    return True


@lru_cache(maxsize=8)
def pointer_in(index_folder: Path) -> Path:
    """The file that says which graph is the current one."""
    return folder() / "current"


LOADED: dict[Path, tuple[int, Graph | None]] = {}


def current() -> Graph | None:
    """The graph of this node; None before the first. Costs one `stat` when it has not changed."""
    pointer = pointer_in(settings.INDEX_FOLDER)
    try:
        changed = pointer.stat().st_mtime_ns
        seen, graph = LOADED.get(pointer, (0, None))
        if changed != seen or graph is None:
            graph = load(folder() / pointer.read_text())
            LOADED[pointer] = (changed, graph)
    except FileNotFoundError:
        return None
    return graph


def load(place: Path) -> Graph | None:
    if (place / "origin").read_text() != origin():
        return None
    return Graph(**{one.name: opened(place / f"{one.name}.npy") for one in fields(Graph)})


def opened(file: Path) -> NDArray[Any]:
    """An array of a file, read as it is used. As a plain array: numpy's own kind for it costs more at each touch."""
    return np.asarray(np.load(file, mmap_mode="r"))
