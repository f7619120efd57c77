"""Notes and circles by script: the same doors as on the pages, and the stranger tries each."""

import pytest
from django.test import Client

from sociable.publics.circles import accept, add, found_circle, invite
from sociable.publics.models import EVERYONE, ORGANISATION, Public
from sociable.rooms.microblog.verbs import post
from tests.conftest import Office
from tests.surfaces.api.test_tokens import script_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_script_says_answers_and_passes_on(office: Office) -> None:
    ada, bruno = script_of(office.ada, "read", "write"), script_of(office.bruno, "read", "write")
    said = ada.post("/api/v1/notes", {"text": "Hello @[Bruno Côté] #lift"}, content_type="application/json")
    assert said.status_code == 201
    note = said.json()
    assert note["public"] == "organisation"
    answered = bruno.post(
        f"/api/v1/notes/{note['id']}/answers", {"text": "Hello!"}, content_type="application/json"
    ).json()
    assert answered["reply_to"] == note["id"]
    assert bruno.put(f"/api/v1/notes/{note['id']}/boost").status_code == 204
    home = bruno.get("/api/v1/me/timeline").json()["items"]
    assert [(one["id"], one["answers"], one["boosted"]) for one in home] == [(note["id"], 1, True)]
    passed = ada.get(f"/api/v1/people/{office.bruno.pk}/notes").json()["items"]
    assert [one["name"] for one in passed[0]["boosted_by"]] == ["Bruno Côté"]
    assert ada.delete(f"/api/v1/notes/{note['id']}").status_code == 204
    assert bruno.get("/api/v1/me/timeline").json()["items"] == []
    assert bruno.delete(f"/api/v1/notes/{note['id']}").status_code == 404


def test_pages_go_on_where_the_last_one_ended(office: Office) -> None:
    everybody = Public.objects.get(pk=ORGANISATION)
    wanted = [post(text=str(one), public=everybody, by=office.ada, at=office.later()).pk for one in range(120)]
    office.settle()
    ada, found, address = script_of(office.ada), [], "/api/v1/notes"
    while address:
        page = ada.get(address).json()
        found += [one["id"] for one in page["items"]]
        address = page["next"]
    assert found == wanted[::-1]
    assert ada.get("/api/v1/notes", {"cursor": "nonsense"}).status_code == 422


def test_the_stranger_and_who_is_not_in_it_find_nothing(office: Office) -> None:
    circle = found_circle(name="Kayaks", by=office.ada, at=office.later())
    hidden = post(text="In the circle", public=circle, by=office.ada, at=office.later())
    post(text="For all", public=Public.objects.get(pk=EVERYONE), by=office.ada, at=office.later())
    office.settle()
    anybody, bruno = Client(), script_of(office.bruno, "read", "write")
    assert [one["text"] for one in anybody.get("/api/v1/notes").json()["items"]] == ["For all"]
    assert anybody.get("/api/v1/me/timeline").status_code == 401
    assert anybody.post("/api/v1/notes", {"text": "Spam"}, content_type="application/json").status_code == 401
    reads = script_of(office.ada, "read")
    assert reads.post("/api/v1/notes", {"text": "No scope"}, content_type="application/json").status_code == 403
    for path in (f"/circles/{circle.pk}/notes", f"/circles/{circle.pk}/members"):
        assert bruno.get(f"/api/v1{path}").status_code == 404, path
    for path in (f"/circles/{circle.pk}/membership", f"/notes/{hidden.pk}/boost"):
        assert bruno.put(f"/api/v1{path}").status_code == 404, path
    answer = {"text": "Me too"}
    assert bruno.post(f"/api/v1/notes/{hidden.pk}/answers", answer, content_type="application/json").status_code == 404
    into = {"text": "Me too", "public": circle.slug}
    assert bruno.post("/api/v1/notes", into, content_type="application/json").status_code == 422


def test_a_list_is_told_to_its_owner_only(office: Office) -> None:
    mine = found_circle(name="Old friends", by=office.ada, at=office.later(), is_list=True)
    add(to=mine, person=office.bruno, by=office.ada, at=office.later())
    kayaks = found_circle(name="Kayaks", by=office.ada, at=office.later())
    invite(circle=kayaks, person=office.bruno, by=office.ada, at=office.later())
    accept(circle=kayaks, by=office.bruno, at=office.later())
    bruno = script_of(office.bruno, "read", "write")
    told = bruno.get("/api/v1/circles").json()["items"]
    assert {(one["name"], one["is_list"]) for one in told} == {("Kayaks", False), ("A private list", True)}
    assert bruno.get(f"/api/v1/circles/{mine.pk}/members").status_code == 404
    assert len(bruno.get(f"/api/v1/circles/{kayaks.pk}/members").json()["items"]) == 2
    assert "Old friends" not in bruno.get("/api/v1/publics").content.decode()
    assert bruno.delete(f"/api/v1/circles/{mine.pk}/membership").status_code == 204
    assert bruno.get(f"/api/v1/circles/{mine.pk}/notes").status_code == 404
