"""A question that finds nobody is counted by what it is about, never by who asked, and is for the administrator."""

import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client

from sociable.rooms.questions.gaps import drop, miss, without_people
from sociable.rooms.questions.models import Gap
from sociable.surfaces.cli.main import sociable
from sociable.surfaces.web.gaps import topic_of
from tests.conftest import Office
from tests.surfaces.test_web import body, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def asked() -> dict[str, int]:
    return dict(Gap.objects.values_list("example", "asked"))


def run(*words: str) -> str:
    result = CliRunner().invoke(sociable, list(words))
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_same_question_on_every_surface_is_one_gap(office: Office) -> None:
    office.write("Invoices", by=office.bruno)
    office.settle()
    body(signed_in(office.ada), "/", q="Who knows a volcano?")
    signed_in(office.bruno).get("/api/v1/who", {"q": "volcanoes, who knows?"})
    run("who", "who knows the VOLCANO")
    assert asked() == {"Who knows a volcano?": 3}


def test_what_finds_somebody_or_asks_nothing_is_no_gap(office: Office) -> None:
    office.write("Invoices in euros", by=office.bruno)
    office.write("Invoices in dollars", by=office.bruno)
    office.settle()
    client = signed_in(office.ada)
    for question in ("invoices", "", "   ", "???", "\0"):
        client.get("/", {"q": question})
    run("who", "invoices")
    run("who", "invoices", "--limit", "0")
    assert asked() == {}


def test_a_visitor_who_finds_nobody_says_nothing_of_the_house(office: Office) -> None:
    Client().get("/", {"q": "volcanology"})
    Client().get("/api/v1/who", {"q": "volcanology"})
    assert asked() == {}


def test_names_and_addresses_are_not_kept(office: Office) -> None:
    assert (
        without_people("Does bruno côté (bruno@office.example) or Zoé know\nvolcanoes, Ada Lovelace?")
        == "Does … … or Zoé know volcanoes, …?"
    )
    body(signed_in(office.ada), "/", q="Does Bruno Côté know volcanology?")
    gap = Gap.objects.get()
    assert "bruno" not in f"{gap.topic} {gap.example}".lower()
    assert not [field.name for field in Gap._meta.get_fields() if field.is_relation], "no key to whoever asked"


def test_first_and_last_time_are_kept_whatever_the_order(office: Office) -> None:
    first, later = office.at, office.later(days=3)
    miss(question="Volcanology", topic="volcanolog", at=later)
    gap = miss(question="volcanology again", topic="volcanolog", at=first)
    assert (gap.example, gap.asked, gap.last_at) == ("Volcanology", 2, later)


def test_a_long_question_is_cut_and_its_topic_stays_small(office: Office) -> None:
    question = "volcanology " + " ".join(f"word{number}" for number in range(2000))
    body(signed_in(office.ada), "/", q=question[:5000])
    gap = Gap.objects.get()
    assert len(gap.example) == 300
    assert len(topic_of(question)) == 6


@pytest.mark.postgresql
def test_two_who_ask_at_once_are_two(office: Office) -> None:
    def ask(_number: int) -> None:
        try:
            miss(question="Volcanology", topic="volcanolog", at=office.at)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        list(hands.map(ask, range(20)))
    assert asked() == {"Volcanology": 20}


def test_the_administrator_sees_the_most_asked_first_and_may_remove_one(office: Office) -> None:
    for question in ("volcanology", "beekeeping", "beekeeping"):
        miss(question=question, topic=question, at=office.later())
    chioma = signed_in(office.chioma)
    page = body(chioma, "/gaps/")
    assert page.index("beekeeping") < page.index("volcanology")
    assert "asked 2 times" in page
    assert "?q=beekeeping" in page
    number = re.findall(r'name="gap" value="(\d+)"', page)[0]
    assert chioma.post("/gaps/", {"gap": number}).status_code == 302
    assert chioma.post("/gaps/", {"gap": "none"}).status_code == 302
    assert asked() == {"volcanology": 1}
    assert not drop(gap=int(number))


def test_nobody_else_knows_that_there_is_such_a_page(office: Office) -> None:
    gap = miss(question="volcanology", topic="volcanology", at=office.at)
    for client in (Client(), signed_in(office.ada)):
        assert client.get("/gaps/").status_code == 404
        assert client.post("/gaps/", {"gap": gap.pk}).status_code == 404
    assert Gap.objects.exists()


def test_an_empty_list_says_what_it_is_for(office: Office) -> None:
    assert "what to learn" in body(signed_in(office.chioma), "/gaps/")
    result = CliRunner().invoke(sociable, ["gaps"])
    assert (result.exit_code, result.stdout) == (0, "")
    assert "counted here" in result.stderr


def test_the_command_line_lists_them_too(office: Office) -> None:
    gap = miss(question="Volcanology?", topic="volcanolog", at=office.at)
    assert run("gaps").split("\t") == ["1", "2026-03-02", "Volcanology?\n"]
    assert json.loads(run("gaps", "--json", "--limit", "1")) == [
        {
            "id": gap.pk,
            "topic": "volcanolog",
            "example": "Volcanology?",
            "asked": 1,
            "first_at": office.at.isoformat(),
            "last_at": office.at.isoformat(),
        }
    ]
