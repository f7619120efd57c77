"""How long after its commit a new answer counts: for the votes, and for what is computed ahead."""

import subprocess
import sys
import time
from collections.abc import Callable

from sociable.kit.clock import now
from sociable.knowledge.expertise import graph
from sociable.knowledge.expertise.locate import locate
from sociable.people.models import Person
from sociable.publics.models import ORGANISATION
from sociable.publics.readers import INSIDER
from sociable.things.verbs import Draft, publish

LONGEST = 120.0
"""Seconds after which we stop waiting, and say nothing."""
LOOK = 0.01


def measure(question: str) -> dict[str, float | None]:
    """Milliseconds until somebody new rises for a question; seconds until the graph knows them. Beside a worker."""
    worker = subprocess.Popen([sys.executable, "-m", "sociable", "worker"])
    try:
        time.sleep(3)  # until it has started, and has nothing left to do
        person = Person.objects.create(name="Newly Arrived", known_since=now())
        text = f"{question} " * 3
        draft = Draft("answer", ORGANISATION, question, text, now(), [(person.pk, "author")], language="en")
        publish([draft])
        begin = time.perf_counter()
        votes = waited(begin, lambda: person.pk in named(question))
        ahead = waited(begin, lambda: known_ahead(person.pk))
    finally:
        worker.terminate()
        worker.wait()
    return {"votes_ms": votes and round(votes * 1000), "ahead_s": ahead and round(ahead, 1)}


def waited(begin: float, until: Callable[[], bool]) -> float | None:
    """Seconds since `begin` when it became true; None if it did not in time."""
    while not until():
        if time.perf_counter() - begin > LONGEST:
            return None
        time.sleep(LOOK)
    return time.perf_counter() - begin


def named(question: str) -> set[int]:
    return {one.id for one in locate(question, reader=INSIDER, at=now()).people}


def known_ahead(person: int) -> bool:
    found = graph.current()
    return found is not None and bool((found.people == person).any())
