"""The measurement behind `sociable bench locate`."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import compress
from pathlib import Path

from sociable.carriers.connectors import connectors
from sociable.carriers.importing import source_for, take_in
from sociable.kit.clock import now
from sociable.knowledge.expertise.answer import Answer
from sociable.knowledge.expertise.locate import locate
from sociable.publics.models import ORGANISATION
from sociable.publics.readers import INSIDER
from sociable.surfaces.cli import freshness, load, rivals, synthetic
from sociable.surfaces.cli.imports import spare_the_collector, wait_until_findable
from sociable.surfaces.cli.progress import bar_for, moving, over
from sociable.surfaces.cli.upkeep import helper_process

WARM = 10
"""Questions asked before the clock runs: the first ones read files from the disk."""


def measure(folder: Path, documents: int, people: int, questions: int, seconds: float) -> dict[str, object]:
    """All figures of one size. `folder` holds the corpus and the rivals, and is the caller's to throw away.

    Questions that we answer with "nobody", which is soon said, do not count for any of the three.
    """
    words = synthetic.vocabulary()
    with closing(rivals.Engine(folder / "engine")) as engine, closing(rivals.Fts5(folder / "fts5")) as fts5:
        synthetic.write(folder, documents, people, told(documents, people, words, engine, fts5))
        engine.commit()
        fts5.commit()
        rate = stock(folder, documents)
        asked = synthetic.questions(questions, words)
        spent = ask_in_turns(asked, {"ours": ours, "engine": engine.ask, "fts5": fts5.ask})
    full = [not ours(question).nobody for question in asked]
    figures = {name: percentiles(list(compress(times, full)) or times) for name, times in spent.items()}
    ratio = figures["ours"]["p50_ms"] / max(0.001, figures["engine"]["p50_ms"])
    served = load.serve_and_ask(asked, seconds) if seconds else load.NOTHING
    return {
        "documents": documents,
        "people": people,
        "questions": len(asked),
        "named": sum(full),
        **figures,
        "ratio_p50": round(ratio, 2),
        **served,
        "import_per_s": rate,
        "fresh": freshness.measure(asked[0]),
    }


def told(
    count: int, people: int, words: list[str], engine: rivals.Engine, fts5: rivals.Fts5
) -> Iterator[synthetic.Made]:
    """The documents, each told to the rivals on its way."""
    for made in over(synthetic.documents(count, people, words), "Making up", " documents"):
        engine.put(made)
        fts5.put(made)
        yield made


def stock(folder: Path, documents: int) -> int:
    """Imports the corpus. Returns how many documents a second, until all are findable."""
    connector = connectors()["corpus"]
    source = source_for("corpus", "bench", folder, None, otherwise=ORGANISATION)
    spare_the_collector()
    begin = time.perf_counter()
    with helper_process(), bar_for("Reading", " records") as bar:
        take_in(source, connector, progress=moving(bar), total=bar.reset)
    wait_until_findable()
    gc.unfreeze()
    return round(documents / (time.perf_counter() - begin))


def ours(question: str) -> Answer:
    return locate(question, reader=INSIDER, at=now())


def ask_in_turns(questions: list[str], ways: dict[str, Callable[[str], object]]) -> dict[str, list[float]]:
    """Milliseconds of each question, each way. In turns: whatever else the machine does, it does to all."""
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for question in questions[:WARM]:
        for ask in ways.values():
            ask(question)
    for question in over(questions, "Asking", " questions"):
        for name, ask in ways.items():
            begin = time.perf_counter()
            ask(question)
            spent[name].append((time.perf_counter() - begin) * 1000)
    return spent


def percentiles(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {f"p{part}_ms": round(ordered[min(len(ordered) - 1, len(ordered) * part // 100)], 2) for part in (50, 99)}
