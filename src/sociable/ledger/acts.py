"""Writing acts, and reading them in an order that never changes."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from sociable.kit.asked import Asked, Id
from sociable.kit.databases import as_stored, insert_rows, oldest_running_transaction
from sociable.ledger.models import Activity
from sociable.ledger.vocabulary import check

TABLE = Activity._meta.db_table
FIELDS = ("actor_id", "verb", "thing_id", "version_id", "public_id", "at", "detail")


class Position(NamedTuple):
    """A place in the settled order: writer's transaction, then id."""

    xid: int
    act: int


START = Position(0, 0)


@dataclass(frozen=True, slots=True)
class Act:
    """What is to be recorded. Ids only; `None` as actor means the house itself."""

    verb: str
    at: datetime
    actor: int | None = None
    thing: int | None = None
    version: int | None = None
    public: int | None = None
    detail: Mapping[str, int] = field(default_factory=dict)


def record(acts: Iterable[Act]) -> None:
    """Appends acts, inside the caller's transaction. Raises VocabularyError for one the ledger has no word for."""
    insert_rows(Activity, FIELDS, map(as_row, acts))


def as_row(act: Act) -> tuple[object, ...]:
    check(act.verb, act.detail)
    detail = json.dumps(act.detail) if act.detail else "{}"
    return (act.actor, act.verb, act.thing, act.version, act.public, as_stored(act.at), detail)


def settled() -> Position:
    """The last act before which nothing can appear any more; START when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT xid, id FROM {TABLE} WHERE xid < {oldest_running_transaction()} "  # noqa: S608
            "ORDER BY xid DESC, id DESC LIMIT 1"
        )
        row = cursor.fetchone()
    return Position(*row) if row else START


def before(upto: Position, count: int) -> Position:
    """The place `count` acts before another; START when there are fewer."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT xid, id FROM {TABLE} WHERE (xid, id) <= (%s, %s) "  # noqa: S608
            "ORDER BY xid DESC, id DESC LIMIT 1 OFFSET %s",
            [*upto, count],
        )
        row = cursor.fetchone()
    return Position(*row) if row else START


def window(after: Position, upto: Position, size: int) -> Position:
    """The end of the next window of at most `size` acts after `after`."""
    range_, parameters = between(after, upto)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT xid, id FROM {TABLE} WHERE {range_} ORDER BY xid, id LIMIT 1 OFFSET %s",  # noqa: S608
            [*parameters, size - 1],
        )
        row = cursor.fetchone()
    return Position(*row) if row else upto


def windows(after: Position, upto: Position, size: int) -> Iterator[tuple[Position, Position]]:
    """(after, upto] cut into windows of at most `size` acts."""
    while after < upto:
        end = window(after, upto, size)
        yield after, end
        after = end


def between(after: Position, upto: Position) -> tuple[str, list[int]]:
    """SQL for the acts of (after, upto].

    Within one transaction, as always on SQLite, the ids alone are compared: SQLite follows an index through the first
    column of a pair only, and would read the whole ledger for each window.
    """
    if after.xid == upto.xid:
        return "xid = %s AND id > %s AND id <= %s", [after.xid, after.act, upto.act]
    return "(xid, id) > (%s, %s) AND (xid, id) <= (%s, %s)", [*after, *upto]


def acts_between(after: Position, upto: Position) -> tuple[str, list[int]]:
    """The acts of (after, upto] as a table expression and its parameters: projections are written as SQL over it."""
    range_, parameters = between(after, upto)
    return f"(SELECT * FROM {TABLE} WHERE {range_})", parameters  # noqa: S608


def read(after: Position, upto: Position, limit: int) -> list[tuple[Position, Act]]:
    """The first acts of (after, upto], at most `limit`, each with its place."""
    range_, parameters = between(after, upto)
    rows = Activity.objects.raw(
        f"SELECT * FROM {TABLE} WHERE {range_} ORDER BY xid, id LIMIT %s",  # noqa: S608
        [*parameters, limit],
    )
    return [(Position(row.xid, row.pk), as_act(row)[1]) for row in rows]


def things_between(after: Position, upto: Position) -> list[tuple[int, bool]]:
    """Ids of the things touched by the acts of (after, upto], ascending, and whether an earlier act touched them."""
    acts, parameters = acts_between(after, upto)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT thing_id, EXISTS (SELECT 1 FROM {TABLE} AS earlier "  # noqa: S608
            "WHERE earlier.thing_id = act.thing_id AND (earlier.xid, earlier.id) <= (%s, %s)) "
            f"FROM (SELECT DISTINCT thing_id FROM {acts} AS each_act WHERE thing_id IS NOT NULL) AS act "
            "ORDER BY thing_id",
            [*after, *parameters],
        )
        return [(thing, bool(earlier)) for thing, earlier in cursor.fetchall()]


def things_touched(after: Position, upto: Position) -> set[int]:
    """Ids of the things touched by the acts of (after, upto]."""
    acts, parameters = acts_between(after, upto)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT thing_id FROM {acts} AS act WHERE thing_id IS NOT NULL", parameters)  # noqa: S608
        return {row[0] for row in cursor.fetchall()}


def origin() -> str:
    """A mark of this very ledger, from its first act: an index made from another is not this one's."""
    first = Activity.objects.order_by("xid", "id").values_list("id", "at").first()
    return f"{first[0]}@{first[1].isoformat()}" if first else ""


def count_between(after: Position, upto: Position) -> int:
    acts, parameters = acts_between(after, upto)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {acts} AS act", parameters)  # noqa: S608
        return int(cursor.fetchone()[0])


def latest(limit: int) -> list[tuple[int, Act]]:
    """The last acts recorded, with their ids, oldest first."""
    return [as_act(row) for row in Activity.objects.order_by("-id")[:limit]][::-1]


def since(act: int) -> list[tuple[int, Act]]:
    """Acts recorded after `act`, oldest first, a thousand at most: for people who watch, not for projections."""
    return [as_act(row) for row in Activity.objects.filter(id__gt=act).order_by("id")[:1000]]


def as_act(row: Activity) -> tuple[int, Act]:
    return row.pk, Act(row.verb, row.at, row.actor_id, row.thing_id, row.version_id, row.public_id, row.detail)


def last_moved(thing: int) -> datetime | None:
    """When a thing was last moved to another public; None if never."""
    return next((at for (at,) in MOVED(thing=thing)), None)


MOVED = Asked(lambda: Activity.objects.filter(thing_id=Id("thing"), verb="Move").order_by("-at").values_list("at")[:1])


def makers_of(versions: Collection[int]) -> dict[int, int]:
    """Who made each of these versions, where somebody is named: the first who is."""
    acts = Activity.objects.filter(version_id__in=versions, verb__in=("Create", "Update"))
    rows = acts.exclude(actor_id=None).order_by("-id").values_list("version_id", "actor_id")
    return {int(version): int(actor) for version, actor in rows if version and actor}
