"""What Ada writes is shown as it will be read, and is there again when she comes back."""

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from sociable.kit.html import Resolve, Target, from_markdown, headings_of, references_in
from sociable.people.models import Account
from sociable.publics.readers import Reader
from sociable.surfaces.web.writing.forms import editor_for, saved
from sociable.surfaces.web.writing.links import ROOMS, completions, register, resolver_for
from sociable.things import drafts
from sociable.things.models import Unsaved
from sociable.things.verbs import erase
from tests.conftest import Office, hire

pytestmark = pytest.mark.django_db


def at_desk(office: Office, client: Client) -> HttpRequest:
    client.force_login(Account.objects.get(person=office.ada))
    request = RequestFactory().get("/")
    request.session = client.session
    request.user = Account.objects.get(person=office.ada)
    return request


def test_the_preview_shows_what_will_be_read(office: Office, client: Client) -> None:
    at_desk(office, client)
    text = f"**Tides** and @[{office.bruno.name}]"
    page = client.post(reverse("writing-preview"), {"title": "Sea", "text": text}).content.decode()
    assert "<h1>" in page
    assert "<strong>Tides</strong>" in page
    assert reverse("person", args=[office.bruno.pk]) in page
    alone = client.post(reverse("writing-preview"), {"text": text, "alone": "1"}).content.decode()
    assert "<strong>Tides</strong>" in alone
    assert "<html" not in alone


def test_what_was_not_saved_is_there_again(office: Office, client: Client) -> None:
    request = at_desk(office, client)
    sent = {"where": "note:new", "title": "Sea", "text": "half a sentence", "base": "3"}
    assert b"Kept at" in client.post(reverse("writing-keep"), sent).content
    form = editor_for(request, where="note:new", title="", text="", base=4)
    assert form.restored
    assert (form["title"].value(), form["text"].value(), form["base"].value()) == ("Sea", "half a sentence", 3)
    assert editor_for(request, where="note:other", text="as it stands").restored is None
    saved(request, "note:new")
    form = editor_for(request, where="note:new")
    assert (form.restored, form.just_saved) == (None, True)
    assert not editor_for(request, where="note:new").just_saved, "told once"


def test_nobody_else_is_shown_it_and_the_stranger_writes_nothing(office: Office, client: Client) -> None:
    drafts.keep(person=office.ada, where="note:new", title="Sea", text="mine", base=0, at=office.later())
    assert drafts.kept(person=office.bruno, where="note:new") is None
    for name in ("writing-keep", "writing-preview", "writing-forget"):
        assert client.post(reverse(name), {"where": "note:new", "text": "x"}).status_code == 302
    assert Unsaved.objects.get().text == "mine"


def test_it_is_forgotten_when_asked_and_the_way_back_stays_here(office: Office, client: Client) -> None:
    at_desk(office, client)
    drafts.keep(person=office.ada, where="note:new", title="Sea", text="mine", base=0, at=office.later())
    answer = client.post(reverse("writing-forget"), {"where": "note:new", "back": "/people/"})
    assert answer["Location"] == "/people/"
    assert not Unsaved.objects.exists()
    away = client.post(reverse("writing-forget"), {"where": "note:new", "back": "https://elsewhere.example/"})
    assert away["Location"] == reverse("home")


def test_whoever_is_forgotten_leaves_nothing_unsaved(office: Office) -> None:
    drafts.keep(person=office.ada, where="note:new", title="Sea", text="mine", base=0, at=office.later())
    erase(person=office.ada, by=None, at=office.later())
    assert not Unsaved.objects.exists()


def test_people_and_pages_are_links_where_somebody_knows_where_they_lead(office: Office) -> None:
    reader = office.reader(office.ada)
    text = "See [[Tides]], [[Moon|our moon]], @[Ada Lovelace] and @[Nobody Here]."
    assert "<a" not in from_markdown(text)
    assert references_in(text) == [
        ("page", "Tides"),
        ("page", "Moon"),
        ("person", "Ada Lovelace"),
        ("person", "Nobody Here"),
    ]

    def pages(_where: str, _reader: Reader) -> Resolve:
        return lambda _kind, name: Target(f"/wiki/{name}/", is_missing=name == "Moon")

    register("test", pages, lambda _where, _reader, begins: [begins + "des"])
    try:
        html = from_markdown(text, resolve=resolver_for(reader, "test:1"))
        assert completions("page", "Ti", "test:1", reader) == ["[[Tides]]"]
    finally:
        del ROOMS["test"]
    assert '<a href="/wiki/Tides/" class="page"' in html
    assert '<a href="/wiki/Moon/" class="page missing" rel="noopener noreferrer">our moon</a>' in html
    assert f'href="/people/{office.ada.pk}/"' in html
    assert "@Nobody Here." in html


def test_namesakes_are_told_apart(office: Office) -> None:
    other = hire("Ada Lovelace", "ada2@office.example")
    reader = office.reader(office.bruno)
    assert completions("person", "ada", "", reader) == [
        f"@[Ada Lovelace|{office.ada.pk}]",
        f"@[Ada Lovelace|{other.pk}]",
    ]
    resolve = resolver_for(reader)
    assert "<a" not in from_markdown("@[Ada Lovelace]", resolve=resolve)
    assert f"/people/{other.pk}/" in from_markdown(f"@[Ada Lovelace|{other.pk}]", resolve=resolve)


def test_headings_can_be_listed_and_pointed_at() -> None:
    text = "# High *tides*\n\n## Été\n\n## Été\n"
    listed = headings_of(text)
    assert [(one.level, one.words) for one in listed] == [(1, "High tides"), (2, "Été"), (2, "Été")]
    html = from_markdown(text, anchors=True)
    assert all(f'id="{one.id}"' in html for one in listed)
    assert len({one.id for one in listed}) == 3
