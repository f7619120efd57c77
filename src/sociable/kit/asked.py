"""Queries that are asked at every question: written as querysets, compiled once, asked with other values each time.

Building and compiling a queryset costs Django ten times what the database needs to answer it. Here the permission stays
where it is written, and only its SQL is kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, CharField, DateTimeField, Expression, Field, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

from sociable.kit.databases import as_stored

Row = TypeVar("Row", bound=tuple[Any, ...])
One = TypeVar("One", bound=Model)
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


class Id(Slot):
    """One number of a row: `filter(person=Id("person"))`. None is nobody's: it finds no row."""

    def __init__(self, name: str) -> None:
        super().__init__(name, BigIntegerField())

    def stored(self, value: int | None, vendor: str) -> int | None:
        return value if value is not None and abs(value) < 2**63 else None  # no row has a larger number


class Word(Slot):
    """A short text, compared as it is: `filter(slug=Word("slug"))`."""

    def __init__(self, name: str) -> None:
        super().__init__(name, CharField())


class Words(Ids):
    """Any number of short texts, as one parameter: `filter(key__in=Words("keys"))`."""

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        return "(SELECT unnest(%s::text[]))", [self]

    def stored(self, value: Iterable[Any], vendor: str) -> Any:
        return list(value) if vendor == "postgresql" else json.dumps(list(value))


@dataclass(frozen=True, slots=True)
class Compiled:
    """A query as one connection asks it."""

    database: BaseDatabaseWrapper
    compiler: SQLCompiler
    sql: str
    parameters: tuple[Any, ...]
    converters: dict[Any, Any]

    def ask(self, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        vendor = self.database.vendor
        given = [one.stored(values[one.name], vendor) if isinstance(one, Slot) else one for one in self.parameters]
        with self.database.cursor() as cursor:
            cursor.execute(self.sql, given)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        if not self.converters:
            return rows
        return [tuple(row) for row in self.compiler.apply_converters(rows, self.converters)]


def compiled_by(queryset: QuerySet[Any, Any], database: BaseDatabaseWrapper) -> Compiled:
    compiler = queryset.query.get_compiler(connection=database)
    sql, parameters = compiler.as_sql()
    converters = compiler.get_converters(one[0] for one in compiler.select)
    return Compiled(database, compiler, sql, tuple(parameters), converters)


def kept_by_connection(key: object, make: Callable[[BaseDatabaseWrapper], Any]) -> Any:
    """What this connection compiled under this key; made the first time."""
    database = connections[DEFAULT_DB_ALIAS]
    kept: dict[object, Any] = database.__dict__.setdefault("_asked", {})
    if key not in kept:
        kept[key] = make(database)
    return kept[key]


class Asked(Generic[Row]):
    """A query of `values_list` form, with slots. Each connection compiles it once, whoever asks."""

    def __init__(self, queryset: Callable[[], QuerySet[Any, Row]]) -> None:
        self.queryset = queryset

    def __call__(self, **values: Any) -> list[Row]:
        """The rows, with these values in the slots of these names."""
        return cast(list[Row], self.compiled().ask(values))

    def compiled(self) -> Compiled:
        return cast(Compiled, kept_by_connection(self, lambda database: compiled_by(self.queryset(), database)))


class Fetched(Generic[One]):
    """The same for whole rows: models, with what `select_related` and `annotate` bring along."""

    def __init__(self, queryset: Callable[[], QuerySet[One]]) -> None:
        self.queryset = queryset

    def __call__(self, **values: Any) -> list[One]:
        """The models that these values in the slots find."""
        query, build = self.compiled()
        return [build(row) for row in query.ask(values)]

    def first(self, **values: Any) -> One | None:
        return next(iter(self(**values)), None)

    def compiled(self) -> tuple[Compiled, Callable[[tuple[Any, ...]], One]]:
        return cast(tuple[Compiled, Callable[[tuple[Any, ...]], One]], kept_by_connection(self, self.compile))

    def compile(self, database: BaseDatabaseWrapper) -> tuple[Compiled, Callable[[tuple[Any, ...]], One]]:
        query = compiled_by(self.queryset(), database)
        return query, builder(query.compiler)


def builder(compiler: SQLCompiler) -> Callable[[tuple[Any, ...]], Any]:
    """Makes a model of a row, as Django's own `ModelIterable` does, with what was worked out for the query once."""
    shape = compiler.klass_info
    assert shape is not None
    fields = shape["select_fields"]
    own = slice(fields[0], fields[-1] + 1)
    names = [column[0].target.attname for column in compiler.select[own]]
    related = get_related_populators(shape, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # Django 6's
    more = compiler.annotation_col_map or {}

    def build(row: tuple[Any, ...]) -> Any:
        one = shape["model"].from_db(DEFAULT_DB_ALIAS, names, row[own])
        for populator in related:
            populator.populate(row, one)
        for name, place in more.items():
            setattr(one, name, row[place])
        return one

    return build
