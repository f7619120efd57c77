"""The command line: data on standard output, all else on standard error; 0 done, 1 failed, 2 the words are off."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from sociable.ledger.acts import latest
from sociable.people.models import Account, Person
from sociable.surfaces.cli.evaluate import in_short
from sociable.surfaces.cli.main import sociable
from tests.carriers.conftest import write_lines
from tests.conftest import Office

pytestmark = pytest.mark.django_db(transaction=True)


def run(*words: str) -> Result:
    return CliRunner().invoke(sociable, list(words))


def test_who_in_words_and_for_scripts(office: Office) -> None:
    one = office.write("Kayak repair", "Epoxy and patience.", by=office.bruno)
    assert "Bruno Côté" in run("who", "kayak").stdout
    answer = json.loads(run("who", "kayak", "--json").stdout)
    assert (answer["query"], answer["nobody"]) == ("kayak", False)
    person = answer["people"][0]
    assert {key: person[key] for key in ("id", "name", "score", "confidence", "path", "available", "topics")} == {
        "id": office.bruno.pk,
        "name": "Bruno Côté",
        "score": 1.0,
        "confidence": "strong",
        "path": None,
        "available": True,
        "topics": ["kayak"],
    }
    assert person["evidence"] == [
        {
            "thing": one.pk,
            "title": "Kayak repair",
            "role": "author",
            "date": one.published_at.isoformat(),
            "share": 1.0,
            "words": ["kayak"],
            "snippet": "Epoxy and patience.",
        }
    ]


def test_nobody_is_an_answer_not_a_failure(office: Office) -> None:
    result = run("who", "volcanology", "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert (answer["query"], answer["nobody"], answer["people"]) == ("volcanology", True, [])
    assert "Nobody here" in run("who", "volcanology").stdout


@pytest.mark.parametrize("asker", ["ada@office.example", "Ada Lovelace", "ada lovelace"])
def test_who_as_somebody(office: Office, asker: str) -> None:
    office.write("Kayak", by=office.ada)
    assert json.loads(run("who", "kayak", "--as", asker, "--json").stdout)["nobody"]
    assert not json.loads(run("who", "kayak", "--as", str(office.bruno.pk), "--json").stdout)["nobody"]


@pytest.mark.parametrize(
    "words",
    [
        ("who",),
        ("who", "x", "--as", "nobody at all"),
        ("who", "x", "--limit", "-1"),
        ("who", "x", "--language", "klingon"),
        ("who", "x", "--function", "juggling"),
        ("who", "x", "--public", "nonsense"),
        ("policy", "set", "--function", "juggling"),
        ("policy", "set", "--public", "nonsense"),
        ("import", "corpus", "/does/not/exist"),
        ("import", "corpus", "/", "--public", "nonsense"),
        ("ledger", "rebuild", "nonsense"),
        ("dance",),
    ],
)
def test_words_that_are_off_exit_with_2(db: None, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr


def test_an_import_that_cannot_work_exits_with_1(db: None, tmp_path: Path) -> None:
    result = run("import", "corpus", str(tmp_path))
    assert result.exit_code == 1
    assert "no documents.jsonl" in result.stderr


def test_people_are_merged_split_and_erased(office: Office) -> None:
    office.write("Kayak", by=office.bruno)
    ada, bruno = str(office.ada.pk), str(office.bruno.pk)
    assert run("people", "merge", bruno, ada).exit_code == 0
    assert run("people", "merge", bruno, ada).exit_code == 1
    assert run("people", "split", bruno).exit_code == 0
    assert run("people", "duplicates").exit_code == 0
    assert run("people", "erase", bruno, "--yes").exit_code == 0
    assert json.loads(run("who", "kayak", "--json").stdout)["nobody"]
    assert Person.objects.get(pk=office.bruno.pk).name == ""


def test_an_account_stands_behind_the_work_of_its_address(office: Office) -> None:
    words = ("account", "new@office.example", "--name", "New Colleague", "--password", "long enough a word")
    assert run(*words).exit_code == 0
    assert run(*words).exit_code == 1
    account = Account.objects.get(email="new@office.example")
    assert account.check_password("long enough a word")
    assert account.person.name == "New Colleague"


def test_the_ledger_is_checked_shown_exported_and_rebuilt(office: Office, tmp_path: Path) -> None:
    office.write("Kayak", by=office.ada)
    assert run("ledger", "check").exit_code == 0
    assert "Create" in run("ledger", "tail", "-n", "1").stdout
    file = tmp_path / "acts.parquet"
    assert run("ledger", "export", str(file)).exit_code == 0
    acts = latest(1000)
    table = pq.read_table(file).to_pylist()
    assert [(row["id"], row["verb"], row["thing"], row["at"]) for row in table] == [
        (id_, act.verb, act.thing, act.at) for id_, act in acts
    ]
    assert run("ledger", "rebuild").exit_code == 0
    assert run("ledger", "rebuild", "search").exit_code == 0


def test_a_dangling_act_is_found(office: Office) -> None:
    from sociable.ledger.acts import Act, record

    record([Act("Create", office.at, thing=999_999)])
    result = run("ledger", "check")
    assert result.exit_code == 1
    assert "999999 points at no things.Thing" in result.stdout


def test_a_question_is_asked_whole_or_in_its_first_words() -> None:
    question = "What became of the old canoe, and who has its paddles?"
    assert in_short(question, None) == question
    assert in_short(question, 2) == "became old"


@pytest.mark.once("what is measured lies in a store of its own, always SQLite")
def test_eval_measures_in_a_store_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "boats"
    write_lines(
        folder / "documents.jsonl",
        [
            {"id": "1", "title": "Kayak repair", "people": {"author": ["bruno"]}},
            {"id": "2", "title": "Kayak sale", "people": {"author": ["ada"], "reviewer": ["bruno"]}},
            {"id": "3", "title": "Sails", "people": {"author": ["chioma"]}},
        ],
    )
    write_lines(folder / "people.jsonl", [{"id": name} for name in ("ada", "bruno", "chioma")])
    write_lines(
        folder / "queries.jsonl",
        [
            {"id": "q1", "text": "sails"},
            {"id": "q2", "text": "kayak", "exclude_people": ["bruno"]},
            {"id": "q3", "text": "volcanology"},
        ],
    )
    (folder / "qrels.tsv").write_text("q1\tchioma\t2\nq2\tada\t1\n")
    done = subprocess.run(
        [sys.executable, "-m", "sociable", "eval", str(folder), "--json"],
        env={**os.environ, "SOCIABLE_DATA": str(tmp_path / "untouched")},
        capture_output=True,
        text=True,
        check=True,
    )
    result = json.loads(done.stdout)
    assert (result["queries"], result["map"], result["success5"], result["ndcg10"]) == (3, 1, 1, 1)
    assert result["nobody"] == pytest.approx(1 / 3, abs=1e-3)
    assert {"mrr", "p5", "p10", "p50_ms", "p95_ms", "config"} <= result.keys()
    assert not (tmp_path / "untouched").exists()


def test_rules_of_a_question_and_of_the_policy(office: Office) -> None:
    office.write("Kayak", by=office.bruno)
    assert json.loads(run("who", "kayak", "--json", "--place", "Oslo").stdout)["removed_by"] == "place"
    assert "'place' leaves nobody" in run("who", "kayak", "--place", "Oslo").stdout
    assert run("policy", "set", "--language", "FR", "--at-work").exit_code == 0
    assert run("policy", "show").stdout == "language: fr\nat-work: yes\n"
    assert json.loads(run("who", "kayak", "--json").stdout)["removed_by"] == "languages"
    assert run("policy", "set").exit_code == 0
    assert "No rules" in run("policy", "show").stdout
    everything = ("--language", "fr", "--language", "en", "--function", "it", "--public", "organisation")
    assert run("who", "kayak", *everything, "--at-work", "--available").exit_code == 0
