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
from sociable.things.words import MAKERS

SILENT = ("comment", "commit", "merge", "remark", "suggestion")
"""Kinds that are no news by themselves: they belong to a page, or a program made them by the thousand."""
PART = 4_000

OF_THINGS = """
WITH said AS (
  SELECT t.id, t.public_id, {published} AS at, t.reply_to_id IS NULL AND t.kind NOT IN ({silent}) AS is_news
  FROM things_thing t WHERE {among_t} AND t.withdrawn_at IS NULL
)
INSERT INTO {table} (thing_id, source, newest, public_id, at, boost)
SELECT said.id, {kinds} * c.person_id + {person}, {no}, said.public_id, said.at, {no}
FROM said
JOIN things_contribution c ON c.thing_id = said.id
JOIN things_role r ON r.id = c.role_id AND r.name IN ({makers})
WHERE said.is_news AND {among_c}
UNION
SELECT said.id, {kinds} * g.tag_id + {tag}, {no}, said.public_id, said.at, {no}
FROM said JOIN things_tagging g ON g.thing_id = said.id
WHERE said.is_news AND {among_g}
UNION
SELECT said.id, {kinds} * said.public_id + {public}, {no}, said.public_id, said.at, {no}
FROM said WHERE said.is_news
UNION
SELECT said.id, {kinds} * named.person + {named}, {no}, said.public_id, said.at, {no}
FROM said JOIN (
  SELECT a.thing_id, CAST(a.detail ->> 'person' AS bigint) AS person
  FROM {ledger} a WHERE {among_a} AND a.verb IN ('sociable:Mention', 'sociable:Unmention')
  GROUP BY a.thing_id, CAST(a.detail ->> 'person' AS bigint)
  HAVING sum(CASE a.verb WHEN 'sociable:Mention' THEN 1 ELSE -1 END) > 0
) AS named ON named.thing_id = said.id
UNION
SELECT said.id, {kinds} * passed.actor_id + {person}, {no}, said.public_id, passed.at, {yes}
FROM said JOIN (
  SELECT a.thing_id, a.actor_id, {passed_on} AS at
  FROM {ledger} a WHERE {among_a} AND a.verb IN ('Announce', 'sociable:Unboost') AND a.actor_id IS NOT NULL
  GROUP BY a.thing_id, a.actor_id
  HAVING sum(CASE a.verb WHEN 'Announce' THEN 1 ELSE -1 END) > 0
) AS passed ON passed.thing_id = said.id
ON CONFLICT DO NOTHING
"""
"""What brings each of these things now: who made it, its tags, its public, whom it names, who passed it on."""

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
    silent = ", ".join(f"'{kind}'" for kind in SILENT)
    makers = ", ".join(f"'{role}'" for role in sorted(MAKERS))
    times = {"published": microseconds_of("t.published_at"), "passed_on": microseconds_of("max(a.at)")}
    where = {f"among_{name}": among(f"{name}.thing_id") for name in "cga"} | {"among_t": among("t.id")}
    listed = as_numbers(things)
    with connection.cursor() as cursor:
        before = pairs_with(cursor, table, listed)
        cursor.execute(f"DELETE FROM {table} WHERE {among('thing_id')}", [listed])  # noqa: S608 (our own table's name)
        cursor.execute(OF_THINGS.format(**words, **kinds, **times, **where, silent=silent, makers=makers), [listed] * 5)
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
