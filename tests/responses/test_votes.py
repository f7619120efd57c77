"""Useful, said once and taken back; and what one keeps for later, which nobody else learns."""

import pytest
from django.test import Client

from sociable.ledger.acts import latest
from sociable.people.models import Account, Person
from sociable.people.verbs import Refused, merge, split
from sociable.publics.models import ORGANISATION, Public
from sociable.responses.saved.models import Saved
from sociable.responses.saved.verbs import save, unsave
from sociable.responses.votes.models import Vote
from sociable.responses.votes.verbs import like, unlike
from sociable.rooms.microblog.verbs import post
from sociable.things.models import Thing
from sociable.things.verbs import erase, move
from tests.conftest import Office, hire

pytestmark = pytest.mark.django_db(transaction=True)


def note_of_ada(office: Office) -> Thing:
    return post(text="Useful?", public=Public.objects.get(pk=ORGANISATION), by=office.ada, at=office.later())


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(Account.objects.get(person=person))
    return client


def test_useful_is_said_once_and_taken_back(office: Office) -> None:
    note = note_of_ada(office)
    for _time in range(2):
        like(thing=note, by=office.bruno, at=office.later())
    assert [act.verb for _id, act in latest(2)] == ["Create", "Like"]
    assert Vote.objects.count() == 1
    with pytest.raises(Refused):
        like(thing=note, by=office.ada, at=office.later())
    unlike(thing=note, by=office.bruno, at=office.later())
    assert latest(1)[0][1].verb == "sociable:Unlike"
    assert not Vote.objects.exists()


def test_the_buttons_say_how_it_stands(office: Office) -> None:
    note = note_of_ada(office)
    office.settle()
    bruno = client_of(office.bruno)
    sent = {"do": "like", "next": "/notes/"}
    shown = bruno.post(f"/things/{note.pk}/respond/", sent, follow=True).content.decode()
    assert "(1)" in shown
    assert 'value="unlike"' in shown
    assert "useful to 1" in client_of(office.ada).get(f"/notes/{note.pk}/").content.decode()
    assert Client().post(f"/things/{note.pk}/respond/", sent).status_code == 302
    assert Vote.objects.count() == 1


def test_what_is_saved_is_on_ones_own_page_while_it_is_open(office: Office) -> None:
    note = note_of_ada(office)
    save(thing=note, by=office.bruno, at=office.later())
    assert "Useful?" in client_of(office.bruno).get("/saved/").content.decode()
    assert "Useful?" not in client_of(office.ada).get("/saved/").content.decode()
    assert Client().get("/saved/").status_code == 302
    circle = Public.objects.create(kind="circle", slug="closed", name="Closed")
    move(thing=note, to=circle.pk, by=office.ada, at=office.later())
    assert "Useful?" not in client_of(office.bruno).get("/saved/").content.decode()
    with pytest.raises(Refused):
        save(thing=note, by=office.chioma, at=office.later())


def test_nothing_is_left_of_whoever_is_erased(office: Office) -> None:
    note = note_of_ada(office)
    like(thing=note, by=office.bruno, at=office.later())
    save(thing=note, by=office.bruno, at=office.later())
    erase(person=Person.objects.get(pk=office.bruno.pk), by=office.chioma, at=office.later())
    assert not Vote.objects.exists()
    assert not Saved.objects.exists()


def test_whoever_was_two_counts_once_and_takes_back_at_once(office: Office) -> None:
    note, other = note_of_ada(office), hire("B. Côté", "bruno@home.example")
    for half in (other, office.bruno):
        like(thing=note, by=half, at=office.later())
        save(thing=note, by=half, at=office.later())
    ada, page = client_of(office.ada), f"/notes/{note.pk}/"
    assert "useful to 2" in ada.get(page).content.decode()
    merge(person=other, into=office.bruno, by=office.chioma, at=office.later())
    assert "useful to 1" in ada.get(page).content.decode()
    assert len(client_of(office.bruno).get("/saved/").context["cards"]) == 1
    split(person=Person.objects.get(pk=other.pk), by=office.chioma, at=office.later())
    assert "useful to 2" in ada.get(page).content.decode(), "nothing was rewritten"
    merge(person=other, into=office.bruno, by=office.chioma, at=office.later())
    unlike(thing=note, by=office.bruno, at=office.later())
    unsave(thing=note, by=office.bruno, at=office.later())
    assert not Vote.objects.exists()
    assert not Saved.objects.exists()


def test_what_is_saved_is_turned_page_by_page_and_nothing_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sociable.surfaces.web.microblog.responding.A_PAGE", 2)
    for _time in range(3):
        save(thing=note_of_ada(office), by=office.bruno, at=office.later())
    bruno = client_of(office.bruno)
    first = bruno.get("/saved/")
    second = bruno.get(f"/saved/?before={first.context['older']}")
    assert [len(page.context["cards"]) for page in (first, second)] == [2, 1]
    assert second.context["older"] is None
    assert f"before={first.context['older']}" in first.content.decode()
    assert bruno.get("/saved/?before=never").status_code == 200
    assert bruno.get(f"/saved/?before={'9' * 40}").status_code == 200
