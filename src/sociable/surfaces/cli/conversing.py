"""The measurement behind `sociable bench conversation`: do timelines and threads stay as quick as a site grows?

What the real page asks of the database is written down, then asked again alone, its rows fetched: that is the time of
the database, Python's driver included and nothing else.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from sociable.kit.databases import is_postgresql
from sociable.people.models import Account, Person
from sociable.surfaces.cli import listening
from sociable.surfaces.cli.talking import Town, found_town, talk

ROUNDS = 5
"""Times that what a page asked is asked again, for each reader."""

Asked = list[tuple[str, Any]]


def measure(sizes: Sequence[int], readers: int, connections: int) -> dict[str, object]:
    """By number of things: milliseconds of the database for a page of each kind, its queries, and the whole page; then
    what is heard of it by so many who listen, from two nodes on PostgreSQL."""
    town, found = found_town(readers), {name: dict[str, float]() for name in ("feed_ms", "thread_ms")}
    queries: dict[str, dict[str, int]] = {"feed": {}, "thread": {}}
    pages: dict[str, dict[str, float]] = {"feed": {}, "thread": {}}
    clients = [(one, client_of(one)) for one in town.readers]
    for size in sizes:
        talk(town, size)
        as_if_it_had_stood_a_while()
        for name, address in addresses(town).items():
            opened = [opening(client, address) for _one, client in clients]
            found[f"{name}_ms"][str(size)] = round(statistics.median(map(again, (asked for asked, _ms in opened))), 2)
            queries[name][str(size)] = round(statistics.median(len(asked) for asked, _ms in opened))
            pages[name][str(size)] = round(statistics.median(whole for _asked, whole in opened), 1)
    heard = listening.measure(town.people, connections, 2 if is_postgresql() else 1) if connections else None
    return {**found, "queries": queries, "page_ms": pages, "stream": heard}


def addresses(town: Town) -> dict[str, str]:
    return {"feed": reverse("timeline"), "thread": reverse("note", args=[town.thread])}


def client_of(person: Person) -> Client:
    client = Client(SERVER_NAME="localhost")
    account = Account.objects.open(f"reader{person.pk}@example.org", person, None)
    client.force_login(account, settings.AUTHENTICATION_BACKENDS[0])
    return client


def as_if_it_had_stood_a_while() -> None:
    """PostgreSQL passes over what was just filled, and counts what is in it: here at once, not some time later."""
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def opening(client: Client, address: str) -> tuple[Asked, float]:
    """What the page asks of the database, and the milliseconds it took whole; the second time it is opened."""
    asked: Asked = []

    def written_down(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        asked.append((sql, parameters))
        return execute(sql, parameters, many, context)

    get(client, address)
    begin = time.perf_counter()
    get(client, address)
    whole = (time.perf_counter() - begin) * 1000
    with connection.execute_wrapper(written_down):
        get(client, address)
    return asked, whole


def get(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")


def again(asked: Asked) -> float:
    """Milliseconds to ask all this once more, and fetch what comes: the quickest of some rounds, as whatever else the
    machine does only adds to it."""
    reading = [one for one in asked if one[0].lstrip().upper().startswith(("SELECT", "WITH"))]
    spent = []
    for _round in range(ROUNDS):
        begin = time.perf_counter()
        with connection.cursor() as cursor:
            for sql, parameters in reading:
                cursor.execute(sql, parameters)
                cursor.fetchall()
        spent.append((time.perf_counter() - begin) * 1000)
    return min(spent)
