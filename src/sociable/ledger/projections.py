"""What is derived from the ledger: drop it tonight, it is back tomorrow, identical.

A projection fills its table from a window of acts with SQL (`INSERT … SELECT … ON CONFLICT`); however the acts are cut
into windows, the table comes out the same. The place reached is stored with what was filled, in one transaction.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable

from django.db import connection, transaction

from sociable.kit.databases import make_table_like, move_rows
from sociable.ledger.acts import START, Position, settled, windows
from sociable.ledger.models import Cursor

WINDOW = 4_000

Progress = Callable[[Position], None]


class Projection(ABC):
    """One derived table. `audience` says in words how its readers' rights are applied when it is read."""

    name: str
    version: int
    table: str
    audience: str

    @abstractmethod
    def fill(self, after: Position, upto: Position, table: str) -> None:
        """Adds what the acts of (after, upto] say to `table`, which holds what all earlier acts said."""

    def clear(self) -> None:
        """Forgets everything; the next `catch_up` starts from nothing."""
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f'DELETE FROM "{self.table}"')  # noqa: S608
            set_cursor(self, START)


REGISTRY: dict[str, Projection] = {}


def register(projection: Projection) -> None:
    REGISTRY[projection.name] = projection


def locked_cursor(projection: Projection) -> Position:
    """The place reached, locked until the transaction ends: two workers never fill the same window."""
    cursor, _ = Cursor.objects.get_or_create(name=projection.name, defaults={"version": projection.version})
    cursor = Cursor.objects.select_for_update().get(name=projection.name)
    return Position(cursor.xid, cursor.act)


def set_cursor(projection: Projection, position: Position) -> None:
    Cursor.objects.update_or_create(
        name=projection.name,
        defaults={"version": projection.version, "xid": position.xid, "act": position.act},
    )


def reached(name: str) -> Position:
    """How far a projection has read; START for one that has not begun."""
    cursor = Cursor.objects.filter(name=name).values_list("xid", "act").first()
    return Position(*cursor) if cursor else START


def is_stale(projection: Projection) -> bool:
    """True when the table was filled by another version of the projection's code."""
    return Cursor.objects.filter(name=projection.name).exclude(version=projection.version).exists()


def catch_up(projection: Projection, *, size: int = WINDOW) -> int:
    """Fills what is new, a transaction a window. Returns the number of windows filled."""
    if is_stale(projection):
        rebuild(projection, size=size)
    filled = 0
    while fill_next(projection, size):
        filled += 1
    return filled


@transaction.atomic
def fill_next(projection: Projection, size: int) -> bool:
    """Fills one window of at most `size` acts, if anything is new and the code is the one that filled the rest."""
    after = locked_cursor(projection)
    step = None if is_stale(projection) else next(windows(after, settled(), size), None)
    if step is None:
        return False
    projection.fill(*step, projection.table)
    set_cursor(projection, step[1])
    return True


def rebuild(projection: Projection, *, size: int = WINDOW, progress: Progress | None = None) -> None:
    """Fills a new table beside the old from the first act on, then takes its place.

    Killed at any moment, it leaves yesterday's table whole. The cost of the exchange is one copy inside the database.
    """
    beside = f"{projection.table}_next"
    make_table_like(projection.table, beside)
    reached = START
    for after, upto in windows(START, settled(), size):
        with transaction.atomic():
            projection.fill(after, upto, beside)
        reached = upto
        if progress:
            progress(reached)
    with transaction.atomic():
        locked_cursor(projection)
        for after, upto in windows(reached, settled(), size):
            projection.fill(after, upto, beside)
            reached = upto
        move_rows(beside, projection.table)
        set_cursor(projection, reached)
