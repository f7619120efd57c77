"""Two machines on one PostgreSQL, each with a streaming process of its own: nobody has to come back to the same one."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from django.db import connection

from sociable.ledger.acts import settled
from sociable.people.models import Account
from sociable.publics.circles import found_circle
from sociable.publics.models import ORGANISATION, Public
from sociable.rooms.microblog.verbs import post
from sociable.surfaces.cli.crowd import Crowd, Listener
from sociable.surfaces.cli.listening import streaming, text_of
from sociable.surfaces.cli.load import cookie_of
from tests.conftest import Office

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def nodes(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The ports of two streaming processes, on the database of this test."""
    url = urlsplit(os.environ["DATABASE_URL"])
    monkeypatch.setenv("DATABASE_URL", url._replace(path=f"/{connection.settings_dict['NAME']}").geturl())
    with ExitStack() as stack:
        yield [stack.enter_context(streaming())[1] for _node in range(2)]


def said(office: Office, text: str, public: int = ORGANISATION) -> str:
    """Chioma says something; where the ledger has it."""
    post(text=text, public=Public.objects.get(pk=public), by=office.chioma, at=office.later())
    return text_of(settled())


def places(listener: Listener) -> list[str]:
    return [place for place, _at in listener.told]


def test_a_dropped_line_misses_nothing_at_the_other_node(office: Office, nodes: list[int]) -> None:
    board = found_circle(name="Board", by=office.chioma, at=office.later())
    accounts = [Account.objects.get(person=one) for one in (office.ada, office.bruno)]
    crowd = Crowd([cookie_of(one) for one in accounts], nodes)
    ada, bruno = crowd.listeners
    assert ada.port != bruno.port
    for one in crowd.listeners:
        one.last = text_of(settled())  # as a page says when it was made
    crowd.come("timeline")
    first = said(office, "Lunch?")
    assert crowd.wait_for(1, 20)
    crowd.go()
    missed = [said(office, "Soup."), said(office, "And bread.")]
    said(office, "The figures are bad.", board.pk)
    crowd.move_on(nodes)
    crowd.come("timeline")
    last = said(office, "It was good.")
    assert crowd.wait_for(4, 20)
    crowd.move_on(nodes)
    crowd.go()
    crowd.come("timeline")
    end = said(office, "To work.")
    assert crowd.wait_for(5, 20)
    crowd.close()
    assert places(ada) == places(bruno) == [first, *missed, last, end], "all of it, once, and nothing of the board's"
