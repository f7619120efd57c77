"""Chioma brings the old blog by the page: she sees first what would come; then the worker takes it in."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sociable.carriers.models import Source
from sociable.carriers.sources import visit_due
from sociable.kit.clock import now
from sociable.rooms.blogs.models import Blog, Post
from tests.carriers.wordpress.test_wordpress import EXPORT
from tests.conftest import Office
from tests.surfaces.test_web import body, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/administration/imports/wordpress/"


def sent(client: Client, content: bytes, **more: str) -> str:
    file = SimpleUploadedFile("export.xml", content, "text/xml")
    return client.post(PAGE, {"export": file, "name": "Atelier", "public": "everyone", **more}).content.decode()


def token_in(page: str) -> str:
    return page.partition('name="token" value="')[2].partition('"')[0]


def test_what_would_come_is_shown_and_then_it_comes(office: Office) -> None:
    chioma = signed_in(office.chioma)
    page = sent(chioma, EXPORT.read_bytes())
    assert "19 read" in page
    assert "shortcode [contact-form]" in page
    assert "nav_menu_item" in page
    assert not Blog.objects.exists()
    answer = chioma.post(PAGE, {"take": "yes", "token": token_in(page), "name": "Atelier", "public": "everyone"})
    source = Source.objects.get()
    assert answer["Location"] == f"/administration/sources/{source.pk}/"
    assert [failure for _source, failure in visit_due(now())] == [""]
    assert (Blog.objects.get().owner, Post.objects.count()) == (office.chioma, 9)
    shown = body(chioma, answer["Location"])
    assert "rejected" in shown
    assert "shortcode [contact-form]" in shown
    assert "clairer un atelier" in body(Client(), "/blogs/atelier/")
    again = sent(chioma, EXPORT.read_bytes())
    assert "There is a blog of that name already" in again
    chioma.post(PAGE, {"take": "yes", "token": token_in(again), "name": "Atelier"})
    list(visit_due(now()))
    assert (Blog.objects.count(), Post.objects.count(), Source.objects.count()) == (1, 9, 1)


def test_what_is_no_export_is_refused_and_not_kept(office: Office, desk: Path) -> None:
    page = sent(signed_in(office.chioma), b"<rss><channel><title>News</title></channel></rss>")
    assert "no export of WordPress" in page
    assert not token_in(page)
    assert not list((desk / "data" / "brought").iterdir())


def test_a_token_leads_to_no_other_file(office: Office) -> None:
    chioma = signed_in(office.chioma)
    for token in ("../../secret", "0" * 32, ""):
        answer = chioma.post(PAGE, {"take": "yes", "token": token, "name": "Atelier", "public": "everyone"})
        assert "choose it again" in answer.content.decode()
    assert not Source.objects.exists()


def test_only_administrators_find_the_page(office: Office) -> None:
    for client in (Client(), signed_in(office.ada)):
        assert client.get(PAGE).status_code == 404
        assert client.post(PAGE, {"take": "yes", "token": "0" * 32}).status_code == 404
