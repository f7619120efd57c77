"""The stream of `sociable bench conversation`: very many listen, something is said; when do they know?"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path

import click
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from sociable.kit.clock import now
from sociable.ledger.acts import Position, settled
from sociable.people.models import Account, Person
from sociable.publics.models import ORGANISATION
from sociable.surfaces.cli.crowd import Crowd
from sociable.surfaces.cli.load import PATIENCE, children_of, memory_of
from sociable.surfaces.cli.measuring import percentiles
from sociable.surfaces.cli.progress import over
from sociable.surfaces.cli.serve import HOST, allow_many_files, stream_command
from sociable.things.verbs import Draft, publish

PLACE = "timeline"
"""Where all listen: each note before the whole organisation is told to every one of them."""
SAID, MISSED = 30, 5
"""Notes that are said while all listen, and while nobody does."""
EVERY = 0.25
"""Seconds between two of them."""
LONGEST = 30.0


def measure(people: Sequence[Person], connections: int, nodes: int) -> dict[str, object]:
    """Delays from commit to each listener, memory of a connection, and what it costs when all come back at once.

    With two nodes, each has a streaming process of its own, half of the listeners, and whoever comes back comes to
    the other.
    """
    allow_many_files()
    cookies = [cookie_of(one) for one in over(people[:connections], "Signing in", " people")]
    with ExitStack() as stack:
        streams = [stack.enter_context(streaming()) for _node in range(nodes)]
        ports = [port for _process, port in streams]
        crowd = Crowd(cookies, ports)
        before = sum(private(process) for process, _port in streams)
        crowd.come(PLACE)
        time.sleep(2)  # until the hub has read what each may see
        grown = sum(private(process) for process, _port in streams) - before
        said = say(people[-1], SAID)
        if not crowd.wait_for(SAID, LONGEST):
            raise click.ClickException("not everybody was told everything in time")
        found: dict[str, object] = {"connections": len(cookies), "nodes": nodes, **delays(crowd, said)}
        found["kb_each"] = round(grown * 1024 / max(1, len(cookies)), 1)
        found["back"] = come_back(crowd, people[-1], [process for process, _port in streams], ports)
        crowd.go()
    return found


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
    }


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
    times = [(at - said[place]) * 1000 for one in crowd.listeners for place, at in one.told if place in said]
    return {f"delay_{name}": value for name, value in percentiles(times).items()}


def cookie_of(person: Person) -> str:
    """Somebody signed in, without a form."""
    account = Account.objects.open(f"listener{person.pk}@example.org", person, None)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


@contextmanager
def streaming() -> Iterator[tuple[int, int]]:
    """A streaming process on a free port, as long as it is wanted: who does the work, and the port."""
    with socket.socket() as door:
        door.bind((HOST, 0))
        port = int(door.getsockname()[1])
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
