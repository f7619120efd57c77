"""The wiki in the browser's eyes, without script: read, write, meet somebody who wrote meanwhile, stay outside."""

import pytest
from django.test import Client

from sociable.publics.models import ORGANISATION, Public
from sociable.rooms.wiki.models import Page, Space
from sociable.rooms.wiki.pages import text_of
from sociable.rooms.wiki.verbs import found_space, save, write
from sociable.things.files import bring
from tests.conftest import Office
from tests.surfaces.test_web import body, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def space(office: Office) -> Space:
    public = Public.objects.get(pk=ORGANISATION)
    return found_space(name="How we work", public=public, by=office.ada, at=office.later())


@pytest.fixture
def tides(office: Office, space: Space) -> Page:
    text = "They come. See [[Moon]].\n\n## Spring\n\n## Neap\n\n## Storm\n"
    return write(space=space, title="Tides", text=text, by=office.ada, at=office.later())


def test_a_space_is_founded_and_its_first_page_written(office: Office) -> None:
    ada = signed_in(office.ada)
    ada.post("/wiki/-/new/", {"name": "How we work", "public": str(ORGANISATION)})
    ada.post("/wiki/how-we-work/-/new/", {"title": "Écrire", "text": "Tôt.", "base": "0"})
    assert "Écrire" in body(ada, "/wiki/how-we-work/")
    assert "Ada Lovelace" in body(ada, "/wiki/how-we-work/ecrire/")


def test_a_page_shows_its_people_its_contents_and_its_red_links(office: Office, tides: Page) -> None:
    bruno = signed_in(office.bruno)
    shown = body(bruno, "/wiki/how-we-work/tides/")
    assert "Ada Lovelace" in shown
    assert 'class="page missing"' in shown
    assert "/wiki/how-we-work/-/new/?called=Moon" in shown
    assert 'href="#h-neap"' in shown
    assert 'id="h-neap"' in shown
    bruno.post("/wiki/how-we-work/-/new/?under=tides", {"title": "Moon", "text": "It does it.", "base": "0"})
    assert 'href="/wiki/how-we-work/moon/"' in body(bruno, "/wiki/how-we-work/tides/")
    assert "Pages that link here" in body(bruno, "/wiki/how-we-work/moon/")


def test_a_pages_files_are_listed_and_open_to_whoever_sees_it(office: Office, tides: Page) -> None:
    file = bring(content=b"4.2 m", name="heights.txt", alt="How high", by=office.ada, at=office.later())
    where = "/wiki/how-we-work/tides/"
    text = f"{text_of(tides)}\n[How high](/files/{file.pk}/heights.txt)"
    signed_in(office.ada).post(f"{where}edit/", {"title": "Tides", "text": text, "base": "1"})
    files = body(signed_in(office.bruno), where).partition("Files of this page")[2]
    assert f'href="/files/{file.pk}/heights.txt"' in files
    assert "How high" in files
    assert signed_in(office.bruno).get(f"/files/{file.pk}/heights.txt").content == b"4.2 m"
    assert Client().get(f"/files/{file.pk}/heights.txt").status_code == 404


def test_an_old_address_leads_to_the_page_and_so_does_the_things(office: Office, tides: Page) -> None:
    save(page=tides, title="Ebb and flow", text="They come.", base=1, by=office.ada, at=office.later())
    ada = signed_in(office.ada)
    assert ada.get("/wiki/how-we-work/tides/")["Location"] == "/wiki/how-we-work/ebb-and-flow/"
    assert ada.get(f"/things/{tides.pk}/")["Location"] == "/wiki/how-we-work/ebb-and-flow/"
    assert "They come. See" in body(ada, "/wiki/how-we-work/ebb-and-flow/", version="1")


def test_two_who_write_at_once_are_joined_or_shown_both(office: Office, tides: Page) -> None:
    text = text_of(tides)
    save(page=tides, title="Tides", text=text.replace("come", "arrive"), base=1, by=office.bruno, at=office.later())
    ada = signed_in(office.ada)
    edit = "/wiki/how-we-work/tides/edit/"
    ada.post(edit, {"title": "Tides", "text": text + "\nThe end.", "base": "1"})
    assert text_of(Page.objects.get(pk=tides.pk)).startswith("They arrive.")
    shown = ada.post(edit, {"title": "Tides", "text": text.replace("come", "turn up"), "base": "1"}).content.decode()
    assert "They turn up. See" in shown
    assert "They arrive. See" in shown
    assert 'name="base" value="3"' in shown
    assert text_of(Page.objects.get(pk=tides.pk)).startswith("They arrive."), "nothing was saved"


def test_a_page_is_put_under_another(office: Office, space: Space, tides: Page) -> None:
    moon = write(space=space, title="Moon", text="", by=office.ada, at=office.later())
    signed_in(office.bruno).post("/wiki/how-we-work/tides/place/", {"under": str(moon.pk)})
    assert Page.objects.get(pk=tides.pk).parent == moon


def test_a_page_can_be_printed(office: Office, tides: Page) -> None:
    assert "http://testserver/wiki/how-we-work/tides/" in body(signed_in(office.ada), "/wiki/how-we-work/tides/print/")


def test_the_stranger_finds_no_door(office: Office, tides: Page) -> None:
    stranger = Client()
    for address in ("/wiki/how-we-work/", "/wiki/how-we-work/tides/", "/wiki/how-we-work/tides/print/"):
        assert stranger.get(address).status_code == 404
    for address in ("/wiki/-/new/", "/wiki/how-we-work/-/new/", "/wiki/how-we-work/tides/edit/"):
        assert stranger.get(address).status_code == 302
    assert "How we work" not in body(stranger, "/wiki/")


def test_the_editor_knows_the_pages(office: Office, space: Space, tides: Page) -> None:
    ada = signed_in(office.ada)
    asked = {"kind": "page", "begins": "tid", "where": f"wiki:new:{space.pk}"}
    assert ada.get("/writing/complete/", asked).json() == {"names": ["[[Tides]]"]}
    said = {"text": "[[Tides]] [[Suns]]", "title": "", "where": f"wiki:page:{tides.pk}"}
    shown = ada.post("/writing/preview/", said).content.decode()
    assert 'href="/wiki/how-we-work/tides/"' in shown
    assert 'class="page missing"' in shown


def test_the_margin_and_the_truth_of_a_page(office: Office, tides: Page) -> None:
    bruno, mind = signed_in(office.bruno), "/wiki/how-we-work/tides/mind/"
    bruno.post(mind, {"do": "remark", "passage": "They come", "said": "All of them?"})
    bruno.post(mind, {"do": "affirm", "number": "1", "again": "90"})
    shown = body(signed_in(office.ada), "/wiki/how-we-work/tides/")
    assert "All of them?" in shown
    assert "#:~:text=They%20come" in shown
    assert "Bruno Côté said so on" in shown
    refused = bruno.post(mind, {"do": "remark", "passage": "They sing", "said": "No."}, follow=True)
    assert "The page does not say that now." in refused.content.decode()
    number = tides.remarks.get().pk
    signed_in(office.ada).post(mind, {"do": "settle", "remark": str(number)})
    assert "All of them?" not in body(bruno, "/wiki/how-we-work/tides/")
    assert Client().post(mind, {"do": "guard"}).status_code == 302


def test_a_suggestion_is_seen_word_by_word_and_accepted(office: Office, tides: Page) -> None:
    ada, bruno = signed_in(office.ada), signed_in(office.bruno)
    ada.post("/wiki/how-we-work/tides/mind/", {"do": "guard"})
    assert "/tides/edit/" not in body(bruno, "/wiki/how-we-work/tides/")
    said = {"title": "Tides", "text": text_of(tides).replace("come", "arrive"), "base": "1"}
    address = bruno.post("/wiki/how-we-work/tides/suggest/", said)["Location"]
    assert "<del>come</del><ins>arrive</ins>" in body(ada, address)
    assert "Accept it" not in body(bruno, address)
    assert address in body(ada, "/wiki/how-we-work/-/care/")
    bruno.post(address, {"do": "accept"})
    assert text_of(Page.objects.get(pk=tides.pk)).startswith("They come.")
    ada.post(address, {"do": "accept"})
    assert text_of(Page.objects.get(pk=tides.pk)).startswith("They arrive.")


def test_what_waits_for_somebody_is_listed(office: Office, space: Space, tides: Page) -> None:
    write(
        space=space,
        title="Links",
        text="[[Tides#Spring]] [[Tides#Autumn]] [a](/things/999999/) [b](/wiki/how-we-work/nowhere/)",
        by=office.ada,
        at=office.later(),
    )
    write(space=space, title="Alone", text="", by=office.ada, at=office.later())
    shown = body(signed_in(office.ada), "/wiki/how-we-work/-/care/")
    assert "?called=Moon" in shown
    broken = shown.partition('id="broken"')[2]
    assert "[[Tides#Autumn]]" in broken
    assert "[[Tides#Spring]]" not in broken
    assert "/things/999999/" in broken
    assert "/wiki/how-we-work/nowhere/" in broken
    orphans = shown.partition('id="orphans"')[2].partition("</section>")[0]
    assert "Alone" in orphans
    assert "Tides" not in orphans
