"""Queries that are asked at every question: written as querysets, compiled once, asked with other values each time.

Building and compiling a queryset costs Django ten times what the database needs to answer it. Here the permission stays
where it is written, and only its SQL is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateTimeField, Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from sociable.kit.databases import as_stored

Row = TypeVar("Row", bound=tuple[Any, ...])
Sql = tuple[str, list[Any]]


class Slot(Expression):
    """The place of a value that is given when the query is asked."""

    def __init__(self, name: str, output_field: Field[Any, Any] | None = None) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:  # type: ignore[override]
        return "%s", [self]

    def stored(self, value: Any, vendor: str) -> Any:
        return value


class Moment(Slot):
    """A moment: `filter(begins__lte=Moment("at"))`."""

    def __init__(self, name: str) -> None:
        super().__init__(name, DateTimeField())

    def stored(self, value: Any, vendor: str) -> Any:
        return as_stored(value)


class Ids(Slot):
    """Any number of integers, as one parameter: `filter(pk__in=Ids("people"))`."""

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        return "(SELECT value FROM json_each(%s))", [self]

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        return "(SELECT unnest(%s::bigint[]))", [self]

    def stored(self, value: Iterable[int], vendor: str) -> Any:
        listed = list(map(int, value))
        return listed if vendor == "postgresql" else str(listed)  # of whole numbers, that is JSON


class Asked(Generic[Row]):
    """A query of `values_list` form, with slots. Each connection compiles it once, whoever asks."""

    def __init__(self, queryset: Callable[[], QuerySet[Any, Row]]) -> None:
        self.queryset = queryset

    def __call__(self, **values: Any) -> list[Row]:
        """The rows, with these values in the slots of these names."""
        database = connections[DEFAULT_DB_ALIAS]
        compiler, sql, parameters, converters = self.compiled(database)
        vendor = database.vendor
        given = [one.stored(values[one.name], vendor) if isinstance(one, Slot) else one for one in parameters]
        with database.cursor() as cursor:
            cursor.execute(sql, given)
            rows: list[Row] = cursor.fetchall()
        return [tuple(row) for row in compiler.apply_converters(rows, converters)] if converters else rows  # type: ignore[misc]

    def compiled(self, database: BaseDatabaseWrapper) -> tuple[SQLCompiler, str, tuple[Any, ...], dict[Any, Any]]:
        kept: dict[Asked[Any], Any] = database.__dict__.setdefault("_asked", {})
        if self not in kept:
            compiler = self.queryset().query.get_compiler(connection=database)
            sql, parameters = compiler.as_sql()
            kept[self] = compiler, sql, tuple(parameters), compiler.get_converters(one[0] for one in compiler.select)
        found: tuple[SQLCompiler, str, tuple[Any, ...], dict[Any, Any]] = kept[self]
        return found
