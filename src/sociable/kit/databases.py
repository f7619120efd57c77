"""Where SQLite and PostgreSQL differ, and nowhere else.

Bulk writes go round the ORM: a million things are ten million rows, and building an object for each costs more than
storing it.
"""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection, models

SQLITE_VARIABLES = 30_000


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def columns_of(model: type[models.Model], names: Sequence[str]) -> list[str]:
    columns = {one.name: str(one.column) for one in model._meta.concrete_fields}
    return [columns[name] for name in names]


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """`count` fresh ids for rows of `model`. Call it inside the transaction that inserts them.

    SQLite has one writer at a time, and our transactions take the write lock when they begin (IMMEDIATE): the next
    ids are the ones after the highest. PostgreSQL asks the sequence.
    """
    if not count:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [f'"{table}"', count]
            )
            return [row[0] for row in cursor.fetchall()]
        # AUTOINCREMENT never gives an id twice, not even that of a deleted row.
        cursor.execute(
            f'SELECT max(coalesce((SELECT max(id) FROM "{table}"), 0),'  # noqa: S608 (our own table's name)
            f" coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{table}'), 0))"
        )
        first = cursor.fetchone()[0] + 1
        return list(range(first, first + count))


def insert_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Inserts rows as fast as the database takes them. Values are already what the driver takes (JSON as text)."""
    table = model._meta.db_table
    columns = ", ".join(f'"{column}"' for column in columns_of(model, fields))
    with connection.cursor() as cursor:
        if is_postgresql():
            with cursor.cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(fields))
        cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', list(rows))  # noqa: S608


@lru_cache(maxsize=4096)
def as_stored(moment: datetime) -> Any:
    """A moment as the driver takes it: SQLite keeps naive UTC text."""
    return connection.ops.adapt_datetimefield_value(moment)


BLANKS = re.compile(r"[ \t\r\n\f\v]+")


def one_line(text: str) -> str:
    """Blanks folded to single spaces; a no-break space stays, since French punctuation needs it."""
    return BLANKS.sub(" ", text).strip(" ")


def text_to_stored(text: str) -> str:
    """A text both databases can hold: PostgreSQL refuses NUL, and lone surrogates are no UTF-8."""
    if "\x00" in text:
        text = text.replace("\x00", "\N{REPLACEMENT CHARACTER}")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def seconds_of(column: str) -> str:
    """SQL for a moment as whole seconds since 1970."""
    return f"extract(epoch FROM {column})::bigint" if is_postgresql() else f"CAST(strftime('%s', {column}) AS integer)"


def microseconds_of(column: str) -> str:
    """SQL for a moment as whole microseconds since 1970."""
    if is_postgresql():
        return f"(extract(epoch FROM {column}) * 1000000)::bigint"
    return f"(unixepoch({column}) * 1000000 + CAST(substr({column}, 21, 6) AS integer))"


def make_table_like(table: str, name: str) -> None:
    """An empty table `name` with the columns and keys of `table`; one that a killed run left behind goes first."""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE IF EXISTS "{name}"')
        if is_postgresql():
            cursor.execute(f'CREATE UNLOGGED TABLE "{name}" (LIKE "{table}" INCLUDING ALL)')
            return
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
        cursor.execute(cursor.fetchone()[0].replace(f'"{table}"', f'"{name}"', 1))


def move_rows(source: str, target: str) -> None:
    """Makes `target` hold the rows of `source`, which goes. Readers see the old rows until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{target}"')  # noqa: S608
        cursor.execute(f'INSERT INTO "{target}" SELECT * FROM "{source}"')  # noqa: S608
        cursor.execute(f'DROP TABLE "{source}"')


def oldest_running_transaction() -> str:
    """SQL for the id below which every writer has ended.

    PostgreSQL's ids are handed out before the commit, so a row with a lower id may appear later than one with a
    higher; below this mark none can. SQLite has one writer, and its rows all carry 0.
    """
    return "(pg_snapshot_xmin(pg_current_snapshot())::text::bigint)" if is_postgresql() else "1"


def among(column: str) -> str:
    """SQL for "this column is one of these numbers", which are one parameter (`as_numbers`)."""
    one_of = "= ANY(%s)" if is_postgresql() else "IN (SELECT value FROM json_each(%s))"
    return f"{column} {one_of}"


def as_numbers(numbers: Iterable[int]) -> Any:
    """Whole numbers as one parameter, for `among`."""
    return list(numbers) if is_postgresql() else json.dumps(list(numbers))


def pairs_sql() -> str:
    """SQL for a table of pairs of numbers, `a` and `b`, which are one parameter (`as_pairs`)."""
    if is_postgresql():
        return "SELECT (value ->> 0)::bigint AS a, (value ->> 1)::bigint AS b FROM jsonb_array_elements(%s::jsonb)"
    return "SELECT value ->> 0 AS a, value ->> 1 AS b FROM json_each(%s)"


def as_pairs(pairs: Iterable[tuple[int, int]]) -> str:
    """Pairs of whole numbers as one parameter, for `pairs_sql`."""
    return json.dumps(list(pairs))


def few_of_each(pairs: str, table: str, few: str) -> str:
    """SQL for a join that takes of a table, for each row of `pairs` (called `pair`), what the query `few` selects.

    `few` reads the table as `one`, may speak of `pair`, and ends in its own ORDER BY and LIMIT.
    """
    if is_postgresql():
        return f"({pairs}) AS pair CROSS JOIN LATERAL (SELECT one.* {few}) AS entry"
    return f"({pairs}) AS pair CROSS JOIN {table} AS entry ON entry.rowid IN (SELECT one.rowid {few})"
