"""Ada thanks Bruno for what he wrote: he is told, nobody else is, and among equals he goes first."""

import pytest
from django.test import Client
from django.urls import reverse

from sociable.knowledge.expertise import graph
from sociable.knowledge.expertise.locate import locate
from sociable.knowledge.expertise.models import Thanked
from sociable.people.models import Person
from sociable.people.verbs import Refused, merge
from sociable.publics.verbs import found
from sociable.responses.thanks.models import Thanks
from sociable.responses.thanks.verbs import take_back_thanks, thank
from sociable.things.models import Thing
from sociable.things.verbs import Draft, publish
from tests.conftest import Office, hire
from tests.surfaces.test_web import body, page_of, signed_in

pytestmark = pytest.mark.django_db


def twins(office: Office) -> dict[str, Thing]:
    """Two people who wrote the same, at the same time: Ada comes first by the alphabet."""
    at = office.later()
    drafts = [Draft("page", 2, "Payroll", "How payroll is run.", at, [(one.pk, "author")]) for one in pair(office)]
    return {one.name: Thing.objects.get(pk=id_) for one, id_ in zip(pair(office), publish(drafts), strict=True)}


def pair(office: Office) -> tuple[Person, Person]:
    return office.ada, office.bruno


def named(office: Office) -> list[str]:
    answer = locate("payroll", reader=office.reader(office.chioma), at=office.at)
    return [one.name for one in answer.people]


@pytest.mark.parametrize("ahead", [True, False], ids=["computed ahead", "right now"])
def test_of_two_equals_whoever_was_thanked_goes_first(office: Office, *, ahead: bool) -> None:
    things = twins(office)
    office.settle()
    for thanked, other in (pair(office), pair(office)[::-1]):
        said = thank(person=thanked, thing=things[thanked.name], by=office.chioma, at=office.later())
        office.settle()
        if ahead:
            graph.save(graph.make())
        assert named(office) == [thanked.name, other.name]
        take_back_thanks(person=thanked, thing=said.thing, by=office.chioma, at=office.later())


def test_thanks_move_a_score_by_little(office: Office) -> None:
    things = twins(office)
    for month in ("May", "June"):
        office.write(f"Payroll of {month}", "How payroll is run.", by=office.ada)
    office.settle()
    before = score_of(office, office.bruno)
    assert before < score_of(office, office.ada), "who did more of it goes first"
    for colleague in (office.ada, office.chioma, hire("Dana Roy", "dana@office.example")):
        thank(person=office.bruno, thing=things[office.bruno.name], by=colleague, at=office.later())
    office.settle()
    assert 0 < score_of(office, office.bruno) - before < 0.05


def score_of(office: Office, person: Person) -> float:
    answer = locate("payroll", reader=office.reader(office.chioma), at=office.at)
    return next(one.score for one in answer.people if one.id == person.pk)


def test_thanks_are_said_once_and_follow_whoever_was_merged(office: Office) -> None:
    note = office.write("The kiln", by=office.bruno)
    for _again in range(2):
        thank(person=office.bruno, thing=note, by=office.ada, at=office.later())
    assert Thanks.objects.count() == 1
    other = hire("B. Cote", "bcote@old.example")
    merge(person=office.bruno, into=other, by=None, at=office.later())
    office.settle()
    assert Thanked.objects.get().thanks == 1
    assert "The kiln" in body(signed_in(office.bruno), page_of(other))
    take_back_thanks(person=other, thing=note, by=office.ada, at=office.later())
    office.settle()
    assert Thanked.objects.get().thanks == 0


def test_nobody_thanks_themselves_nor_a_bystander_nor_for_what_they_may_not_see(office: Office) -> None:
    note = office.write("The kiln", by=office.bruno)
    circle = found(slug="board", name="Board", owner=office.bruno, at=office.later())
    secret = office.write("The merger", by=office.bruno, public=circle.pk)
    for person, thing, by in (
        (office.bruno, note, office.bruno),
        (office.chioma, note, office.ada),
        (office.bruno, secret, office.ada),
    ):
        with pytest.raises(Refused):
            thank(person=person, thing=thing, by=by, at=office.later())
    assert not Thanks.objects.exists()


def test_it_is_told_on_ones_own_page_and_to_nobody_else(office: Office) -> None:
    note = office.write("The kiln", "How it is fired.", by=office.bruno)
    ada, here = signed_in(office.ada), reverse("thanks", args=[note.pk])
    assert "Thank <bdi>Bruno Côté</bdi>" in body(ada, page_of(note))
    assert "Thank <bdi>" not in body(signed_in(office.bruno), page_of(note))
    page = ada.post(here, {"person": office.bruno.pk, "do": "thank"}, follow=True).content.decode()
    assert "You thanked <bdi>Bruno Côté</bdi>" in page
    assert 'value="take-back"' in page, "the way back is offered"
    assert "Thanks to you" in body(signed_in(office.bruno), page_of(office.bruno))
    assert "Thanks to you" not in body(ada, page_of(office.bruno))
    ada.post(here, {"person": office.bruno.pk, "do": "take-back"})
    assert "Thanks to you" not in body(signed_in(office.bruno), page_of(office.bruno))


def test_the_stranger_is_sent_to_the_door(office: Office) -> None:
    note = office.write("The kiln", by=office.bruno, public=1)
    assert "Thank <bdi>" not in body(Client(), page_of(note))
    answer = Client().post(reverse("thanks", args=[note.pk]), {"person": office.bruno.pk})
    assert answer["Location"].startswith(reverse("sign-in"))
    assert signed_in(office.ada).post(reverse("thanks", args=[note.pk]), {"person": "x"}).status_code == 404
    assert not Thanks.objects.exists()
