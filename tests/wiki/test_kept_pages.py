"""A page of the wiki that is for everyone may be kept by a proxy; to somebody signed in it is theirs alone."""

import pytest
from django.test import Client

from sociable.publics.models import EVERYONE, Public
from sociable.rooms.wiki.verbs import found_space, write
from tests.conftest import Office

pytestmark = pytest.mark.django_db


def test_a_strangers_page_may_be_kept_and_a_members_may_not(office: Office) -> None:
    public = Public.objects.get(pk=EVERYONE)
    space = found_space(name="Light", public=public, by=office.ada, at=office.later())
    page = write(space=space, title="Lamps", text="They hang.", by=office.ada, at=office.later())
    answer = Client().get(f"/wiki/{space.slug}/{page.slug}/")
    assert "public" in answer["Cache-Control"]
    assert not answer.cookies
    assert (
        Client().get(f"/wiki/{space.slug}/{page.slug}/", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    )
    mine = Client()
    mine.force_login(office.bruno.account)
    assert "private" in mine.get(f"/wiki/{space.slug}/{page.slug}/")["Cache-Control"]
