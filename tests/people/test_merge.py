"""Two people known here may be one; saying so and taking it back leaves everything as it was."""

import random

import pytest
from django.db import IntegrityError, transaction

from sociable.ledger.acts import latest
from sociable.people.duplicates import folded, suggest
from sociable.people.identities import know, mail
from sociable.people.models import Merge, Person
from sociable.people.verbs import Refused, merge, split
from sociable.publics.models import ORGANISATION
from sociable.publics.readers import reader_for
from sociable.things.models import Contribution
from tests.conftest import MONDAY, Office

pytestmark = pytest.mark.django_db


def meet(name: str, address: str) -> Person:
    one = mail(address, name)
    return Person.objects.get(pk=know([one])[one.key])


def roots() -> dict[int, int]:
    return {one.pk: one.root_id for one in Person.objects.all()}


def state() -> tuple[object, ...]:
    return (roots(), sorted(Contribution.objects.values_list("thing", "person", "role")))


def test_merge_and_split_undo_each_other_exactly(office: Office) -> None:
    office.write("One", by=office.bruno)
    office.write("Two", by=office.ada)
    before = state()
    merge(person=office.bruno, into=office.ada, by=office.chioma, at=office.later())
    assert roots()[office.bruno.pk] == office.ada.pk
    split(person=office.bruno, by=office.chioma, at=office.later())
    assert state() == before
    merge(person=office.bruno, into=office.ada, by=office.chioma, at=office.later())
    merged = state()
    split(person=office.bruno, by=office.chioma, at=office.later())
    merge(person=office.bruno, into=office.ada, by=office.chioma, at=office.later())
    assert state() == merged


@pytest.mark.parametrize("seed", range(8))
def test_any_tale_of_merges_told_backwards_ends_where_it_began(db: None, seed: int) -> None:
    dice = random.Random(seed)
    people = [meet(f"P {number}", f"p{number}@x.example") for number in range(8)]
    states, merged = [roots()], []
    for _ in range(7):
        person, into = dice.sample(people, 2)
        try:
            merged.append(merge(person=person, into=into, by=None, at=MONDAY).person)
        except Refused:
            continue
        states.append(roots())
    for person in reversed(merged):
        assert roots() == states.pop()
        split(person=person, by=None, at=MONDAY)
    assert roots() == states.pop()


def test_a_chain_splits_in_the_middle(db: None) -> None:
    a, b, c = (meet(name, f"{name}@x.example") for name in "abc")
    merge(person=a, into=b, by=None, at=MONDAY)
    merge(person=b, into=c, by=None, at=MONDAY)
    assert roots() == {a.pk: c.pk, b.pk: c.pk, c.pk: c.pk}
    split(person=b, by=None, at=MONDAY)
    assert roots() == {a.pk: b.pk, b.pk: b.pk, c.pk: c.pk}


def test_nobody_is_merged_into_themselves_nor_twice(office: Office) -> None:
    with pytest.raises(Refused):
        merge(person=office.ada, into=office.ada, by=None, at=office.at)
    merge(person=office.bruno, into=office.ada, by=None, at=office.at)
    with pytest.raises(Refused):
        merge(person=office.ada, into=office.bruno, by=None, at=office.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Merge.objects.create(person=office.bruno, into=office.chioma, at=office.at)


def test_splitting_who_was_never_merged_says_so(office: Office) -> None:
    with pytest.raises(Refused, match="Ada Lovelace"):
        split(person=office.ada, by=None, at=office.at)


def test_a_merge_is_an_act_with_its_author(office: Office) -> None:
    merge(person=office.bruno, into=office.ada, by=office.chioma, at=office.at)
    act = latest(1)[0][1]
    assert (act.verb, act.actor, act.detail) == (
        "sociable:Merge",
        office.chioma.pk,
        {"person": office.bruno.pk, "into": office.ada.pk},
    )


def test_merged_people_see_what_either_saw(office: Office) -> None:
    stranger = meet("Ada L.", "ada@home.example")
    merge(person=stranger, into=office.ada, by=office.chioma, at=office.at)
    assert ORGANISATION in reader_for(Person.objects.get(pk=stranger.pk)).publics
    split(person=stranger, by=office.chioma, at=office.at)
    assert ORGANISATION not in reader_for(Person.objects.get(pk=stranger.pk)).publics


def test_likely_duplicates_are_suggested_and_nothing_is_merged(db: None) -> None:
    one, other = meet("Élise Côté", "elise@work.example"), meet("cote elise", "e.c@home.example")
    third = meet("E.", "elise.cote@work.example"), meet("Quite Another", "elisecote@home.example")
    meet("Nobody Else", "nobody.else@x.example")
    assert {frozenset((pair.person.pk, pair.into.pk)): pair.reason for pair in suggest()} == {
        frozenset((one.pk, other.pk)): "same name",
        frozenset((third[0].pk, third[1].pk)): "same mailbox name",
    }
    assert Merge.objects.count() == 0


def test_a_suggestion_that_was_taken_back_is_not_made_again(db: None) -> None:
    one, other = meet("Élise Côté", "elise@work.example"), meet("Elise Cote", "e.c@home.example")
    merge(person=other, into=one, by=None, at=MONDAY)
    assert suggest() == []
    split(person=other, by=None, at=MONDAY)
    assert suggest() == []


def test_a_name_that_a_crowd_shares_says_nothing(db: None) -> None:
    for number in range(12):
        meet("John Smith", f"js{number}@x.example")
    assert suggest() == []


def test_names_are_alike_whatever_their_accents_case_and_order() -> None:
    assert folded("Côté, Élise") == folded("elise COTE")
