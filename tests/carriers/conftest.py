"""A corpus folder to import from, and the short way to import it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sociable.carriers.connectors import connectors
from sociable.carriers.importing import Count, source_for, take_in
from sociable.publics.models import ORGANISATION

Line = dict[str, Any] | str | bytes
Import = Callable[..., tuple[Count, Path | None]]


def write_lines(file: Path, lines: list[Line]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as out:
        for line in lines:
            out.write(
                line if isinstance(line, bytes) else (line if isinstance(line, str) else json.dumps(line)).encode()
            )
            out.write(b"\n")


@pytest.fixture
def import_corpus(db: None, tmp_path: Path) -> Import:
    """Writes documents (and people) to a corpus folder, and imports it."""

    def import_it(
        documents: list[Line], people: list[Line] | None = None, again: Path | None = None, name: str = "letters"
    ) -> tuple[Count, Path | None]:
        folder = tmp_path / name
        write_lines(folder / "documents.jsonl", documents)
        if people is not None:
            write_lines(folder / "people.jsonl", people)
        source = source_for("corpus", name, folder, None, otherwise=ORGANISATION)
        return take_in(source, connectors()["corpus"], again=again, progress=lambda _: None, total=lambda _: None)

    return import_it
