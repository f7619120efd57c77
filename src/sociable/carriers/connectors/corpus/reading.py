"""Reading a corpus folder, line by line: memory does not grow with it."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from sociable.carriers.connectors.corpus.form import Document, Line, Somebody
from sociable.carriers.record import BadRecord, Person, Reading, Record, Reject
from sociable.people.identities import Handle, handle

LONGEST_LINE = 16_000_000
BLOCK = 1 << 20

Form = TypeVar("Form", bound=Line)


class Corpus:
    help = "A folder with documents.jsonl and people.jsonl."

    schemes = ()

    def name_of(self, location: str) -> str:
        return Path(location).resolve().name

    def read(self, location: str, name: str, cursor: Mapping[str, Any]) -> Reading:
        folder = Path(location)
        documents, people = folder / "documents.jsonl", folder / "people.jsonl"
        if not documents.is_file():
            raise BadRecord(f"{location} is not a corpus folder: it has no documents.jsonl")
        return Reading(
            total=count_lines(documents),
            records=(to_record(line, name) for line in lines(documents, Document)),
            people=(to_person(line, name) for line in lines(people, Somebody)) if people.is_file() else iter(()),
        )

    def again(self, location: str, name: str, rejects: Iterator[Any]) -> Reading:
        return Reading(
            total=None,
            records=(
                to_record(checked(raw, Document, f"reject {number}"), name) for number, raw in enumerate(rejects, 1)
            ),
        )


def realm_of(name: str) -> str:
    """People's ids mean somebody within their corpus only."""
    return f"corpus/{name}"


def count_lines(file: Path) -> int:
    with file.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(BLOCK), b""))


def lines(file: Path, form: type[Form]) -> Iterator[Form | Reject]:
    """Each line of a file in its form, or why it is not."""
    with file.open("rb") as stream:
        for number, line in enumerate(iter(lambda: stream.readline(LONGEST_LINE), b""), 1):
            where = f"{file.name}, line {number}"
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                skip_line(stream.readline)
                yield Reject(f"a line has at most {LONGEST_LINE} bytes", where, line[:200].decode(errors="replace"))
            elif line.strip():
                yield checked(line.decode(errors="surrogateescape"), form, where)


def skip_line(readline: Callable[[int], bytes]) -> None:
    while (more := readline(LONGEST_LINE)) and not more.endswith(b"\n"):
        pass


def checked(raw: Any, form: type[Form], where: str) -> Form | Reject:
    try:
        if isinstance(raw, str):
            return form.model_validate_json(raw.encode(errors="surrogateescape"))
        return form.model_validate(raw)
    except ValidationError as mistake:
        return Reject(in_words(mistake), where, raw)


def in_words(mistake: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(str(part) for part in error['loc']) or 'line'}: {error['msg']}" for error in mistake.errors()
    )


def to_record(line: Document | Reject, name: str) -> Record | Reject:
    if isinstance(line, Reject):
        return line
    realm = realm_of(name)
    return Record(
        key=line.id,
        kind=line.kind,
        title=line.title,
        text=line.text,
        at=line.at,
        people=[(handle(one, realm, one), role) for role, ids in line.people.items() for one in ids if one.strip()],
        tags=line.tags,
        reply_to=line.reply_to,
        cites=line.cites,
        score=round(line.score),
        accepted=line.accepted,
        raw=line,
    )


def to_person(line: Somebody | Reject, name: str) -> Person | Reject:
    if isinstance(line, Reject):
        return line
    return Person(person_handle(line.id, name, line.name), ranked=line.candidate)


def person_handle(id_: str, corpus: str, name: str = "") -> Handle:
    return handle(id_, realm_of(corpus), name or id_)
