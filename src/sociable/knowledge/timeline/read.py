"""Reads a timeline: the newest things that some sources bring before a reader's publics.

Nothing is copied to the readers: whoever follows, joins or leaves sees another timeline at once. The newest things
can only come from the sources that have something newest, so the newest entry of each source and public is read, the
freshest of these pairs are kept, and their own next entries looked up: work that grows with how much one follows, not
with how much there is.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from sociable.kit.databases import among, as_numbers, as_pairs, few_of_each, pairs_sql
from sociable.knowledge.timeline.models import Entry
from sociable.knowledge.timeline.sources import Kind, Source, source_of

TABLE = Entry._meta.db_table
BESIDE = 4
"""Entries read for each that is shown: a thing comes by its author, its tags, its public, and whom it names."""


class Place(NamedTuple):
    """A place in a timeline: when, and which thing."""

    at: int
    """Microseconds since 1970."""
    thing: int


FIRST, LAST = Place(-(1 << 62), 0), Place(1 << 62, 0)


class Reason(NamedTuple):
    source: Source
    is_boost: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A thing in a timeline, and all that brings it there just then."""

    place: Place
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some of a timeline, newest first; `is_all` when nothing older is left."""

    items: tuple[Item, ...]
    is_all: bool


HEADS = """
SELECT head.* FROM ({newest}) AS head
ORDER BY head.at DESC, head.thing_id DESC LIMIT %s
"""
HEADS_BEFORE = """
SELECT * FROM (
  SELECT head.source, head.public_id,
    CASE WHEN (head.at, head.thing_id) < (%s, %s) THEN head.at ELSE ({next_at}) END AS at,
    CASE WHEN (head.at, head.thing_id) < (%s, %s) THEN head.thing_id ELSE ({next_thing_id}) END AS thing_id,
    CASE WHEN (head.at, head.thing_id) < (%s, %s) THEN head.boost ELSE ({next_boost}) END AS boost
  FROM ({newest}) AS head
) AS head
WHERE head.at IS NOT NULL ORDER BY head.at DESC, head.thing_id DESC LIMIT %s
"""
NEWEST = """
SELECT one.source, one.public_id, one.at, one.thing_id, one.boost FROM {table} AS one
WHERE {sources} AND one.newest = true AND {publics}
"""
NEXT = """
SELECT one.{column} FROM {table} AS one
WHERE one.source = head.source AND one.newest = false AND one.public_id = head.public_id
  AND (one.at, one.thing_id) < (%s, %s)
ORDER BY one.at DESC, one.thing_id DESC LIMIT 1
"""
BEHIND = """
FROM {table} AS one
WHERE one.source = pair.a AND one.newest = false AND one.public_id = pair.b
  AND (one.at, one.thing_id) < (%s, %s) AND (one.at, one.thing_id) >= (%s, %s)
ORDER BY one.at DESC, one.thing_id DESC LIMIT %s
"""
ENTRIES = """
SELECT entry.source, entry.public_id, entry.at, entry.thing_id, entry.boost FROM {few}
ORDER BY entry.at DESC, entry.thing_id DESC LIMIT %s
"""


class Row(NamedTuple):
    source: int
    public: int
    at: int
    thing: int
    boost: bool

    @property
    def place(self) -> Place:
        return Place(self.at, self.thing)


def stretch(
    sources: Collection[Source], publics: Collection[int], *, before: Place | None = None, limit: int = 50
) -> Stretch:
    """The newest `limit` things, or a few less, which these sources bring before these publics, older than `before`.

    Three queries at most, whatever the size of the site and of what is followed. What moved or was withdrawn a moment
    ago may still be among them: whoever shows things asks `Thing.objects.visible_to` for them.
    """
    most = limit * BESIDE
    heads = heads_of(sources, publics, before, most)
    if not heads:
        return Stretch((), is_all=True)
    cut = len(heads) == most
    last = heads[-1].place if cut else FIRST
    rows = sorted({*heads, *behind(heads, before or LAST, last, most)}, key=lambda row: row.place, reverse=True)
    items = items_in([row for row in rows if row.place >= last][:most])
    return Stretch(tuple(items[:limit]), is_all=not cut and len(rows) < most and len(items) <= limit)


def heads_of(sources: Collection[Source], publics: Collection[int], before: Place | None, most: int) -> list[Row]:
    """The newest entry older than `before` of each pair of source and public; of those, the newest.

    People write for a few publics each: all their newest entries are read, and those before other publics dropped (the
    plus keeps the database from looking each public up by itself). Tags stand before very many, of which a few are
    asked. One query each: together, PostgreSQL would start helpers, which costs more than they bring.
    """
    tags = [one.number for one in sources if one.kind == Kind.TAG]
    others = [one.number for one in sources if one.kind != Kind.TAG]
    given = [(others, among("+one.public_id")), (tags, among("one.public_id"))]
    rows = [row for some, where in given if some for row in newest_of(some, where, publics, before, most)]
    return sorted(rows, key=lambda row: row.place, reverse=True)[:most]


def newest_of(
    sources: Collection[int], where: str, publics: Collection[int], before: Place | None, most: int
) -> list[Row]:
    newest = NEWEST.format(table=TABLE, sources=among("one.source"), publics=where)
    given = [as_numbers(sources), as_numbers(publics), most]
    if before is None:
        return asked(HEADS.format(newest=newest), given)
    found = {f"next_{column}": NEXT.format(column=column, table=TABLE) for column in ("at", "thing_id", "boost")}
    return asked(HEADS_BEFORE.format(newest=newest, **found), [*before] * 6 + given)


def behind(heads: Collection[Row], before: Place, least: Place, most: int) -> list[Row]:
    """The entries of these pairs that stand behind their newest, from `before` down to `least`."""
    few = few_of_each(pairs_sql(), TABLE, BEHIND.format(table=TABLE))
    pairs = as_pairs((row.source, row.public) for row in heads)
    return asked(ENTRIES.format(few=few), [pairs, *before, *least, most, most])


def asked(sql: str, parameters: list[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [Row(source, public, at, thing, bool(boost)) for source, public, at, thing, boost in cursor.fetchall()]


def items_in(rows: Iterable[Row]) -> list[Item]:
    """One item for each thing, at its newest place, with what brings it there."""
    found: dict[int, tuple[int, list[Reason]]] = {}
    for row in rows:
        first, reasons = found.setdefault(row.thing, (row.at, []))
        if row.at == first:
            reasons.append(Reason(source_of(row.source), row.boost))
    return [Item(Place(at, thing), tuple(sorted(reasons))) for thing, (at, reasons) in found.items()]
