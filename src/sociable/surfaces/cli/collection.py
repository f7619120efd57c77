"""`sociable collection`: a measuring set made of one's own history, whose later work is the question to the earlier.

Every organisation has answers that are known: who did the work that came next. What is written is a corpus folder, for
`sociable eval`.
"""

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import click

from sociable.carriers.connectors import connectors
from sociable.carriers.record import BadRecord, Record
from sociable.knowledge.expertise.worth import PASSING_KINDS
from sociable.surfaces.cli.progress import over

PART = 0.75
"""Of what is there, how much is known when the rest is asked for."""
SEED = 11
Line = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Asked:
    """A later work as a question: its words, and who did it."""

    line: Line
    people: Sequence[str]


@click.command()
@click.argument("connector", type=click.Choice(sorted(set(connectors()) - {"corpus", "people"})))
@click.argument("location", type=click.Path(exists=True, path_type=Path))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--role", default="author", show_default=True, help="Who is asked for: the people in this role.")
@click.option("--whole", is_flag=True, help="Asks with title and text; otherwise with the title alone.")
@click.option("--queries", default=300, show_default=True, type=click.IntRange(1), help="At most, taken at random.")
def collection(connector: str, location: Path, folder: Path, role: str, whole: bool, queries: int) -> None:
    """Makes a measuring set in FOLDER of the history at LOCATION: its last quarter asks, the rest is known."""
    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty")
    reads = connectors()[connector]
    try:
        found = reads.read(str(location.resolve()), reads.name_of(str(location)), {}).records
        records = [one for one in over(found, "Reading", " records") if isinstance(one, Record) and one.at]
    except BadRecord as reason:
        raise click.ClickException(str(reason)) from None
    records.sort(key=attrgetter("at"))
    known, later = records[: int(len(records) * PART)], records[int(len(records) * PART) :]
    people = numbered(known)
    asked = questions(later, people, role, whole=whole)
    if not asked:
        raise click.ClickException(f"nothing later was done by a known {role}: there is nothing to ask")
    asked = random.Random(SEED).sample(asked, min(queries, len(asked)))  # noqa: S311 (no secret)
    write(folder, known, people, asked)
    said = f"{len(known)} documents of {len(people)} people, {len(asked)} queries"
    click.echo(f"{said}: now `sociable eval {folder}`", err=True)


def numbered(records: Iterable[Record]) -> dict[tuple[str, str, str], tuple[str, str]]:
    """The people of these records: by handle, their id in the set and their name."""
    names = {handle.key: handle.name for one in records for handle, _role in one.people}
    return {key: (f"p{number}", name) for number, (key, name) in enumerate(names.items())}


def by_role(record: Record, people: Mapping[tuple[str, str, str], tuple[str, str]]) -> dict[str, list[str]]:
    """Who of those known did what in a record."""
    found: dict[str, list[str]] = {}
    for handle, role in record.people:
        if handle.key in people:
            found.setdefault(role, []).append(people[handle.key][0])
    return found


def questions(
    later: Iterable[Record], people: Mapping[tuple[str, str, str], tuple[str, str]], role: str, *, whole: bool
) -> list[Asked]:
    """Of each later work that somebody known did in that role, a question; nobody else of it is to be named."""
    asked = []
    for number, one in enumerate(later):
        theirs = by_role(one, people)
        right = set(theirs.get(role, ()))
        if not right or not one.title or one.kind in PASSING_KINDS:
            continue
        others = sorted({person for some in theirs.values() for person in some} - right)
        line = {
            "id": f"q{number}",
            "title": one.title,
            "text": one.text if whole else "",
            "date": one.at and one.at.isoformat(),
            "exclude_people": others,
        }
        asked.append(Asked(line, sorted(right)))
    return asked


def document(record: Record, people: Mapping[tuple[str, str, str], tuple[str, str]]) -> Line:
    return {
        "id": record.key[:200],
        "kind": record.kind,
        "title": record.title,
        "text": record.text,
        "date": record.at and record.at.isoformat(),
        "tags": list(record.tags),
        "score": record.score,
        "accepted": record.accepted,
        "reply_to": record.reply_to,
        "people": by_role(record, people),
    }


def write(
    folder: Path,
    known: Iterable[Record],
    people: Mapping[tuple[str, str, str], tuple[str, str]],
    asked: Sequence[Asked],
) -> None:
    """The four files of the corpus folder (`docs/corpus.md`)."""
    folder.mkdir(parents=True, exist_ok=True)
    lines(folder / "documents.jsonl", (document(one, people) for one in known))
    lines(folder / "people.jsonl", ({"id": id_, "name": name} for id_, name in people.values()))
    lines(folder / "queries.jsonl", (one.line for one in asked))
    grades = (f"{one.line['id']}\t{person}\t1\n" for one in asked for person in one.people)
    (folder / "qrels.tsv").write_text("".join(grades), encoding="utf-8")


def lines(file: Path, content: Iterable[Line]) -> None:
    with file.open("w", encoding="utf-8") as written:
        written.writelines(json.dumps(one) + "\n" for one in content)
