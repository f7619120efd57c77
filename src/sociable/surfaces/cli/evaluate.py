"""`sociable eval`: how good are the answers, on a corpus whose answers are known?

Through the very code that imports and answers for the site, in a store of its own that is thrown away.
"""

import json
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import click
from django.conf import settings

from sociable.carriers.connectors import connectors
from sociable.carriers.connectors.corpus.form import Query
from sociable.carriers.connectors.corpus.reading import lines, person_handle
from sociable.carriers.importing import source_for, take_in
from sociable.carriers.record import BadRecord, Reject
from sociable.kit.clock import now
from sociable.knowledge.expertise import measures
from sociable.knowledge.expertise.confidence import FAINT, SOME, STRONG
from sociable.knowledge.expertise.locate import locate, ranking
from sociable.knowledge.expertise.settings import SIGNALS, configuration, leave_out
from sociable.knowledge.meaning import vectors
from sociable.knowledge.search.analysis import question_words
from sociable.people.identities import find
from sociable.people.models import Person
from sociable.publics.models import ORGANISATION
from sociable.publics.readers import INSIDER
from sociable.surfaces.cli.progress import bar_for, moving, over
from sociable.surfaces.cli.upkeep import bring_up_to_date, prepare_database

MEASURES: Mapping[str, Callable[[Sequence[str], Mapping[str, int]], float]] = {
    "map": measures.average_precision,
    "mrr": measures.reciprocal_rank,
    "p5": partial(measures.precision, depth=5),
    "p10": partial(measures.precision, depth=10),
    "success5": partial(measures.success, depth=5),
    "ndcg10": partial(measures.ndcg, depth=10),
}

ENCODED = 4_000
"""Acts whose things are encoded at a time: a measurement waits for all of them."""


@dataclass(slots=True)
class Outcome:
    """What was seen, query by query."""

    values: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in MEASURES})
    milliseconds: list[float] = field(default_factory=list)
    nobody: int = 0
    sure: dict[str, list[bool]] = field(default_factory=lambda: {word: [] for word in (STRONG, SOME, FAINT)})
    """For each word of confidence, whether each person it was said of was right."""


@click.command(name="eval")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--without", multiple=True, type=click.Choice(sorted(SIGNALS)), help="Leaves a view or a signal out.")
@click.option("--without-meaning", is_flag=True, help="As if the extra `semantic` were not installed.")
@click.option("--words", type=click.IntRange(min=1), help="Asks only the first words of each question, so many.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def evaluate(folder: Path, without: tuple[str, ...], as_json: bool, without_meaning: bool, words: int | None) -> None:
    """Measures the answers on a corpus FOLDER that has queries.jsonl and qrels.tsv."""
    for name in without:
        leave_out(name)
    if without_meaning:
        settings.ENCODER = ""
    try:
        queries, grades = list(read_queries(folder)), read_grades(folder / "qrels.tsv")
        stock(folder)
    except BadRecord as reason:
        raise click.ClickException(str(reason)) from None
    outcome = ask_all(folder.resolve().name, queries, grades, words)
    result = summary(outcome)
    click.echo(json.dumps(result) if as_json else "\n".join(f"{name:<10}{value}" for name, value in result.items()))


def read_queries(folder: Path) -> Iterator[Query]:
    file = folder / "queries.jsonl"
    if not file.is_file():
        raise BadRecord(f"{folder} has no queries.jsonl")
    for query in lines(file, Query):
        if isinstance(query, Reject):
            raise BadRecord(f"{query.where}: {query.reason}")
        yield query


def read_grades(file: Path) -> dict[str, dict[str, int]]:
    """Grades by query and person."""
    grades: dict[str, dict[str, int]] = {}
    if not file.is_file():
        raise BadRecord(f"{file.parent} has no qrels.tsv")
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            query, person, grade = line.split("\t")
            grades.setdefault(query, {})[person] = int(grade)
        except ValueError:
            raise BadRecord(f"{file.name}, line {number}: wants query id, person id and grade, with tabs") from None
    return grades


def stock(folder: Path) -> None:
    prepare_database()
    connector = connectors()["corpus"]
    source = source_for("corpus", connector.name_of(str(folder)), folder.resolve(), None, otherwise=ORGANISATION)
    with bar_for("Reading", " records") as bar:
        take_in(source, connector, progress=moving(bar), total=bar.reset)
    bring_up_to_date()
    while vectors.keep_up(acts=ENCODED):
        pass


def in_short(question: str, words: int | None) -> str:
    """The first words of a question that say something, as many as that; the whole question for None."""
    return question if words is None else " ".join(list(question_words(question))[:words])


def ask_all(corpus: str, queries: list[Query], grades: dict[str, dict[str, int]], words: int | None) -> Outcome:
    outcome = Outcome()
    handles = {person_handle(one, corpus) for query in queries for one in query.exclude_people}
    excluded = find(handles)
    keys = dict(Person.objects.filter(identities__kind="handle").values_list("pk", "identities__value"))
    for query in over(queries, "Asking", " questions"):
        exclude = [excluded[key] for one in query.exclude_people if (key := person_handle(one, corpus).key) in excluded]
        question = in_short(query.question, words)
        begin = time.perf_counter()
        at = query.at or now()
        answer = locate(question, reader=INSIDER, at=at, exclude=exclude)
        outcome.milliseconds.append((time.perf_counter() - begin) * 1000)
        outcome.nobody += answer.nobody
        wanted = grades.get(query.id, {})
        if any(grade > 0 for grade in wanted.values()):
            people = [] if answer.nobody else ranking(question, reader=INSIDER, at=at, exclude=exclude).people
            for one in answer.people:
                outcome.sure[one.confidence].append(wanted.get(keys[one.id], 0) > 0)
            for name, measure in MEASURES.items():
                outcome.values[name].append(measure([keys[one] for one in people], wanted))
    return outcome


def summary(outcome: Outcome) -> dict[str, object]:
    asked = sorted(outcome.milliseconds)
    return {
        "queries": len(asked),
        **{name: round(statistics.fmean(values), 4) if values else None for name, values in outcome.values.items()},
        "p50_ms": round(asked[len(asked) // 2], 2) if asked else None,
        "p95_ms": round(asked[int(len(asked) * 0.95)], 2) if asked else None,
        "nobody": round(outcome.nobody / len(asked), 4) if asked else None,
        "sure": {
            word: {"people": len(right), "right": round(statistics.fmean(right), 4) if right else None}
            for word, right in outcome.sure.items()
        },
        "config": configuration(),
    }
