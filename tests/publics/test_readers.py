"""Who may: every list is cut by it, and the Stranger always tries the door."""

import pytest
from django.db import IntegrityError, transaction

from sociable.people.models import Person
from sociable.publics.models import EVERYONE, ORGANISATION, PARTNERS, Membership, Public
from sociable.publics.readers import (
    INSIDER,
    STRANGER,
    functions_of,
    may_administer,
    may_publish_in,
    may_see_public,
    people_visible_to,
    reader_for,
)
from sociable.publics.verbs import found, join, leave, show
from sociable.things.models import Thing
from tests.conftest import Office

pytestmark = pytest.mark.django_db


def public(slug: str) -> Public:
    return Public.objects.get(slug=slug)


def test_every_site_has_everyone_the_organisation_partners_and_six_functions(db: None) -> None:
    assert Public.objects.filter(kind="function").count() == 6
    ids = {one.slug: one.pk for one in Public.objects.exclude(kind="function")}
    assert ids == {"everyone": EVERYONE, "organisation": ORGANISATION, "partners": PARTNERS}


def test_each_reader_sees_what_is_for_their_publics(office: Office) -> None:
    circle = found(slug="plans", name="Plans", owner=office.ada, at=office.at)
    things = {
        place: office.write(place, by=office.ada, public=pk)
        for place, pk in (("all", EVERYONE), ("inside", ORGANISATION), ("circle", circle.pk), ("partners", PARTNERS))
    }
    seen = {
        name: {thing.title for thing in Thing.objects.visible_to(reader)}
        for name, reader in (
            ("stranger", STRANGER),
            ("bruno", office.reader(office.bruno)),
            ("ada", office.reader(office.ada)),
        )
    }
    inside = {"all", "inside", "partners"}
    assert seen == {"stranger": {"all"}, "bruno": inside, "ada": inside | {"circle"}}
    assert len(things) == 4


def test_a_partner_sees_what_is_for_partners_and_nothing_of_the_inside(office: Office) -> None:
    from sociable.people.identities import know, mail

    one = mail("p@partner.example", "Partner")
    partner = Person.objects.get(pk=know([one])[one.key])
    join(person=partner, public=public("partners"), by=office.chioma, at=office.at)
    for title, place in (("all", EVERYONE), ("inside", ORGANISATION), ("partners", PARTNERS)):
        office.write(title, by=office.ada, public=place)
    assert {one.title for one in Thing.objects.visible_to(office.reader(partner))} == {"all", "partners"}


def test_who_leaves_a_circle_sees_it_no_more(office: Office) -> None:
    circle = Public.objects.create(kind="circle", slug="plans", owner=office.ada)
    join(person=office.bruno, public=circle, by=office.ada, at=office.at)
    assert may_see_public(office.reader(office.bruno), circle)
    leave(person=office.bruno, public=circle, at=office.later())
    assert not may_see_public(office.reader(office.bruno), circle)
    assert may_see_public(STRANGER, public("finance"))


def test_an_unclaimed_person_is_shown_inside_only(office: Office) -> None:
    from sociable.people.identities import know, mail

    one = mail("c@commits.example", "Known From A Commit")
    person = Person.objects.get(pk=know([one])[one.key])
    show(person=person, public=public("everyone"), by=office.ada, at=office.at)
    assert person in people_visible_to(INSIDER)
    assert person not in people_visible_to(STRANGER)


def test_a_claimed_person_is_shown_outside_only_when_somebody_said_so(office: Office) -> None:
    assert office.ada not in people_visible_to(STRANGER)
    show(person=office.ada, public=public("everyone"), by=office.ada, at=office.at)
    assert office.ada in people_visible_to(STRANGER)


def test_who_may_publish_where(office: Office) -> None:
    ada = office.reader(office.ada)
    assert may_publish_in(ada, public("everyone"))
    assert may_publish_in(ada, public("organisation"))
    assert not may_publish_in(ada, public("finance"))
    assert not may_publish_in(STRANGER, public("everyone"))


def test_only_administrators_administer(office: Office) -> None:
    assert may_administer(office.reader(office.chioma))
    assert not may_administer(office.reader(office.ada))
    assert not may_administer(STRANGER)


def test_an_erased_person_reads_as_a_stranger(office: Office) -> None:
    from sociable.things.verbs import erase

    erase(person=office.bruno, by=None, at=office.at)
    assert reader_for(Person.objects.get(pk=office.bruno.pk)) == STRANGER


def test_functions_are_joined_like_any_public(office: Office) -> None:
    join(person=office.ada, public=public("finance"), by=None, at=office.at)
    assert [one.slug for one in functions_of(office.ada)] == ["finance"]


def test_nobody_is_listed_as_a_member_of_everyone(office: Office) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(public=public("everyone"), person=office.ada, since=office.at)
