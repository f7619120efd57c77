"""The papers of the demo office are right, and it opens once, whatever happens while it does."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sociable.people.models import Person
from sociable.people.verbs import come_back
from sociable.surfaces.office.chatter import read_notes
from sociable.surfaces.office.lately import read_lately
from sociable.surfaces.office.opening import open_office
from sociable.surfaces.office.papers import FOLDER, PaperMistake, Papers, read_papers
from sociable.things.language import language_of
from sociable.things.models import Thing
from sociable.things.verbs import withdraw

STANDARD = (
    *("everyone", "organisation", "partners", "human-resources", "public-relations"),
    *("marketing", "production", "it", "finance"),
)
MARCH = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def papers() -> Papers:
    return read_papers(STANDARD)


def person(papers: Papers, key: str) -> Person:
    return Person.objects.get(identities__value=papers.people[key].address)


@pytest.mark.django_db
def test_what_people_did_since_stays(papers: Papers) -> None:
    open_office()
    rejean, gone = person(papers, "rejean"), Thing.objects.get(title__startswith="Quand les étiquettes")
    withdraw(thing=gone, by=rejean, at=MARCH)
    come_back(person=person(papers, "jeanphilippe"), at=MARCH)
    Person.objects.filter(pk=rejean.pk).update(headline="Retraité")
    open_office()
    assert Thing.objects.get(pk=gone.pk).withdrawn_at == MARCH
    assert person(papers, "jeanphilippe").absence(MARCH) is None
    assert person(papers, "rejean").headline == "Retraité"


def test_both_languages_are_what_they_are_said_to_be(papers: Papers) -> None:
    said = [page.language for page in papers.pages.values()]
    assert 0.4 < said.count("fr") / len(said) < 0.6
    for key, page in papers.pages.items():
        assert language_of(f"{page.title} {page.text[:300]}") == page.language, key


def test_texts_are_of_a_length_that_people_read(papers: Papers) -> None:
    for key, page in papers.pages.items():
        assert 30 <= len(page.text.split()) <= 250, key


PAGE = """+++
kind = "note"
language = "en"
title = "Canoes"
at = 2025-01-01T09:00:00Z
people = { author = ["thao"] }
+++
Varnish twice.
"""


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ('"thao"', '"nobody"', "one.md: there is no person 'nobody'"),
        ('title = "Canoes"', 'title = "Canoes"\nreply_to = "two"', "one.md: there is no page 'two'"),
        ('title = "Canoes"', 'title = "Canoes"\ncites = ["one"]', "one.md: 'one' was not written yet"),
        ('title = "Canoes"', 'title = "Canoes"\npublic = "canoeists"', "one.md: there is no public 'canoeists'"),
        ("at = 2025-01-01T09:00:00Z\n", "", "one.md: at: Field required"),
        ("09:00:00Z", "09:00:00", "one.md: at: Input should have timezone info"),
        ('language = "en"', 'language = "English"', "one.md: language:"),
        ('kind = "note"', 'kind = "note"\ncolour = "red"', "one.md: colour: Extra inputs"),
        ('"Canoes"', '"Canoes', "one.md: Illegal character"),
        ("Varnish twice.\n", "", "one.md: text: String should have at least 1 character"),
        ("+++\nkind", "kind", "one.md: begins with front matter"),
    ],
)
def test_a_mistake_on_paper_is_told_with_its_place(tmp_path: Path, before: str, after: str, complaint: str) -> None:
    (tmp_path / "people.toml").write_text((FOLDER / "people.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "things").mkdir()
    page = tmp_path / "things" / "one.md"
    page.write_text(PAGE, encoding="utf-8")
    assert list(read_papers(STANDARD, tmp_path).pages) == ["one"]
    page.write_text(PAGE.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(PaperMistake) as told:
        read_papers(STANDARD, tmp_path)
    assert complaint in str(told.value)


def test_two_pages_of_one_name_are_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_text((FOLDER / "people.toml").read_text(encoding="utf-8"), encoding="utf-8")
    for folder in ("boats", "paddles"):
        (tmp_path / "things" / folder).mkdir(parents=True)
        (tmp_path / "things" / folder / "one.md").write_text(PAGE, encoding="utf-8")
    with pytest.raises(PaperMistake, match=r"paddles/one\.md: boats has a page of that name"):
        read_papers(STANDARD, tmp_path)


OPENING = """
import django
django.setup()
from django.core.management import call_command
from sociable.surfaces.office.opening import open_office
from sociable.things.models import Thing
call_command("migrate", verbosity=0)
print("opening", flush=True)
open_office()
print(Thing.objects.count(), flush=True)
"""


@pytest.mark.slow
def test_an_opening_killed_in_the_middle_is_healed_by_the_next(tmp_path: Path, papers: Papers) -> None:
    environment = os.environ | {"SOCIABLE_DATA": str(tmp_path), "DATABASE_URL": ""}
    command = [sys.executable, "-c", OPENING]
    for moment in (0.05, 0.3, 0.6):
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as killed:
            assert killed.stdout is not None
            assert killed.stdout.readline() == "opening\n"
            time.sleep(moment)
            killed.send_signal(signal.SIGKILL)
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    said = sum(deed.do in ("answer", "ask", "comment", "note", "reply") for deed in read_lately().values())
    assert done.stdout == f"opening\n{len(papers.pages) + len(read_notes()) + said}\n"
