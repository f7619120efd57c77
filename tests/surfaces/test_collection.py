"""A measuring set made of a history: what came first is known, and who did what came later is asked for."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sociable.surfaces.cli.evaluate import read_grades, read_queries
from sociable.surfaces.cli.main import sociable
from tests.carriers.test_git import ADA, BRUNO, CHIOMA, History


def make(history: History, folder: Path, *words: str) -> Result:
    return CliRunner().invoke(sociable, ["collection", "git", str(history.folder), str(folder), *words])


@pytest.fixture
def history(tmp_path: Path) -> History:
    """Ada knows the pump and Bruno the valve, Chioma takes both in; then each goes on, and so does a stranger."""
    made = History(tmp_path / "pump")
    for number in range(3):
        made.commit(f"Pump, part {number}", {f"pump/{number}.txt": "x"}, by=ADA, committer=CHIOMA)
        made.commit(f"Valve, part {number}", {f"valve/{number}.txt": "x"}, by=BRUNO)
    made.commit("Valve, part 9", {"valve/9.txt": "x"}, by=BRUNO, committer=CHIOMA)
    made.commit("Paint the shed", {"shed.txt": "x"}, by="Zoé Nova <zoe@office.example>")
    return made


def test_whoever_did_the_later_work_is_the_answer_to_its_title(history: History, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    done = make(history, folder)
    assert (done.exit_code, done.output) == (0, f"6 documents of 3 people, 1 queries: now `sociable eval {folder}`\n")
    names = {one["id"]: one["name"] for one in map(json.loads, (folder / "people.jsonl").read_text().splitlines())}
    assert sorted(names.values()) == ["Ada Lovelace", "Bruno Côté", "Chioma Adeyemi"]
    (query,) = read_queries(folder)
    assert query.question == "Valve, part 9"
    assert query.at is not None
    assert [names[one] for one in query.exclude_people] == ["Chioma Adeyemi"], "it was not her who wrote it"
    grades = read_grades(folder / "qrels.tsv")[query.id]
    assert {names[one]: grade for one, grade in grades.items()} == {"Bruno Côté": 1}
    documents = [json.loads(one) for one in (folder / "documents.jsonl").read_text().splitlines()]
    assert [one["title"] for one in documents] == [
        f"{what}, part {part}" for part in range(3) for what in ("Pump", "Valve")
    ]
    assert {names[one] for one in documents[0]["people"]["committer"]} == {"Chioma Adeyemi"}


def test_another_role_is_asked_for_and_with_the_whole_text(history: History, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    assert make(history, folder, "--role", "committer", "--whole").exit_code == 0
    (query,) = read_queries(folder)
    assert "valve/9.txt" in query.question
    assert len(query.exclude_people) == 1


def test_what_cannot_be_made_is_said(history: History, tmp_path: Path) -> None:
    nobody = make(history, tmp_path / "set", "--role", "tester")
    assert (nobody.exit_code, nobody.output.strip()) == (
        1,
        "Error: nothing later was done by a known tester: there is nothing to ask",
    )
    full = make(history, history.folder)
    assert full.exit_code == 2
    assert "is not empty" in full.output


@pytest.mark.django_db(transaction=True)
def test_the_set_can_be_measured(history: History, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    make(history, folder)
    done = CliRunner().invoke(sociable, ["eval", str(folder), "--without-meaning", "--json"])
    assert json.loads(done.stdout)["map"] == 1.0
