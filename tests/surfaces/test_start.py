"""The first day: a few steps, each taken, skipped or come back to, by whoever runs the site and nobody else."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from sociable.carriers.models import Source
from sociable.ledger.models import Activity
from sociable.people.models import Person
from sociable.publics.models import ORGANISATION, Public
from sociable.publics.readers import functions_of
from sociable.rooms.start.models import Step
from tests.conftest import Office
from tests.surfaces.test_web import body, signed_in

pytestmark = pytest.mark.django_db


def step(word: str) -> str:
    return reverse("start-step", args=[word])


@pytest.fixture
def chioma(office: Office) -> Client:
    return signed_in(office.chioma)


def test_an_empty_site_leads_its_administrator_to_the_first_step(office: Office, chioma: Client) -> None:
    assert reverse("start") in body(chioma, "/")
    assert step("name") in body(chioma, reverse("start"))
    assert reverse("start") not in body(signed_in(office.ada), "/")


def test_the_organisation_gets_its_name_on_every_page_and_in_the_ledger(office: Office, chioma: Client) -> None:
    response = chioma.post(step("name"), {"name": "  Nordet \n Ventilation "})
    assert response.headers["Location"] == step("functions")
    assert re.search(r'class="brand"[^>]*>\s*Nordet Ventilation\s*</a>', body(Client(), "/"))
    act = Activity.objects.get(verb="sociable:Name")
    assert (act.actor_id, act.public_id, act.detail) == (office.chioma.pk, ORGANISATION, {})


def test_functions_are_named_founded_and_closed_but_never_from_under_somebody(office: Office, chioma: Client) -> None:
    it, marketing = Public.objects.get(slug="it"), Public.objects.get(slug="marketing")
    chioma.post(step("people"), {"people": "Dan <dan@office.example>", "function": "it"})
    sent = {f"name-{it.pk}": "Machines", "new": "Research\nCafé"}
    chioma.post(step("functions"), {**sent, f"close-{marketing.pk}": "1"})
    slugs = set(Public.objects.filter(kind="function").values_list("slug", flat=True))
    assert {"research", "cafe", "it"} <= slugs
    assert "marketing" not in slugs
    assert str(Public.objects.get(slug="it")) == "Machines"
    refused = chioma.post(step("functions"), {f"close-{it.pk}": "1", "new": "Lost?"}).content.decode()
    assert "in use" in refused
    assert ">Lost?</textarea>" in refused, "what was typed is not lost"
    assert not Public.objects.filter(name="Lost?").exists(), "all of a form, or nothing"


def test_people_come_by_name_and_address_in_any_usual_form(office: Office, chioma: Client) -> None:
    lines = (
        "Dan Nguyen <dan@office.example>\nÉlise Roy, elise@office.example\nfay@office.example\n\nGil Po\tgil@x.example"
    )
    page = chioma.post(step("people"), {"people": lines, "function": "finance"}, follow=True).content.decode()
    assert "4 people are known here now." in page
    elise = Person.objects.get(name="Élise Roy")
    assert [one.slug for one in functions_of(elise)] == ["finance"]
    assert Person.objects.filter(name="fay").exists()
    refused = chioma.post(step("people"), {"people": "Hal, hal@x.example\nno address here"}).content.decode()
    assert "No address in this line: no address here" in refused
    assert "Hal, hal@x.example" in refused
    assert not Person.objects.filter(name="Hal").exists()


def test_a_step_is_skipped_and_come_back_to(office: Office, chioma: Client) -> None:
    assert chioma.post(step("name"), {"skip": "1"}).headers["Location"] == step("functions")
    assert Step.objects.get().skipped
    assert "skipped" in body(chioma, reverse("start"))
    chioma.post(step("name"), {"name": "Nordet"})
    assert not Step.objects.get(name=Step.Name.NAME).skipped
    chioma.post(step("name"), {"skip": "1"})
    assert not Step.objects.get(name=Step.Name.NAME).skipped, "what was taken stays taken"
    assert Activity.objects.filter(verb="sociable:Begin").count() == 2


def test_the_first_source_is_seen_by_itself_and_the_first_question_is_asked(office: Office, chioma: Client) -> None:
    assert "Nothing was read yet" in chioma.post(step("source")).content.decode()
    assert "sociable import git" in body(chioma, step("source"))
    Source.objects.create(connector="git", name="teapot", location="/srv/teapot", public_id=ORGANISATION)
    assert "teapot" in body(chioma, step("source"))
    asked = chioma.post(step("question"), {"q": "who knows teapots?"})
    assert asked.headers["Location"] == "/?q=who+knows+teapots%3F"
    for word in ("name", "functions", "people"):
        chioma.post(step(word), {"skip": "1"})
    assert "the site is yours" in body(chioma, reverse("start"))


def test_the_stranger_and_the_colleague_find_no_such_door(office: Office) -> None:
    for client in (Client(), signed_in(office.ada)):
        for address in (reverse("start"), step("name"), step("people")):
            assert client.get(address).status_code == 404
            assert client.post(address, {"name": "Mine now"}).status_code in (404, 405)
    assert Public.objects.get(pk=ORGANISATION).name == ""
    assert signed_in(office.chioma).get(step("nonsense")).status_code == 404
