"""The API gives scripts the same answer as the command line, and says what was wrong in a form they can read."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from sociable.knowledge.expertise.answer import as_record
from sociable.knowledge.expertise.locate import locate
from sociable.publics.models import EVERYONE, Public
from sociable.publics.verbs import show
from tests.conftest import Office
from tests.surfaces.test_web import HOSTILE, signed_in

pytestmark = pytest.mark.django_db
WHO = "/api/v1/who"


def test_a_script_gets_the_locators_own_answer(office: Office) -> None:
    office.write("Invoices in two currencies", by=office.bruno)
    office.settle()
    response = signed_in(office.ada).get(WHO, {"q": "invoices"})
    wanted = as_record(locate("invoices", reader=office.reader(office.ada), at=office.at))
    assert response.headers["Content-Type"].startswith("application/json")
    assert response.json() == json.loads(json.dumps(wanted))
    assert response.json()["people"][0]["name"] == "Bruno Côté"


def test_the_stranger_gets_what_is_for_everyone_only(office: Office) -> None:
    office.write("Kubernetes", by=office.bruno)
    office.write("Kubernetes for all", by=office.bruno, public=EVERYONE)
    office.settle()
    assert Client().get(WHO, {"q": "kubernetes"}).json()["nobody"] is True
    show(person=office.bruno, public=Public.objects.get(pk=EVERYONE), by=office.bruno, at=office.later())
    people = Client().get(WHO, {"q": "kubernetes"}).json()["people"]
    assert [why["title"] for one in people for why in one["evidence"]] == ["Kubernetes for all"]


def test_no_more_people_than_asked_for(office: Office) -> None:
    office.write("Budget", by=office.bruno)
    office.write("Budget", by=office.chioma)
    office.settle()
    answer = signed_in(office.ada).get(WHO, {"q": "budget", "limit": 1}).json()
    assert len(answer["people"]) == 1


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ({}, "q"),
        ({"q": ""}, "q"),
        ({"q": "x", "limit": "many"}, "limit"),
        ({"q": "x", "language": "klingon"}, "language"),
        ({"q": "x", "function": "juggling"}, "function"),
        ({"q": "x", "public": "nonsense"}, "public"),
        ({"q": "x", "at_work": "maybe"}, "at_work"),
        ({"q": "x", "limit": "0"}, "limit"),
        ({"q": "x", "limit": "-1"}, "limit"),
        ({"q": "x", "limit": "1000000"}, "limit"),
    ],
)
def test_a_wrong_parameter_is_named(office: Office, query: dict[str, str], wrong: str) -> None:
    response = Client().get(WHO, query)
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == 422
    assert wrong in problem["detail"]
    assert [one["parameter"] for one in problem["errors"]] == [wrong]


@pytest.mark.parametrize("question", [one for one in HOSTILE if one], ids=lambda question: repr(question[:20]))
def test_no_question_breaks_the_answer(office: Office, question: str) -> None:
    office.write("Budget", by=office.bruno)
    office.settle()
    response = signed_in(office.ada).get(WHO, {"q": question})
    assert response.status_code == 200
    assert response.json()["query"] == question


def test_other_addresses_and_methods_are_refused_as_problems(office: Office) -> None:
    for response, status in ((Client().get("/api/v1/nowhere"), 404), (Client().post(WHO), 405)):
        assert response.status_code == status
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.json()["status"] == status


def test_the_documented_answer_has_the_form_that_is_served(office: Office) -> None:
    office.write("Certificates", by=office.bruno)
    office.settle()
    served = signed_in(office.ada).get(WHO, {"q": "certificates"}).json()
    page = (Path(settings.CHECKOUT) / "docs" / "api.md").read_text()
    told = json.loads(page.split("```json\n")[1].split("```")[0])
    assert shape(told) == shape(served)


def shape(answer: object) -> object:
    """What an answer holds, without the values."""
    if isinstance(answer, dict):
        return {key: shape(value) for key, value in answer.items()}
    return [shape(answer[0])] if isinstance(answer, list) else type(answer)


def test_the_api_describes_itself(office: Office) -> None:
    document = Client().get("/api/v1/openapi.json").json()
    answers = document["paths"][WHO]["get"]["responses"]
    assert {"200", "401", "422", "429"} <= set(answers)
    assert "application/problem+json" in answers["422"]["content"]
    assert {"query", "nobody", "people", "removed_by"} == set(
        document["components"]["schemas"]["AnswerRecord"]["properties"]
    )


def test_a_script_says_who_counts(office: Office) -> None:
    office.write("Kayak", by=office.bruno)
    office.settle()
    client = signed_in(office.ada)
    for rules, removed_by in (
        ({"public": "organisation", "place": "", "language": ""}, None),
        ({"function": ["it", "finance"]}, "functions"),
        ({"language": ["fr", "en"], "available": "true"}, "languages"),
    ):
        assert client.get(WHO, {"q": "kayak", **rules}).json()["removed_by"] == removed_by
