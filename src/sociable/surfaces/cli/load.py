"""The site under load, as a bench asks for it: the real pages' server, on this machine, asked by a few clients."""

import itertools
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from importlib import import_module
from pathlib import Path
from urllib.parse import quote

import click
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from sociable.kit.clock import now
from sociable.people.models import Account, Person
from sociable.publics.models import ORGANISATION, Membership
from sociable.surfaces.cli.serve import HOST, pages_command

WORKERS = 2
CLIENTS = 8
PATIENCE = 60
"""Seconds in which the server must answer for the first time."""
UNLIMITED = os.environ | {"SOCIABLE_API_CALLS": str(10**9)}
"""A few clients call as often as they can, all as the same person: their number is not what is measured."""
NOTHING: dict[str, float | None] = {"http_per_s": None, "rss_mb": None, "private_mb": None}


def serve_and_ask(questions: list[str], seconds: float) -> dict[str, float | None]:
    """Answers a second, and the memory of one of the processes that made them, in megabytes."""
    cookie = signed_in()
    with serving() as (server, port):
        ask(port, cookie, questions[0], until=time.monotonic() + PATIENCE)
        rate = ask_together(port, cookie, questions, seconds)
        rss, private = max(map(memory_of, children_of(server)))
        return {"http_per_s": round(rate, 1), "rss_mb": rss, "private_mb": private}


def signed_in() -> str:
    """The cookie of somebody inside, who exists in this site only."""
    person = Person.objects.create(name="Bench", known_since=now())
    Membership.objects.create(public_id=ORGANISATION, person=person, since=now())
    return cookie_of(Account.objects.open("bench@example.org", person, None))


def cookie_of(account: Account) -> str:
    """Somebody signed in, without a form."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def free_port() -> int:
    with socket.socket() as door:
        door.bind((HOST, 0))
        return int(door.getsockname()[1])


@contextmanager
def serving() -> Iterator[tuple[int, int]]:
    """The pages' server on a free port, as long as it is wanted: its process, and the port."""
    port = free_port()
    server = subprocess.Popen(pages_command(port, WORKERS), stdout=sys.stderr, start_new_session=True, env=UNLIMITED)  # noqa: S603
    try:
        yield server.pid, port
    finally:
        server.terminate()
        server.wait()


def ask(port: int, cookie: str, question: str, *, until: float) -> None:
    """Waits until the server gives a first answer."""
    while time.monotonic() < until:
        connection = HTTPConnection(HOST, port, timeout=PATIENCE)
        try:
            if one_answer(connection, cookie, question):
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise click.ClickException("the pages' server did not answer; what it said is above")


def one_answer(connection: HTTPConnection, cookie: str, question: str) -> bool:
    connection.request("GET", f"/api/v1/who?q={quote(question)}", headers={"Cookie": cookie})
    response = connection.getresponse()
    response.read()
    return response.status == 200


def ask_together(port: int, cookie: str, questions: list[str], seconds: float) -> float:
    """Good answers a second, asked by several clients at once."""
    begin = time.monotonic()
    counts = [0] * CLIENTS

    def client(number: int) -> None:
        connection = HTTPConnection(HOST, port, timeout=PATIENCE)
        for question in itertools.islice(itertools.cycle(questions), number, None, CLIENTS):
            if time.monotonic() - begin >= seconds:
                break
            counts[number] += one_answer(connection, cookie, question)
        connection.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.monotonic() - begin)


def children_of(process: int) -> list[int]:
    """The processes that a server started to make pages; itself where it started none, or the system does not say."""
    try:
        found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return [process]
    return [int(one) for one in found] or [process]


def memory_of(process: int) -> tuple[float | None, float | None]:
    """Resident megabytes, and how many of them no other process shares; None where the system does not say."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return None, None
    sizes = {name: int(size) / 1024 for name, size in re.findall(r"^(\w+):\s+(\d+) kB", text, re.MULTILINE)}
    return round(sizes["Rss"], 1), round(sizes["Private_Clean"] + sizes["Private_Dirty"], 1)
