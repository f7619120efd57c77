"""What an administrator's script looks after. To anybody else, none of it is there."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from sociable.carriers.models import Schedule, Source
from sociable.knowledge.expertise.rules import policy
from sociable.people.identities import know, mail
from sociable.people.models import Person
from sociable.publics.models import ORGANISATION
from sociable.rooms.questions.gaps import miss
from tests.conftest import Office
from tests.surfaces.api.test_reading import all_of
from tests.surfaces.api.test_tokens import script_of
from tests.surfaces.test_web import signed_in

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def chioma(office: Office) -> Client:
    return script_of(office.chioma, "administer")


@pytest.mark.parametrize("address", ["gaps", "duplicates", "merges", "policy", "sources"])
def test_nobody_else_finds_anything_there(office: Office, address: str) -> None:
    assert Client().get(f"{API}/{address}").status_code == 401
    assert signed_in(office.ada).get(f"{API}/{address}").status_code == 404
    assert script_of(office.chioma, "read", "write").get(f"{API}/{address}").status_code == 403
    assert signed_in(office.chioma).get(f"{API}/{address}").status_code == 200


def test_a_token_of_somebody_who_administers_no_more_finds_nothing(office: Office, chioma: Client) -> None:
    account = Person.objects.get(pk=office.chioma.pk).account
    account.is_superuser = False
    account.save()
    assert chioma.get(f"{API}/gaps").status_code == 404


def test_gaps_the_most_asked_first_and_taken_off_the_list(office: Office, chioma: Client) -> None:
    for topic, times in (("bee", 1), ("tax", 3), ("fog", 2)):
        for _time in range(times):
            miss(question=f"about {topic}?", topic=topic, at=office.later())
    gaps = all_of(chioma, f"{API}/gaps", limit=1)
    assert [(one["topic"], one["asked"]) for one in gaps] == [("tax", 3), ("fog", 2), ("bee", 1)]
    assert [chioma.delete(f"{API}/gaps/{gaps[0]['id']}").status_code for _twice in range(2)] == [204, 404]
    assert chioma.delete(f"{API}/gaps/{10**30}").status_code == 404
    assert len(all_of(chioma, f"{API}/gaps")) == 2


def test_likely_duplicates_are_merged_and_split_again(office: Office, chioma: Client) -> None:
    old = know([mail("bruno@old.example", "Côté Bruno")])[mail("bruno@old.example").key]
    (pair,) = all_of_duplicates(chioma)
    assert (pair["person"]["id"], pair["into"]["id"], pair["reason"]) == (old, office.bruno.pk, "same name")
    body = {"person": old, "into": office.bruno.pk}
    assert chioma.post(f"{API}/merges", body, content_type="application/json").status_code == 201
    assert chioma.post(f"{API}/merges", body, content_type="application/json").status_code == 422
    (done,) = all_of(chioma, f"{API}/merges")
    assert (done["into"]["name"], done["by"]["name"]) == ("Bruno Côté", "Chioma Adeyemi")
    assert [chioma.delete(f"{API}/merges/{old}").status_code for _twice in range(2)] == [204, 404]
    assert all_of(chioma, f"{API}/merges") == []
    assert all_of_duplicates(chioma) == [], "what was undone is not suggested again"


def all_of_duplicates(client: Client) -> list[dict]:  # type: ignore[type-arg]
    return list(client.get(f"{API}/duplicates").json()["items"])


def test_a_merge_of_nobody_is_refused(office: Office, chioma: Client) -> None:
    response = chioma.post(f"{API}/merges", {"person": 999999, "into": 1}, content_type="application/json")
    assert response.status_code == 422
    assert "person" in response.json()["detail"]


def test_the_policy_is_read_and_set(office: Office, chioma: Client) -> None:
    wanted = {"languages": ["fr"], "functions": ["it"], "available": True, "public": "partners"}
    said = chioma.put(f"{API}/policy", wanted, content_type="application/json").json()
    assert said == {**wanted, "place": "", "at_work": False} == chioma.get(f"{API}/policy").json()
    assert policy().languages == ("fr",)
    for wrong in ({"languages": ["klingon"]}, {"functions": ["juggling"]}, {"public": "nonsense"}, {"rain": True}):
        assert chioma.put(f"{API}/policy", wrong, content_type="application/json").status_code == 422
    assert chioma.put(f"{API}/policy", {}, content_type="application/json").json()["languages"] == []


def test_sources_and_what_they_could_not_read(office: Office, chioma: Client) -> None:
    source = Source.objects.create(connector="git", name="engine", location="/srv/engine", public_id=ORGANISATION)
    folder = Path(settings.REJECTS_FOLDER)
    folder.mkdir(parents=True)
    for day, count in (("20260301", 2), ("20260302", 3)):
        lines = [json.dumps({"reason": f"{day} {n}", "where": str(n), "record": {"n": n}}) for n in range(count)]
        (folder / f"git-{source.pk}-{day}T000000.jsonl").write_text("\n".join([*lines, "{ cut short"]))
    (listed,) = all_of(chioma, f"{API}/sources")
    assert listed == chioma.get(f"{API}/sources/{source.pk}").json()
    assert (listed["connector"], listed["public"]) == ("git", "organisation")
    assert (listed["state"], listed["minutes"]) == ("idle", None)
    assert chioma.put(f"{API}/sources/{source.pk}/pause").status_code == 422, "it is not visited by itself"
    Schedule.objects.create(source=source, minutes=60, at=office.at, next_at=office.at)
    assert chioma.put(f"{API}/sources/{source.pk}/pause").json()["state"] == "paused"
    assert chioma.delete(f"{API}/sources/{source.pk}/pause").status_code == 202
    assert chioma.post(f"{API}/sources/{source.pk}/visits").json()["state"] == "waiting"
    rejects = all_of(chioma, f"{API}/sources/{source.pk}/rejects", limit=2)
    assert [one["reason"] for one in rejects] == [
        "20260302 0",
        "20260302 1",
        "20260302 2",
        "",
        "20260301 0",
        "20260301 1",
        "",
    ]
    assert rejects[0]["record"] == '{"n": 0}'
    assert chioma.get(f"{API}/sources/999999/rejects").status_code == 404
