"""Chioma rules the sources, on their page and on the command line; nobody else finds the page."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from sociable.carriers.models import Schedule, Source
from sociable.carriers.sources import visit_due
from sociable.kit.clock import now
from sociable.surfaces.cli.main import sociable
from sociable.surfaces.web.administration.sources import rhythm
from tests.carriers.test_feed import RSS
from tests.conftest import Office
from tests.surfaces.test_web import body, signed_in
from tests.web import Web, web

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/administration/sources/"


@pytest.fixture
def site(settings: object) -> Iterator[Web]:
    settings.FETCH_ALLOW, settings.FETCH_PAUSE = frozenset({"127.0.0.1"}), 0.0  # type: ignore[attr-defined]
    with web() as one:
        yield one


def press(client: Client, do: str, page: str = PAGE, **fields: object) -> str:
    response = client.post(page, {"do": do, **fields}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def add(client: Client, location: str, **more: object) -> str:
    return press(
        client, "add", **{"kind": "feed", "location": location, "public": "organisation", "minutes": 60, **more}
    )


def run(*words: str) -> Result:
    return CliRunner().invoke(sociable, list(words))


def test_a_feed_is_added_visited_and_told_of(office: Office, site: Web) -> None:
    chioma = signed_in(office.chioma)
    assert "None yet." in body(chioma, PAGE)
    page = add(chioma, site.says("/feed", RSS), name="Workshop")
    assert "Workshop is visited by itself" in page
    assert "Not visited yet" in page
    assert [failure for _source, failure in visit_due(now())] == [""]
    page = body(chioma, PAGE)
    assert "All is well" in page
    assert "every hour" in page
    assert "2 new" in page


def test_what_fails_says_why_in_the_readers_language(office: Office, site: Web) -> None:
    chioma = signed_in(office.chioma)
    add(chioma, site.at("/nothing"))
    list(visit_due(now()))
    assert "There is nothing at this address any more" in body(chioma, PAGE)
    chioma.cookies["django_language"] = "fr"
    assert "Il n’y a plus rien à cette adresse" in body(chioma, PAGE)


def test_the_buttons(office: Office, site: Web) -> None:
    chioma = signed_in(office.chioma)
    add(chioma, site.says("/feed", RSS))
    one = Source.objects.get().pk
    assert "Paused" in press(chioma, "pause", source=one)
    assert "Resume" in body(chioma, f"{PAGE}{one}/")
    assert "visited again" in press(chioma, "resume", source=one)
    assert "Will be visited in a moment" in press(chioma, "send", source=one)
    assert "Visited by hand only" in press(chioma, "remove", source=one)
    assert not Schedule.objects.exists()
    assert "not known here" in press(chioma, "explode", source=one)
    assert "not here any more" in press(chioma, "pause", source="999999999999999999999")


def test_rejects_are_shown_with_their_reasons_and_read_again(office: Office, tmp_path: Path, settings: object) -> None:
    settings.SOURCES_FOLDER = tmp_path / "in"  # type: ignore[attr-defined]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "staff.csv").write_text("e-mail,languages\nmei@office.example,Klingon\n")
    chioma = signed_in(office.chioma)
    add(chioma, "staff.csv", kind="people")
    list(visit_due(now()))
    one = Source.objects.get()
    page = body(chioma, f"{PAGE}{one.pk}/")
    file = one.visits.get().rejects
    assert file in page
    assert "Klingon" in body(chioma, f"/administration/imports/{one.pk}/", file=file)
    assert "read again in a moment" in press(chioma, "send", f"{PAGE}{one.pk}/", source=one.pk, again=file)
    assert "no such file" in press(chioma, "send", f"{PAGE}{one.pk}/", source=one.pk, again="../../secret-key")


@pytest.mark.parametrize("location", ["/etc/passwd", "../secret", "in/../../secret", "nothing", "a\0b", "", "x" * 2000])
def test_the_page_reaches_no_file_outside_its_folder(
    office: Office, tmp_path: Path, settings: object, location: str
) -> None:
    settings.SOURCES_FOLDER = tmp_path / "in"  # type: ignore[attr-defined]
    (tmp_path / "in").mkdir()
    (tmp_path / "secret").write_text("e-mail\n")
    (tmp_path / "in" / "way-out").symlink_to(tmp_path / "secret")
    for words in (location, "way-out"):
        page = add(signed_in(office.chioma), words, kind="people")
        assert "There is no" in page or "Say where" in page
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "git"},
        {"kind": "office"},
        {"public": "nobody"},
        {"minutes": "often"},
        {"minutes": "1"},
        {"location": "/etc/passwd"},
        {"location": "file:///etc/passwd"},
        {"location": "http://ada:secret@news.example/"},
        {"location": "http://news.example:22/"},
    ],
)
def test_what_cannot_be_added_is_refused(office: Office, more: dict[str, str]) -> None:
    add(signed_in(office.chioma), **{"location": "https://news.example/feed", **more})
    assert not Source.objects.exists()


def test_nobody_else_finds_the_page(office: Office) -> None:
    add(signed_in(office.chioma), "https://news.example/feed")
    one = Source.objects.get().pk
    for client in (Client(), signed_in(office.ada)):
        for page in (PAGE, f"{PAGE}{one}/"):
            assert client.get(page).status_code == 404
            assert client.post(page, {"do": "remove", "source": one}).status_code == 404
    assert Schedule.objects.exists()


def test_rhythms_in_words() -> None:
    assert [rhythm(minutes) for minutes in (5, 60, 120, 1440, 2880, 10080, 20160, 90)] == [
        *("every 5 minutes", "every hour", "every 2 hours", "every day", "every 2 days"),
        *("every week", "every 2 weeks", "every 90 minutes"),
    ]


def test_the_command_line(office: Office, site: Web) -> None:
    assert "No source yet" in run("sources", "list").stderr
    assert run("sources", "add", "feed", site.says("/feed", RSS), "--every", "2h", "--name", "news").exit_code == 0
    assert "new" in run("sources", "list").stdout
    assert run("sources", "pause", "news").exit_code == 0
    assert run("sources", "run", "news").exit_code == 0
    [one] = json.loads(run("sources", "list", "--json").stdout)
    assert (one["name"], one["state"], one["minutes"], one["counts"]["new"]) == ("news", "paused", 120, 2)
    assert run("sources", "resume", "news").exit_code == 0
    site.says("/feed", status=404)
    assert run("sources", "run", "--due").exit_code == 0
    assert "There is nothing at this address" in run("sources", "list").stdout
    assert run("sources", "run", str(one["id"])).exit_code == 1
    assert run("sources", "remove", "news").exit_code == 0
    assert "by hand only" in run("sources", "list").stdout


@pytest.mark.parametrize(
    "words",
    [
        ("add", "feed", "/no/such/file"),
        ("add", "feed", "https://news.example/", "--every", "often"),
        ("add", "feed", "https://news.example/", "--public", "nobody"),
        ("add", "smoke", "https://news.example/"),
        ("pause", "nothing"),
        ("run",),
        ("run", "nothing"),
    ],
)
def test_words_that_are_off(db: None, words: tuple[str, ...]) -> None:
    assert run("sources", *words).exit_code == 2


def test_too_often_is_refused(db: None) -> None:
    assert run("sources", "add", "feed", "https://news.example/", "--every", "1m").exit_code == 1
