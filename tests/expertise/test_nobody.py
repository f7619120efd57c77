"""Nobody is an answer: given when nobody here is known to help, and not when somebody is."""

import tomllib
from pathlib import Path

import pytest

from sociable.knowledge.expertise.answer import Answer
from sociable.knowledge.expertise.confidence import FAINT, SOME, STRONG, asked_of, how_sure, is_enough
from sociable.knowledge.expertise.locate import locate
from sociable.knowledge.meaning import vectors
from sociable.people.identities import find, mail
from sociable.publics.readers import INSIDER
from sociable.surfaces.cli.upkeep import bring_up_to_date
from sociable.surfaces.office.opening import open_office
from sociable.surfaces.office.papers import read_people
from tests.conftest import MONDAY, Office

QUESTIONS = tomllib.loads((Path(__file__).parent / "questions.toml").read_text())


def ask(question: str) -> Answer:
    return locate(question, reader=INSIDER, at=MONDAY)


@pytest.mark.once("how good answers are does not hang on the database; test_office_open.py asks it of both")
@pytest.mark.django_db
def test_the_office_says_nobody_when_so_and_names_the_right_people_otherwise() -> None:
    """Shares of 200 questions that are off any topic and of 144 that somebody can answer; both languages."""
    open_office()
    bring_up_to_date()
    nobody, named, right = answers()
    assert nobody >= 0.9
    assert named >= 0.95
    assert right >= 0.8


@pytest.mark.semantic
@pytest.mark.once("how good answers are does not hang on the database")
@pytest.mark.django_db
def test_with_the_extra_it_says_nobody_as_often_and_names_the_right_people_as_often() -> None:
    open_office()
    bring_up_to_date()
    while vectors.keep_up(acts=5_000):
        pass
    nobody, named, right = answers()
    assert nobody >= 0.9
    assert named >= 0.95
    assert right >= 0.85


def answers() -> tuple[float, float, float]:
    """Of the questions off any topic, the share answered with nobody; of the others, the shares for which somebody is
    named, and for which one of the right people is among the first three."""
    off = [one["text"] for one in QUESTIONS["off_topic"]]
    assert len(set(off)) == 200
    nobody = sum(ask(one).nobody for one in off) / len(off)
    known = find(mail(one.address) for one in read_people().values())
    ids = {key: known[mail(one.address).key] for key, one in read_people().items()}
    named = right = 0
    for one in QUESTIONS["answerable"]:
        first = [helper.id for helper in ask(one["text"]).people]
        named += bool(first)
        right += bool({ids[key] for key in one["people"]} & set(first[:3]))
    asked = len(QUESTIONS["answerable"])
    return nobody, named / asked, right / asked


@pytest.mark.parametrize("question", ["", "   ", "?", "who", "qui peut m’aider ?", "🛶"])
def test_a_question_that_says_nothing_is_answered_with_nobody(db: None, question: str) -> None:
    assert ask(question).nobody


def test_the_longer_a_question_the_less_of_it_must_be_covered() -> None:
    line = ((2, 0.6), (4, 0.6), (30, 0.3))
    asked = [asked_of(words, line) for words in (0, 1, 3, 8, 30, 200)]
    assert asked[:3] == [0.6, 0.6, pytest.approx(0.6)]
    assert asked == sorted(asked, reverse=True)
    assert asked[-1] == 0.3
    assert not is_enough(0.3, 4)
    assert is_enough(0.3, 30)


@pytest.mark.django_db
def test_a_number_that_stands_nowhere_is_no_reason_to_name_nobody_but_an_unknown_word_is(office: Office) -> None:
    office.write("Release notes", "Release notes for the pump, case 12.", by=office.bruno)
    office.settle()
    reader = office.reader(office.ada)
    assert locate("release notes 13830", reader=reader, at=office.at).people
    assert locate("release volcanology pelargonium", reader=reader, at=office.at).nobody
    assert locate("13830", reader=reader, at=office.at).nobody


def test_how_sure_is_a_word() -> None:
    assert how_sure(1.0, 1.0, 3) == STRONG
    assert how_sure(1.0, 0.4, 3) == SOME, "the best of those found, but little of the question"
    assert how_sure(0.6, 1.0, 3) == SOME, "all of the question, but far from the best"
    assert how_sure(0.3, 1.0, 3) == how_sure(1.0, 0.1, 3) == FAINT
