"""Fills the entries: whatever a window of acts touched is looked at anew, and the newest of each source is marked."""

from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from sociable.kit.databases import among, as_numbers, as_pairs, microseconds_of, pairs_sql
from sociable.knowledge.timeline.models import Entry
from sociable.knowledge.timeline.sources import KINDS, Kind
from sociable.ledger.acts import TABLE as LEDGER
from sociable.ledger.acts import Position, things_touched
from sociable.ledger.projections import Projection
from sociable.things.verbs import MAKERS

SILENT = ("comment", "commit", "merge", "remark", "suggestion")
"""Kinds that are no news by themselves: they belong to a page, or a program made them by the thousand."""
PART = 4_000

OF_THINGS = """
INSERT INTO {table} (thing_id, source, newest, public_id, at, boost)
SELECT t.id, brought.source, {no}, t.public_id, brought.at, brought.boost
FROM things_thing t JOIN (
  SELECT c.thing_id, {kinds} * c.person_id + {person} AS source, {published} AS at, {no} AS boost
  FROM things_contribution c
  JOIN things_role r ON r.id = c.role_id AND r.name IN ({makers})
  JOIN things_thing said ON said.id = c.thing_id AND {news}
  WHERE {among_c}
  UNION
  SELECT g.thing_id, {kinds} * g.tag_id + {tag}, {published}, {no}
  FROM things_tagging g JOIN things_thing said ON said.id = g.thing_id AND {news}
  WHERE {among_g}
  UNION
  SELECT said.id, {kinds} * said.public_id + {public}, {published}, {no}
  FROM things_thing said WHERE {among_said} AND {news}
  UNION
  SELECT a.thing_id, {kinds} * CAST(a.detail ->> 'person' AS bigint) + {named}, {published}, {no}
  FROM {ledger} a JOIN things_thing said ON said.id = a.thing_id
  WHERE {among_a} AND a.verb IN ('sociable:Mention', 'sociable:Unmention')
  GROUP BY a.thing_id, CAST(a.detail ->> 'person' AS bigint), said.published_at
  HAVING sum(CASE a.verb WHEN 'sociable:Mention' THEN 1 ELSE -1 END) > 0
  UNION
  SELECT a.thing_id, {kinds} * a.actor_id + {person}, {passed_on}, {yes}
  FROM {ledger} a
  WHERE {among_a} AND a.verb IN ('Announce', 'sociable:Unboost') AND a.actor_id IS NOT NULL
  GROUP BY a.thing_id, a.actor_id
  HAVING sum(CASE a.verb WHEN 'Announce' THEN 1 ELSE -1 END) > 0
) AS brought ON brought.thing_id = t.id
WHERE t.withdrawn_at IS NULL
ON CONFLICT DO NOTHING
"""
NEWS = "said.reply_to_id IS NULL AND said.kind NOT IN ({silent})"

NO_LONGER = """
UPDATE {table} SET newest = {no}
FROM ({pairs}) AS pair
WHERE {table}.source = pair.a AND {table}.newest = {yes} AND {table}.public_id = pair.b AND EXISTS (
  SELECT 1 FROM {table} AS other
  WHERE other.source = pair.a AND other.newest = {no} AND other.public_id = pair.b
    AND (other.at, other.thing_id) > ({table}.at, {table}.thing_id)
)
"""
FROM_NOW = """
UPDATE {table} SET newest = {yes}
FROM (
  SELECT a, b, ({last_at}) AS at, ({last_thing}) AS thing_id
  FROM ({pairs}) AS pair
  WHERE NOT EXISTS (
    SELECT 1 FROM {table} AS other WHERE other.source = a AND other.newest = {yes} AND other.public_id = b
  )
) AS last
WHERE {table}.source = last.a AND {table}.newest = {no} AND {table}.public_id = last.b
  AND {table}.at = last.at AND {table}.thing_id = last.thing_id
"""
LAST = (
    "SELECT other.{column} FROM {table} AS other "
    "WHERE other.source = a AND other.newest = {no} AND other.public_id = b "
    "ORDER BY other.at DESC, other.thing_id DESC LIMIT 1"
)


class TimelineProjection(Projection):
    """One row for each thing and what brings it: who made it or passed it on, its tags, its public, whom it names."""

    name = "timeline"
    version = 1
    table = Entry._meta.db_table
    audience = "that of the thing, asked twice when reading: in the index, and of the thing itself"

    def fill(self, after: Position, upto: Position, table: str) -> None:
        touched = sorted(things_touched(after, upto))
        for start in range(0, len(touched), PART):
            look_anew(touched[start : start + PART], f'"{table}"')


def look_anew(things: list[int], table: str) -> None:
    """Makes the entries of these things what they are to be now, whatever they were."""
    words = {"table": table, "ledger": f'"{LEDGER}"', "kinds": KINDS, "yes": "true", "no": "false"}
    kinds = {kind.name.lower(): int(kind) for kind in Kind}
    news = NEWS.format(silent=", ".join(f"'{kind}'" for kind in SILENT))
    makers = ", ".join(f"'{role}'" for role in sorted(MAKERS))
    times = {"published": microseconds_of("said.published_at"), "passed_on": microseconds_of("max(a.at)")}
    where = {f"among_{name}": among(f"{name}.thing_id") for name in "cga"} | {"among_said": among("said.id")}
    listed = as_numbers(things)
    with connection.cursor() as cursor:
        before = pairs_with(cursor, table, listed)
        cursor.execute(f"DELETE FROM {table} WHERE {among('thing_id')}", [listed])  # noqa: S608 (our own table's name)
        cursor.execute(OF_THINGS.format(**words, **kinds, **times, **where, news=news, makers=makers), [listed] * 5)
        pairs = as_pairs(sorted(before | pairs_with(cursor, table, listed)))
        cursor.execute(NO_LONGER.format(**words, pairs=pairs_sql()), [pairs])
        last = {f"last_{name}": LAST.format(**words, column=column) for name, column in LAST_COLUMNS}
        cursor.execute(FROM_NOW.format(**words, **last, pairs=pairs_sql()), [pairs])


LAST_COLUMNS = (("at", "at"), ("thing", "thing_id"))


def pairs_with(cursor: CursorWrapper, table: str, things: Any) -> set[tuple[int, int]]:
    """The pairs of source and public in which these things stand."""
    cursor.execute(
        f"SELECT DISTINCT source, public_id FROM {table} WHERE {among('thing_id')}",  # noqa: S608 (our own table's name)
        [things],
    )
    return set(cursor.fetchall())
