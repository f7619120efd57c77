"""What I say of myself through a script: who I am, when I am away; nobody else's word is lost."""

import pytest
from django.test import Client

from sociable.people.models import Person
from tests.conftest import Office
from tests.surfaces.api.test_tokens import script_of

pytestmark = pytest.mark.django_db
ME, ABSENCE = "/api/v1/me", "/api/v1/me/absence"


@pytest.fixture
def ada(office: Office) -> Client:
    return script_of(office.ada, "read", "write")


def change(client: Client, headers: dict[str, str] | None = None, **changes: object) -> object:
    return client.patch(ME, changes, content_type="application/json", headers=headers)


def test_what_is_left_out_stays(ada: Client, office: Office) -> None:
    assert (
        ada.patch(ME, {"headline": " Analyst ", "languages": ["fr", "en"]}, content_type="application/json").status_code
        == 200
    )
    said = ada.patch(ME, {"place": "Laval", "time_zone": "America/Montreal"}, content_type="application/json").json()
    assert (said["name"], said["headline"], said["languages"]) == ("Ada Lovelace", "Analyst", ["fr", "en"])
    assert said == ada.get(ME).json()
    assert Person.objects.get(pk=office.ada.pk).place == "Laval"


@pytest.mark.parametrize(
    "changes",
    [
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"languages": ["xx"]},
        {"name": "  "},
        {"name": "x" * 201},
        {"shoe": 38},
        {"headline": 7},
    ],
)
def test_what_is_wrong_changes_nothing(ada: Client, changes: dict[str, object]) -> None:
    before = ada.get(ME).json()
    response = ada.patch(ME, changes, content_type="application/json")
    assert (response.status_code, response.headers["Content-Type"]) == (422, "application/problem+json")
    assert ada.get(ME).json() == before


def test_nothing_is_changed_that_changed_since_it_was_read(ada: Client) -> None:
    read = ada.get(ME).headers["ETag"]
    written = ada.patch(ME, {"place": "Laval"}, content_type="application/json", headers={"If-Match": read})
    assert written.status_code == 200
    assert written.headers["ETag"] == ada.get(ME).headers["ETag"] != read
    late = ada.patch(ME, {"place": "Oslo"}, content_type="application/json", headers={"If-Match": read})
    assert late.status_code == 412
    assert ada.get(ME).json()["place"] == "Laval"
    assert ada.get(ME, headers={"If-None-Match": written.headers["ETag"]}).status_code == 304


def test_away_and_back(ada: Client, office: Office) -> None:
    leave = {"ends": "2099-01-07T09:00:00-05:00", "stand_in": office.bruno.pk}
    away = ada.put(ABSENCE, leave, content_type="application/json").json()["away"]
    assert (away["ends"], away["stand_in"]["name"]) == ("2099-01-07T14:00:00+00:00", "Bruno Côté")
    assert ada.get(ME).json()["away"] == away
    assert script_of(office.bruno).get(f"/api/v1/people/{office.ada.pk}").json()["available"] is False
    assert ada.put(ABSENCE, {}, content_type="application/json").json()["away"]["ends"] is None
    assert [ada.delete(ABSENCE).status_code for _twice in range(2)] == [204, 204]
    assert ada.get(ME).json()["away"] is None


@pytest.mark.parametrize(
    "leave",
    [
        {"ends": "2001-01-01T00:00:00Z"},
        {"ends": "2099-01-07T09:00:00"},
        {"ends": "0001-01-01T00:00:00+23:00"},
        {"ends": 1},
        {"stand_in": 999999},
        {"stand_in": None, "begins": "tomorrow"},
    ],
)
def test_an_absence_that_cannot_be_is_refused(ada: Client, leave: dict[str, object]) -> None:
    assert ada.put(ABSENCE, leave, content_type="application/json").status_code == 422
    assert ada.get(ME).json()["away"] is None


def test_nobody_stands_in_for_themselves(ada: Client, office: Office) -> None:
    assert ada.put(ABSENCE, {"stand_in": office.ada.pk}, content_type="application/json").status_code == 422


def test_a_stranger_is_nobody(office: Office) -> None:
    for response in (Client().get(ME), change(Client(), place="x"), Client().put(ABSENCE), Client().delete(ABSENCE)):
        assert response.status_code == 401  # type: ignore[attr-defined]
        assert response.headers["WWW-Authenticate"] == "Bearer"  # type: ignore[attr-defined]
