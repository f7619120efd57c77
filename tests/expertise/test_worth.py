"""What somebody did fades with time, and an accepted answer says a little more; neither outweighs knowing more."""

from datetime import timedelta

import pytest
from django.test import override_settings

from sociable.knowledge.expertise import graph
from sociable.knowledge.expertise.locate import locate
from sociable.knowledge.expertise.worth import LASTING, YEAR, worths
from sociable.publics.models import ORGANISATION
from sociable.responses.votes.verbs import like, unlike
from sociable.things.verbs import Draft, publish
from tests.conftest import Office

NOW = 2_000_000_000.0


def test_half_of_what_can_fade_is_gone_after_the_half_life() -> None:
    with override_settings(HALF_LIFE=2.0):
        fresh, old, oldest, tomorrow = worths([NOW, NOW - 2 * YEAR, 0, NOW + YEAR], [0] * 4, [0] * 4, [0] * 4, NOW)
    assert (fresh, old, tomorrow) == (1.0, pytest.approx(LASTING + (1 - LASTING) / 2, abs=1e-3), 1.0)
    assert LASTING < oldest < LASTING + 1e-6


def test_thanks_count_a_little_and_fewer_than_none_is_none() -> None:
    plain, accepted, thanked, disliked, minutes = worths(
        [NOW] * 5, [0, 1, 0, 0, 0], [0, 0, 50, -50, 0], [0, 0, 0, 0, 1], NOW
    )
    assert minutes < plain == disliked < thanked < accepted * 1.01


@pytest.mark.django_db
@pytest.mark.parametrize("ahead", [True, False], ids=["computed ahead", "right now"])
def test_of_two_who_wrote_the_same_whoever_did_lately_comes_first(office: Office, *, ahead: bool) -> None:
    long_ago = office.at - timedelta(days=3650)
    for person, at in ((office.ada, long_ago), (office.bruno, office.at)):
        publish([Draft("page", ORGANISATION, "Payroll", "How payroll is run.", at, [(person.pk, "author")])])
    office.settle()
    if ahead:
        graph.save(graph.make())
    answer = locate("payroll", reader=office.reader(office.chioma), at=office.at)
    assert [one.name for one in answer.people] == ["Bruno Côté", "Ada Lovelace"]
    assert answer.people[1].score > LASTING / 2, "whoever knew it is still named"


@pytest.mark.django_db
@pytest.mark.parametrize("ahead", [True, False], ids=["computed ahead", "right now"])
def test_of_two_who_wrote_the_same_whoever_was_useful_comes_first_until_it_is_taken_back(
    office: Office, *, ahead: bool
) -> None:
    pages = {one.name: office.write("Payroll", "How payroll is run.", by=one) for one in (office.ada, office.bruno)}

    def first() -> str:
        office.settle()
        if ahead:
            graph.save(graph.make())
        return locate("payroll", reader=office.reader(office.chioma), at=office.at).people[0].name

    second = next(name for name in pages if name != first())
    like(thing=pages[second], by=office.chioma, at=office.later())
    assert first() == second
    unlike(thing=pages[second], by=office.chioma, at=office.later())
    assert first() != second
