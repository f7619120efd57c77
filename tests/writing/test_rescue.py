"""What Ada sent and the site did not take is in the editor when she comes back; without any script."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from sociable.publics.models import ORGANISATION, Public
from sociable.rooms.wiki import verbs
from sociable.rooms.wiki.models import Page
from sociable.things.drafts import kept
from sociable.things.models import Unsaved
from tests.conftest import Office

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough secret"
LONG = "What I wrote for an hour about tides."


@pytest.fixture
def tides(office: Office) -> Page:
    public = Public.objects.get(pk=ORGANISATION)
    space = verbs.found_space(name="How we work", public=public, by=office.ada, at=office.later())
    return verbs.write(space=space, title="Tides", text="They come.", by=office.ada, at=office.later())


def form(tides: Page) -> dict[str, str]:
    where = f"wiki:page:{tides.pk}"
    back = f"/wiki/{tides.space.slug}/{tides.slug}/edit/"
    return {"where": where, "back": back, "title": "Tides", "text": LONG, "base": "1"}


def test_a_lost_session_loses_no_text(office: Office, tides: Page) -> None:
    office.ada.account.set_password(PASSWORD)
    office.ada.account.save()
    ada, said = Client(), form(tides)
    asked = ada.post(said["back"], said)
    assert asked.status_code == 302
    assert "/sign-in/" in asked["Location"]
    signed = ada.post(asked["Location"], {"login": office.ada.account.email, "password": PASSWORD}, follow=True)
    assert LONG in signed.content.decode(), "the editor opens again, with the text"
    assert tides.thing.versions.count() == 1


def full(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """A database that takes no more changes of things."""
    if sql.startswith('UPDATE "things_thing"'):
        raise OperationalError("database or disk is full")
    return execute(sql, params, many, context)


def test_a_server_error_loses_no_text(office: Office, tides: Page) -> None:
    ada = Client(raise_request_exception=False)
    ada.force_login(office.ada.account)
    with connection.execute_wrapper(full):
        assert ada.post(form(tides)["back"], form(tides)).status_code == 500
    assert LONG in ada.get(form(tides)["back"]).content.decode()


def test_a_form_too_old_loses_no_text(office: Office, tides: Page) -> None:
    ada = Client(enforce_csrf_checks=True)
    ada.force_login(office.ada.account)
    assert ada.post(form(tides)["back"], form(tides)).status_code == 403
    assert LONG in ada.get(form(tides)["back"]).content.decode()


def test_what_is_saved_is_not_kept_and_a_strangers_text_nowhere(office: Office, tides: Page) -> None:
    ada = Client()
    ada.force_login(office.ada.account)
    assert ada.post(form(tides)["back"], form(tides)).status_code == 302
    assert kept(person=office.ada, where=form(tides)["where"]) is None
    Client().post(form(tides)["back"], form(tides))
    assert not Unsaved.objects.exists()
