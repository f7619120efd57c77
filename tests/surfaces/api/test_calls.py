"""What holds for every call: how often, what changed since, which methods, and in whose language it is refused."""

import re

import pytest
from django.test import Client

from sociable.surfaces.api.limits import spend
from sociable.surfaces.api.models import Spent
from tests.conftest import MONDAY, Office
from tests.surfaces.api.test_tokens import script, token_of
from tests.surfaces.test_web import signed_in

pytestmark = pytest.mark.django_db
WHO, DOCUMENT = "/api/v1/who", "/api/v1/openapi.json"


def test_whoever_calls_too_often_waits_and_nobody_else_does(office: Office, settings: object) -> None:
    settings.API_CALLS, settings.API_CALLS_OF_STRANGERS = 3, 2  # type: ignore[attr-defined]
    mine, other = script(token_of(office.ada)), script(token_of(office.ada))
    calls = [mine.get(WHO, {"q": "x"}) for _number in range(4)]
    assert [one.status_code for one in calls] == [200, 200, 200, 429]
    assert calls[0].headers["RateLimit-Policy"] == '"minute";q=3;w=60'
    assert [re.findall(r"r=(\d+)", one.headers["RateLimit"]) for one in calls] == [["2"], ["1"], ["0"], ["0"]]
    assert 0 < int(calls[3].headers["Retry-After"]) <= 60
    assert calls[3].headers["Content-Type"] == "application/problem+json"
    assert other.get(WHO, {"q": "x"}).status_code == 200
    assert signed_in(office.ada).get(WHO, {"q": "x"}).status_code == 200
    assert [Client().get(WHO, {"q": "x"}).status_code for _number in range(3)] == [200, 200, 429]
    assert Client(REMOTE_ADDR="192.0.2.7").get(WHO, {"q": "x"}).status_code == 200


def test_guessing_tokens_counts_as_a_strangers_call(office: Office, settings: object) -> None:
    settings.API_CALLS_OF_STRANGERS = 2  # type: ignore[attr-defined]
    guesses = [script(f"sociable_{number:043}").get(WHO, {"q": "x"}).status_code for number in range(3)]
    assert guesses == [401, 401, 429]


def test_one_household_is_one_caller_behind_a_proxy_too(office: Office, settings: object) -> None:
    settings.API_CALLS_OF_STRANGERS, settings.BEHIND_PROXY = 1, True  # type: ignore[attr-defined]

    def status(came_from: str) -> int:
        client = Client(headers={"X-Forwarded-For": came_from}, REMOTE_ADDR="127.0.0.1")
        return int(client.get(WHO, {"q": "x"}).status_code)

    assert status("198.51.100.1, 2001:db8::1") == 200
    assert status("198.51.100.2, 2001:db8::2") == 429
    assert status("2001:db8:0:1::1") == 200


def test_a_minute_later_all_may_call_again_and_the_old_count_is_gone(office: Office) -> None:
    spend("ada", 1, MONDAY)
    assert spend("ada", 1, MONDAY).is_spent
    assert not spend("bruno", 1, office.later(minutes=1)).is_spent
    assert Spent.objects.count() == 1
    assert not spend("ada", 1, office.later(minutes=1)).is_spent


def test_addresses_of_strangers_are_not_kept(office: Office) -> None:
    Client(REMOTE_ADDR="192.0.2.7").get(WHO, {"q": "x"})
    assert "192.0.2" not in Spent.objects.get().caller


def test_what_has_not_changed_is_not_sent_again(office: Office) -> None:
    first = Client().get(DOCUMENT)
    mark = first.headers["ETag"]
    again = Client().get(DOCUMENT, headers={"If-None-Match": f'"other", {mark}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", mark)
    assert "RateLimit" in again.headers
    french = Client().get(DOCUMENT, headers={"If-None-Match": mark, "Accept-Language": "fr"})
    assert french.status_code == 200
    assert {"Accept-Language", "Authorization", "Cookie"} <= set(re.split(r", *", french.headers["Vary"]))
    other = Client().get(DOCUMENT, headers={"If-Match": '"other"'})
    assert (other.status_code, other.headers["Content-Type"]) == (412, "application/problem+json")


def test_head_says_what_get_would_without_saying_it(office: Office) -> None:
    get, head = Client().get(DOCUMENT), Client().head(DOCUMENT)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == get.headers["ETag"]
    assert int(head.headers["Content-Length"]) == len(get.content)


def test_methods_that_are_not_offered_are_named(office: Office) -> None:
    for method in ("post", "put", "patch", "delete", "options"):
        answer = getattr(Client(), method)(WHO)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_what_is_refused_is_refused_in_the_callers_language(office: Office) -> None:
    def detail(address: str, language: str) -> str:
        return str(Client().get(address, headers={"Accept-Language": language}).json()["detail"])

    assert detail(WHO, "en") == "q: It is missing."
    assert detail(WHO, "fr") == "q: Il manque."
    assert "jeton" in detail("/api/v1/me/topics", "fr")
    assert "adresse" in detail("/api/v1/nowhere", "fr")


@pytest.mark.parametrize(("body", "status"), [(b"{", 400), (b"", 422), (b"[]", 422), (b"{}", 422), (b"\xff", 400)])
def test_a_body_that_is_no_json_is_said_to_be_none(office: Office, body: bytes, status: int) -> None:
    ada = signed_in(office.ada)
    answer = ada.post("/api/v1/me/topics", body, content_type="application/json")
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
