"""Somebody known only from their work is a person; an address belongs to one; away means away."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from sociable.people.identities import also_known_as, find, handle, know, mail
from sociable.people.models import Account, ErasedIdentity, Identity, Person
from sociable.people.verbs import Refused, come_back, go_away, withhold, yield_again
from sociable.things.verbs import erase
from tests.conftest import Office

pytestmark = pytest.mark.django_db


def test_somebody_known_from_a_commit_is_a_person_without_sign_in(db: None) -> None:
    one = mail("New@Example.org ", "  New\tPerson ")
    person = Person.objects.get(pk=know([one])[one.key])
    assert (person.name, person.is_claimed) == ("New Person", False)
    assert know([mail("new@example.ORG")])[one.key] == person.pk


def test_the_same_handle_in_two_realms_is_two_people(db: None) -> None:
    one, other = handle("p1", "corpus/a"), handle("p1", "corpus/b")
    known = know([one, other])
    assert known[one.key] != known[other.key]


def test_an_identity_belongs_to_one_person(office: Office) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Identity.objects.create(person=office.bruno, kind="mail", value="ada@office.example")
    also_known_as({mail("ada@home.example"): office.ada.pk, mail("bruno@office.example"): office.ada.pk})
    known = find([mail("ada@home.example"), mail("bruno@office.example")])
    assert sorted(known.values()) == sorted([office.ada.pk, office.bruno.pk]), "an address that is taken stays"


@pytest.mark.parametrize("name", ["renovate[bot]", "dependabot-preview", "github-actions"])
def test_a_program_is_not_somebody_who_can_help(db: None, name: str) -> None:
    know([mail("x@bots.example", name)])
    assert not Person.objects.locatable().exists()


def test_away_until_back(office: Office) -> None:
    back = office.at + timedelta(days=3)
    go_away(person=office.ada, begins=office.at, ends=back, stand_in=office.bruno)
    absence = office.ada.absence(office.at + timedelta(days=1))
    assert absence is not None
    assert absence.stand_in == office.bruno
    assert office.ada.absence(back) is None
    come_back(person=office.ada, at=office.at + timedelta(days=1))
    assert office.ada.absence(office.at + timedelta(days=2)) is None


def test_an_absence_makes_sense(office: Office) -> None:
    with pytest.raises(Refused):
        go_away(person=office.ada, begins=office.at, ends=office.at)
    with pytest.raises(Refused):
        go_away(person=office.ada, begins=office.at, ends=None, stand_in=office.ada)


def test_withheld_and_yielded_again(office: Office) -> None:
    withhold(person=office.ada, by=office.ada, at=office.at)
    assert office.ada not in Person.objects.locatable()
    yield_again(person=office.ada, by=office.ada, at=office.at)
    assert office.ada in Person.objects.locatable()


def test_an_erased_person_is_no_more_than_an_id(office: Office) -> None:
    erase(person=office.bruno, by=office.bruno, at=office.at)
    gone = Person.objects.get(pk=office.bruno.pk)
    assert (gone.name, gone.identities.count()) == ("", 0)
    assert not Account.objects.filter(email="bruno@office.example").exists()
    assert know([mail("bruno@office.example", "Bruno Côté")]) == {mail("bruno@office.example").key: None}
    assert "bruno" not in ErasedIdentity.objects.get().fingerprint


def test_initials_are_one_or_two_letters() -> None:
    names = ("Ada Lovelace", "Plato", "María del Carmen Ruiz", "")
    assert [Person(name=name).initials for name in names] == ["AL", "P", "MR", ""]
