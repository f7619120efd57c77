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


def one_round(writer: Writer | None) -> bool:
    """Reads what is new in the ledger, once. Returns whether there was anything."""
    filled = sum(catch_up(projection) for projection in REGISTRY.values())
    indexed = replica.advance(writer) if writer else 0
    if filled + indexed + (graph.keep_up(patience=PATIENCE) if writer else 0):
        return True
    return vectors.keep_up() if writer else False  # only when all else has caught up: encoding is slow


def nothing_else() -> None:
    pass


def keep_up(until: Callable[[], bool], meanwhile: Callable[[], None] = nothing_else) -> None:
    """The worker's life: rounds until told to stop. Only one process of a node writes the index; others wait for it.

    `meanwhile` is called between the rounds, and comes back at once.
    """
    while not until():
        with here().writing() as writer:
            while not until():
                meanwhile()
                if not one_round(writer):
                    time.sleep(PAUSE)
                if writer is None:
                    break
        connection.close()


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
    command = [sys.executable, "-m", "sociable", "worker", "--with-parent", str(os.getpid()), "--no-sources"]
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 (our own command)
    try:
        yield
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait()
