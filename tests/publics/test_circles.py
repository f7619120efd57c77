"""Circles: asked, joined, left, closed; and lists, of which nobody but their owner knows."""

import pytest
from django.test import Client

from sociable.knowledge.expertise.rules import Rules
from sociable.people.models import Account, Person
from sociable.people.verbs import Refused, merge
from sociable.publics.circles import (
    accept,
    add,
    circles_of,
    close,
    decline,
    found_circle,
    hand_over,
    invitations_of,
    invite,
    leave_circle,
    members_of,
    remove,
    rename,
    reopen,
    take_back_invitation,
)
from sociable.publics.models import Membership, Public
from sociable.publics.readers import STRANGER, may_answer_in, may_know_members, may_publish_in, publics_of
from sociable.responses.comments.verbs import comment
from sociable.rooms.microblog.verbs import post, reply
from sociable.things.models import Thing
from tests.conftest import MONDAY, Office, hire

pytestmark = pytest.mark.django_db(transaction=True)


def party(office: Office, *, is_list: bool = False) -> Public:
    return found_circle(name="Summer party", by=office.ada, at=office.later(), is_list=is_list)


def let_in(office: Office, circle: Public, person: Person) -> None:
    invite(circle=circle, person=person, by=office.ada, at=office.later())
    accept(circle=circle, by=person, at=office.later())


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(Account.objects.get(person=person))
    return client


def test_whoever_is_asked_and_says_yes_sees_all_that_was_said(office: Office) -> None:
    circle = party(office)
    note = post(text="Where shall we go?", public=circle, by=office.ada, at=office.later())
    assert not Thing.objects.visible_to(office.reader(office.bruno)).filter(pk=note.pk).exists()
    invite(circle=circle, person=office.bruno, by=office.ada, at=office.later())
    assert not Thing.objects.visible_to(office.reader(office.bruno)).filter(pk=note.pk).exists()
    assert [one.public for one in invitations_of(office.bruno)] == [circle]
    accept(circle=circle, by=office.bruno, at=office.later())
    assert reply(to=note, text="To the island", by=office.bruno, at=office.later()).public == circle
    assert not invitations_of(office.bruno)
    assert members_of(circle, office.reader(office.bruno)) == [office.ada, office.bruno]


def test_nobody_joins_unasked_and_only_the_owner_asks(office: Office) -> None:
    circle = party(office)
    with pytest.raises(Refused):
        accept(circle=circle, by=office.bruno, at=office.later())
    with pytest.raises(Refused):
        invite(circle=circle, person=office.bruno, by=office.chioma, at=office.later())
    invite(circle=circle, person=office.bruno, by=office.ada, at=office.later())
    take_back_invitation(circle=circle, person=office.bruno, by=office.ada, at=office.later())
    with pytest.raises(Refused):
        accept(circle=circle, by=office.bruno, at=office.later())
    with pytest.raises(Refused):
        add(to=circle, person=office.bruno, by=office.ada, at=office.later())


def test_a_no_is_a_no_and_may_become_a_yes(office: Office) -> None:
    circle = party(office)
    invite(circle=circle, person=office.bruno, by=office.ada, at=office.later())
    decline(circle=circle, by=office.bruno, at=office.later())
    with pytest.raises(Refused):
        invite(circle=circle, person=office.bruno, by=office.ada, at=office.later())
    accept(circle=circle, by=office.bruno, at=office.later())
    assert circle.pk in office.reader(office.bruno).publics


def test_leaving_ends_access_at_once_under_every_name(office: Office) -> None:
    circle = party(office)
    let_in(office, circle, office.bruno)
    other = hire("B. Côté", "bruno@home.example")
    let_in(office, circle, other)
    merge(person=other, into=office.bruno, by=office.chioma, at=office.later())
    assert circle.pk in office.reader(office.bruno).publics
    leave_circle(circle=circle, by=Person.objects.get(pk=office.bruno.pk), at=office.later())
    assert circle.pk not in office.reader(office.bruno).publics
    assert Membership.objects.filter(public=circle).count() == 1


def test_an_owner_hands_over_before_leaving(office: Office) -> None:
    circle = party(office)
    let_in(office, circle, office.bruno)
    with pytest.raises(Refused):
        leave_circle(circle=circle, by=office.ada, at=office.later())
    with pytest.raises(Refused):
        hand_over(circle=circle, to=office.chioma, by=office.ada, at=office.later())
    hand_over(circle=circle, to=office.bruno, by=office.ada, at=office.later())
    leave_circle(circle=circle, by=office.ada, at=office.later())
    with pytest.raises(Refused):
        rename(circle=circle, name="Mine again", by=office.ada, at=office.later())
    rename(circle=circle, name="Winter party", by=office.bruno, at=office.later())
    remove(circle=circle, person=office.ada, by=office.bruno, at=office.later())


def test_a_closed_circle_is_read_and_not_written(office: Office) -> None:
    circle = party(office)
    let_in(office, circle, office.bruno)
    note = post(text="It was lovely", public=circle, by=office.ada, at=office.later())
    invite(circle=circle, person=office.chioma, by=office.ada, at=office.later())
    close(circle=circle, by=office.ada, at=office.later())
    reader = office.reader(office.bruno)
    assert Thing.objects.visible_to(reader).filter(pk=note.pk).exists()
    assert not may_publish_in(reader, circle)
    with pytest.raises(Refused):
        reply(to=note, text="Too late", by=office.bruno, at=office.later())
    with pytest.raises(Refused):
        accept(circle=circle, by=office.chioma, at=office.later())
    reopen(circle=circle, by=office.ada, at=office.later())
    assert reply(to=note, text="Again!", by=office.bruno, at=office.later()).pk


def test_who_is_on_a_list_its_owner_alone_knows(office: Office) -> None:
    mine = party(office, is_list=True)
    with pytest.raises(Refused):
        invite(circle=mine, person=office.bruno, by=office.ada, at=office.later())
    add(to=mine, person=office.bruno, by=office.ada, at=office.later())
    add(to=mine, person=office.chioma, by=office.ada, at=office.later())
    ada, bruno = office.reader(office.ada), office.reader(office.bruno)
    assert members_of(mine, ada) == [office.ada, office.bruno, office.chioma]
    assert may_know_members(ada, mine)
    assert not may_know_members(bruno, mine)
    assert mine not in publics_of(bruno)
    assert mine in publics_of(ada)
    assert "Summer party" not in str(mine)
    assert "summer" not in mine.slug
    client = client_of(office.bruno)
    assert client.get(f"/circles/{mine.pk}/people/").status_code == 404
    for path in ("/circles/", f"/circles/{mine.pk}/", "/me/", f"/?q=party&public={mine.slug}"):
        shown = client.get(path).content.decode()
        assert "Summer party" not in shown, path
        assert "Chioma" not in shown or path == "/me/", path
    assert Rules.said([], [], "", mine.slug).public  # it may be asked; the locator refuses it
    assert "Chioma" not in client.get("/me/").content.decode()


def test_on_a_list_its_owner_begins_and_everybody_may_answer(office: Office) -> None:
    mine = party(office, is_list=True)
    add(to=mine, person=office.bruno, by=office.ada, at=office.later())
    note = post(text="Something to say", public=mine, by=office.ada, at=office.later())
    bruno = office.reader(office.bruno)
    assert may_answer_in(bruno, mine)
    with pytest.raises(Refused):
        post(text="Me too", public=mine, by=office.bruno, at=office.later())
    assert reply(to=note, text="I hear", by=office.bruno, at=office.later()).pk
    assert comment(on=note, text="And I say", by=office.bruno, at=office.later()).pk
    leave_circle(circle=mine, by=office.bruno, at=office.later())
    assert not Thing.objects.visible_to(office.reader(office.bruno)).filter(pk=note.pk).exists()
    with pytest.raises(Refused):
        reply(to=note, text="Still?", by=office.bruno, at=office.later())


def test_the_stranger_and_outsiders_find_no_circle(office: Office) -> None:
    circle = party(office)
    assert Client().get(f"/circles/{circle.pk}/").status_code == 302
    assert client_of(office.bruno).get(f"/circles/{circle.pk}/").status_code == 404
    assert client_of(office.bruno).get("/circles/9999/people/").status_code == 404
    assert not circles_of(STRANGER)
    outsider = Person.objects.create(name="Otto Outside", known_since=MONDAY)
    with pytest.raises(Refused):
        found_circle(name="Mine", by=outsider, at=office.later())


def test_two_circles_may_have_one_name_and_nobody_learns_of_the_other(office: Office) -> None:
    one, other = party(office), found_circle(name="Summer party", by=office.bruno, at=office.later())
    assert one.slug != other.slug
    with pytest.raises(Refused):
        found_circle(name="  ", by=office.ada, at=office.later())


def test_the_buttons_of_a_circle(office: Office) -> None:
    ada, bruno = client_of(office.ada), client_of(office.bruno)
    made = ada.post("/circles/new/", {"name": "Kayaks", "kind": "circle"}, follow=True)
    here = made.redirect_chain[-1][0]
    offered = ada.get(here, {"name": "bruno"}).content.decode()
    assert "Bruno Côté" in offered
    asked = ada.post(here, {"do": "invite", "person": office.bruno.pk}, follow=True).content.decode()
    assert "Bruno Côté is asked to join." in asked
    assert "Kayaks" in bruno.get("/circles/").content.decode()
    circle = Public.objects.get(name="Kayaks")
    joined = bruno.post(f"/circles/{circle.pk}/answer/", {"do": "accept"}, follow=True)
    assert "You are in." in joined.content.decode()
    assert "Ada Lovelace" in bruno.get(here).content.decode()
    assert "Only whoever owns" in bruno.post(here, {"do": "close"}, follow=True).content.decode()
    assert "You have left." in bruno.post(here, {"do": "leave"}, follow=True).content.decode()
    assert bruno.get(here).status_code == 404
    assert "Closed" in ada.post(here, {"do": "close"}, follow=True).content.decode()
