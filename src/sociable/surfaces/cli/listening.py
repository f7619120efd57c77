"""The stream of `sociable bench conversation`: very many listen, something is said; when do they know?"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import click
from django.db import connection

from sociable.kit.clock import now
from sociable.ledger.acts import Position, settled
from sociable.people.models import Account, Person
from sociable.publics.models import ORGANISATION
from sociable.surfaces.cli.crowd import Crowd
from sociable.surfaces.cli.load import PATIENCE, children_of, cookie_of, free_port, memory_of, serving
from sociable.surfaces.cli.measuring import percentiles
from sociable.surfaces.cli.progress import over
from sociable.surfaces.cli.serve import HOST, allow_many_files, stream_command
from sociable.surfaces.stream.door import line_for
from sociable.surfaces.stream.hub import Hub
from sociable.surfaces.stream.news import news_for, wish_of
from sociable.things.verbs import Draft, publish

PLACE = "timeline"
"""Where all listen: each note before the whole organisation is told to every one of them."""
SAID, MISSED, SENT = 30, 5, 5
"""Notes that are said while all listen, while nobody does, and through a pages' server when all are back."""
EVERY = 0.25
"""Seconds between two of them."""
LONGEST = 30.0


def measure(people: Sequence[Person], connections: int, nodes: int) -> dict[str, object]:
    """Delays from commit to each listener, memory of a connection, and what it costs when all come back at once.

    With two nodes, each has a streaming process of its own, half of the listeners, and whoever comes back comes to
    the other.
    """
    allow_many_files()
    cookies = [cookie_of(account_of(one)) for one in over(people[:connections], "Signing in", " people")]
    with ExitStack() as stack:
        streams = [stack.enter_context(streaming()) for _node in range(nodes)]
        ports, processes = [port for _process, port in streams], [process for process, _port in streams]
        crowd = Crowd(cookies, ports)
        stack.callback(crowd.close)
        before = sum(map(private, processes))
        crowd.come(PLACE)
        time.sleep(2)  # until the hub has read what each may see
        grown, busy = sum(map(private, processes)) - before, sum(map(processor, processes))
        said = say(people[-1], SAID)
        wait_until_told(crowd, SAID)
        found: dict[str, object] = {"connections": len(cookies), "nodes": nodes, **delays(crowd, said)}
        found["kb_each"] = round(grown * 1024 / len(cookies), 1)
        found["event_ms"] = round((sum(map(processor, processes)) - busy) * 1000 / SAID, 1)
        found["back"] = come_back(crowd, people[-1], processes, ports)
        found["sent"] = through_pages(crowd, cookies[0])
    found["queries_each"] = round(queries_of(cookies) / len(cookies), 2)
    return found


def wait_until_told(crowd: Crowd, events: int) -> None:
    if not crowd.wait_for(events, LONGEST):
        raise click.ClickException("not everybody was told everything in time")


def come_back(crowd: Crowd, speaker: Person, processes: Sequence[int], ports: Sequence[int]) -> dict[str, object]:
    """All are dropped, something is said, and all come back at the same moment: the worst that can happen."""
    crowd.go()
    time.sleep(0.5)
    said = say(speaker, MISSED)
    crowd.move_on(ports)
    busy, begin = sum(map(processor, processes)), time.perf_counter()
    crowd.come(PLACE)
    answered = time.perf_counter() - begin
    crowd.wait_for(SAID + MISSED, LONGEST)
    whole = time.perf_counter() - begin
    time.sleep(1)  # for what would be told twice
    heard = [[place for place, _at in one.told[SAID:]] for one in crowd.listeners]
    return {
        "answered_s": round(answered, 2),
        "told_s": round(whole, 2),
        "processor_ms_each": round((sum(map(processor, processes)) - busy) * 1000 / len(crowd.listeners), 2),
        "missed": sum(len(set(said) - set(one)) for one in heard),
        "told_twice": sum(len(one) - len(set(one)) for one in heard),
        "look_anew": sum(one.anew for one in crowd.listeners),
    }


def through_pages(crowd: Crowd, cookie: str) -> dict[str, float]:
    """Something is said through a pages' server, which knows none of the streaming processes: milliseconds from the
    moment it is sent."""
    said: dict[str, float] = {}
    token = "a" * 32
    words = {"Cookie": f"{cookie}; csrftoken={token}", "X-CSRFToken": token, "Content-Type": "application/json"}
    with serving() as (_server, port):
        wait_for(port)
        for number in range(SENT + 1):  # the first finds the server cold
            at = time.perf_counter()
            http = HTTPConnection(HOST, port, timeout=PATIENCE)
            http.request("POST", "/api/v1/notes", json.dumps({"text": f"Sent {number}"}), words)
            answer = http.getresponse()
            if answer.status != 201:
                raise click.ClickException(f"the pages' server did not take a note: {answer.read().decode()}")
            http.close()
            said |= {text_of(settled()): at} if number else {}
            time.sleep(EVERY)
        wait_until_told(crowd, SAID + MISSED + SENT + 1)
    return percentiles(times_of(crowd, said))


def queries_of(cookies: Sequence[str]) -> int:
    """What the database is asked when all of them come at once, counted in a hub that has no connections."""
    asked, hub = 0, Hub()

    def counted(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(counted):
        for one in cookies:
            if line := line_for(f"place={PLACE}".encode(), {b"cookie": one.encode()}):
                hub.open(line)
        while hub.waiting or hub.unsure:
            wish = wish_of(hub)
            hub.take(news_for(wish), wish.waited)
    return asked


def say(speaker: Person, count: int) -> dict[str, float]:
    """Says so many notes; when each was committed, by its place in the ledger."""
    said = {}
    for number in range(count):
        publish([Draft("note", ORGANISATION, "", f"Note {number}", now(), [(speaker.pk, "poster")], language="en")])
        at = time.perf_counter()
        said[text_of(settled())] = at
        time.sleep(EVERY)
    return said


def text_of(place: Position) -> str:
    return f"{place.xid}.{place.act}"


def delays(crowd: Crowd, said: dict[str, float]) -> dict[str, float]:
    return {f"delay_{name}": value for name, value in percentiles(times_of(crowd, said)).items()}


def times_of(crowd: Crowd, said: dict[str, float]) -> list[float]:
    return [(at - said[place]) * 1000 for one in crowd.listeners for place, at in one.told if place in said]


def account_of(person: Person) -> Account:
    return Account.objects.open(f"listener{person.pk}@example.org", person, None)


@contextmanager
def streaming() -> Iterator[tuple[int, int]]:
    """A streaming process on a free port, as long as it is wanted: who does the work, and the port."""
    port = free_port()
    server = subprocess.Popen(stream_command(port), stdout=sys.stderr, start_new_session=True)  # noqa: S603
    try:
        wait_for(port)
        yield children_of(server.pid)[0], port
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise click.ClickException("the streaming process did not answer; what it said is above")


def private(process: int) -> float:
    """Megabytes that no other process shares."""
    return memory_of(process)[1] or 0.0


def processor(process: int) -> float:
    """Seconds of processor that a process has taken; 0 where the system does not say."""
    try:
        numbers = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")
