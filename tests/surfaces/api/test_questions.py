"""Questions by script: the same doors as on the pages, and the stranger tries each."""

import pytest
from django.test import Client

from sociable.publics.circles import found_circle
from sociable.rooms.questions.writing import ask
from tests.conftest import Office
from tests.surfaces.api.test_tokens import script_of

pytestmark = pytest.mark.django_db(transaction=True)

JSON = "application/json"
HOW = {"title": "How do we renew the certificate?"}


def test_a_script_asks_answers_and_settles(office: Office) -> None:
    ada, bruno, chioma = (script_of(one, "read", "write") for one in (office.ada, office.bruno, office.chioma))
    asked = ada.post("/api/v1/questions", {**HOW, "invited": [office.bruno.pk]}, content_type=JSON)
    assert asked.status_code == 201
    number = asked.json()["id"]
    for_bruno = bruno.get("/api/v1/questions?show=asked").json()["items"]
    assert [(one["id"], one["answers"], one["settled"]) for one in for_bruno] == [(number, 0, False)]
    assert chioma.put(f"/api/v1/questions/{number}/need").status_code == 204
    given = bruno.post(f"/api/v1/questions/{number}/answers", {"text": "Run the *job*."}, content_type=JSON).json()
    assert given["reply_to"] == number
    assert bruno.put(f"/api/v1/questions/answers/{given['id']}/acceptance").status_code == 422, "who asked says it"
    assert ada.put(f"/api/v1/questions/answers/{given['id']}/acceptance").status_code == 204
    mine = ada.get("/api/v1/questions?show=mine").json()["items"]
    assert [(one["answers"], one["needs"], one["settled"]) for one in mine] == [(1, 1, True)]
    assert ada.get("/api/v1/questions").json()["items"] == []
    answers = chioma.get(f"/api/v1/questions/{number}/answers").json()["items"]
    assert [(one["text"], one["accepted"]) for one in answers] == [("Run the *job*.", True)]
    assert ada.delete(f"/api/v1/questions/answers/{given['id']}/acceptance").status_code == 204
    assert chioma.delete(f"/api/v1/questions/{number}/need").status_code == 204
    again = ada.get("/api/v1/questions?show=all").json()["items"]
    assert [(one["needs"], one["settled"]) for one in again] == [(0, False)]


def test_who_was_asked_passes_it_on_or_excuses_themselves(office: Office) -> None:
    ada, bruno, chioma = (script_of(one, "read", "write") for one in (office.ada, office.bruno, office.chioma))
    number = ada.post("/api/v1/questions", {**HOW, "invited": [office.bruno.pk]}, content_type=JSON).json()["id"]
    assert chioma.put(f"/api/v1/questions/{number}/excuse").status_code == 422, "she was not asked"
    assert bruno.put(f"/api/v1/questions/{number}/passed/{office.chioma.pk}").status_code == 204
    assert bruno.get("/api/v1/questions?show=asked").json()["items"] == []
    assert [one["id"] for one in chioma.get("/api/v1/questions?show=asked").json()["items"]] == [number]
    assert chioma.put(f"/api/v1/questions/{number}/excuse").status_code == 204
    assert chioma.get("/api/v1/questions?show=asked").json()["items"] == []


def test_the_stranger_and_who_is_not_in_it_find_nothing(office: Office) -> None:
    circle = found_circle(name="Kayaks", by=office.ada, at=office.later())
    hidden = ask(title="Which paddle?", text="", public=circle, by=office.ada, at=office.later())
    anybody, bruno = Client(), script_of(office.bruno, "read", "write")
    for show in ("open", "all", "mine", "asked"):
        assert anybody.get("/api/v1/questions", {"show": show}).json()["items"] == []
        assert bruno.get("/api/v1/questions", {"show": show}).json()["items"] == []
    assert anybody.post("/api/v1/questions", HOW, content_type=JSON).status_code == 401
    assert script_of(office.ada, "read").post("/api/v1/questions", HOW, content_type=JSON).status_code == 403
    for reader in (anybody, bruno):
        assert reader.get(f"/api/v1/questions/{hidden.pk}/answers").status_code == 404
    for path in ("need", "excuse", f"passed/{office.bruno.pk}"):
        assert bruno.put(f"/api/v1/questions/{hidden.pk}/{path}").status_code == 404, path
    given = bruno.post(f"/api/v1/questions/{hidden.pk}/answers", {"text": "This"}, content_type=JSON)
    assert given.status_code == 404
    into = {**HOW, "public": circle.slug}
    assert bruno.post("/api/v1/questions", into, content_type=JSON).status_code == 422
