"""A public page is made once for many strangers; whoever is known gets their own; what is withdrawn goes in seconds."""

from collections.abc import Iterable
from typing import Any

import pytest

from sociable.kit.keeping import MOST, RENEWAL, Headers, Kept

PUBLIC = [("Cache-Control", "public, max-age=60"), ("Vary", "Accept-Language, Cookie"), ("ETag", '"e"')]


class Site:
    """Counts how often it was asked, and says what the story wants."""

    def __init__(self) -> None:
        self.asked, self.status, self.headers, self.at = 0, "200 OK", list(PUBLIC), 0.0
        self.kept = Kept(self, seconds=5, clock=lambda: self.at)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked += 1
        start_response(self.status, self.headers)
        return [f"{environ['PATH_INFO']} for {environ.get('HTTP_COOKIE', 'anybody')}, {self.asked}".encode()]

    def get(self, path: str = "/", **more: str) -> tuple[str, dict[str, str], str]:
        said: list[Any] = []
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": "here", **more}
        body = b"".join(self.kept(environ, lambda status, headers, *_more: said.extend((status, headers))))
        found: Headers = said[1]
        return said[0], dict(found), body.decode()


def test_a_public_page_is_made_once_for_many() -> None:
    site = Site()
    first, again = site.get(), site.get()
    assert first[2] == again[2] == "/ for anybody, 1"
    assert (site.asked, again[1]["Age"]) == (1, "0")
    assert site.get("/other")[2] == "/other for anybody, 2"


def test_after_a_while_one_makes_it_anew_and_the_others_need_not_wait() -> None:
    site = Site()
    site.get()
    site.at = 5.5

    def meanwhile(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        assert site.get()[2] == "/ for anybody, 1"
        return site(environ, start_response)

    site.kept.application = meanwhile
    assert site.get()[2] == "/ for anybody, 2"
    site.kept.application = site
    assert site.get()[2] == "/ for anybody, 2"
    site.at += 5 + RENEWAL
    assert site.get()[2] == "/ for anybody, 3"


@pytest.mark.parametrize("header", ["HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_HX_REQUEST", "HTTP_RANGE"])
def test_whoever_may_be_known_gets_a_page_of_their_own(header: str) -> None:
    site = Site()
    site.get()
    assert site.get(**{header: "Ada"})[2].endswith(", 2")
    assert site.get()[2] == "/ for anybody, 1"


def test_languages_hosts_and_questions_are_told_apart() -> None:
    site = Site()
    asked = [{}, {"HTTP_ACCEPT_LANGUAGE": "fr"}, {"HTTP_HOST": "there"}, {"QUERY_STRING": "page=2"}]
    assert len({site.get("/", **one)[2] for one in asked}) == len(asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("Cache-Control", "private, no-cache"), ("Vary", "Accept-Language, Cookie")],
        [("Cache-Control", "public"), ("Vary", "Cookie")],
        [*PUBLIC, ("Set-Cookie", "a=b")],
        [("Cache-Control", "public"), ("Vary", "Accept-Language, Cookie, HX-Target")],
    ],
)
def test_a_page_that_does_not_say_it_is_for_all_is_not_kept(headers: Headers) -> None:
    site = Site()
    site.headers = headers
    site.get()
    assert site.get()[2].endswith(", 2")


def test_what_is_withdrawn_is_gone_for_everybody_with_the_first_who_asks_anew() -> None:
    site = Site()
    site.get()
    site.at, site.status = 5.5, "410 Gone"
    assert site.get()[0] == "410 Gone"
    assert site.get()[0] == "410 Gone"


def test_whoever_has_it_is_told_so() -> None:
    site = Site()
    site.get()
    status, headers, body = site.get(HTTP_IF_NONE_MATCH='"e"')
    assert (status, body, headers["ETag"]) == ("304 Not Modified", "", '"e"')


def test_there_is_an_end_to_what_is_kept() -> None:
    site = Site()
    for number in range(MOST + 20):
        site.get(f"/{number}")
    assert len(site.kept.pages) == MOST
