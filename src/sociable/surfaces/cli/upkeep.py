"""Keeping what is derived in step: the worker's round, and waiting for it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sociable.knowledge.expertise import graph
from sociable.knowledge.expertise.standing import is_small
from sociable.knowledge.meaning import vectors
from sociable.knowledge.search import replica
from sociable.knowledge.search.index import Writer, here
from sociable.ledger.acts import count_between, origin, settled
from sociable.ledger.projections import REGISTRY, catch_up

PAUSE = 0.15
"""Seconds between two looks at the ledger: well under the second in which a thing must be findable."""


PATIENCE = 15.0
"""Seconds between two graphs of who stands behind what: votes are fresh without, the walk is within a minute."""


def prepare_database() -> None:
    """Makes or brings up to date the tables of this site; costs little when there is nothing to do."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)


class Ahead:
    """Has the graph made, in a process of its own where that takes long: whatever is new must be found meanwhile."""

    def __init__(self) -> None:
        self.child: subprocess.Popen[bytes] | None = None
        self.began = -PATIENCE

    def look(self) -> None:
        """Begins one where it is due, and none is being made."""
        if self.child is not None and self.child.poll() is None:
            return
        if time.monotonic() - self.began < PATIENCE or not graph.is_due(patience=PATIENCE):
            return
        self.began = time.monotonic()
        if is_small():
            graph.keep_up()
        else:
            self.child = begun("--ahead")

    def stop(self) -> None:
        if self.child is not None:
            stopped(self.child)


def begun(*words: str) -> "subprocess.Popen[bytes]":
    """A worker of our own, which goes when we do."""
    command = [sys.executable, "-m", "sociable", "worker", "--with-parent", str(os.getpid()), "--no-sources", *words]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 (our own command)


def stopped(child: "subprocess.Popen[bytes]") -> None:
    child.send_signal(signal.SIGTERM)
    child.wait()


def one_round(writer: Writer | None, ahead: Ahead) -> bool:
    """Reads what is new in the ledger, once. Returns whether there was anything."""
    filled = sum(catch_up(projection) for projection in REGISTRY.values())
    indexed = replica.advance(writer) if writer else 0
    if writer:
        ahead.look()
    if filled + indexed:
        return True
    return vectors.keep_up() if writer else False  # only when all else has caught up: encoding is slow


def nothing_else() -> None:
    pass


def keep_up(until: Callable[[], bool], meanwhile: Callable[[], None] = nothing_else) -> None:
    """The worker's life: rounds until told to stop. Only one process of a node writes the index; others wait for it.

    `meanwhile` is called between the rounds, and comes back at once.
    """
    ahead = Ahead()
    while not until():
        with here().writing() as writer:
            while not until():
                meanwhile()
                if not one_round(writer, ahead):
                    time.sleep(PAUSE)
                if writer is None:
                    break
        connection.close()
    ahead.stop()


def bring_up_to_date(told: Callable[[int], None] | None = None) -> None:
    """Returns once everything settled is findable, whoever does the work. `told` hears how many acts are left."""
    while True:
        for projection in REGISTRY.values():
            catch_up(projection)
        if not replica.is_behind():
            graph.keep_up()
            return
        if not replica.catch_up(wait=False):
            time.sleep(PAUSE)
        if told:
            place = here().place()
            told(count_between(place.position, settled()) if place and place.origin == origin() else 0)


@contextmanager
def helper_process() -> Iterator[None]:
    """A worker of our own while we import, so that both processors have work; none where one is running already."""
    with here().writing() as writer:
        is_free = writer is not None
    if not is_free:
        yield
        return
    child = begun()
    try:
        yield
    finally:
        stopped(child)
