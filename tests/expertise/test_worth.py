"""What somebody did fades with time, and an accepted answer says a little more; neither outweighs knowing more."""

from datetime import timedelta

import numpy as np
import pytest
from django.test import override_settings

from sociable.knowledge.expertise import graph
from sociable.knowledge.expertise.locate import locate
from sociable.knowledge.expertise.presence import REMAINS, presence
from sociable.knowledge.expertise.worth import LASTING, YEAR, worths
from sociable.publics.models import ORGANISATION
from sociable.publics.verbs import found
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


def test_whoever_did_nothing_for_a_year_keeps_half_of_what_can_go_and_nobody_less_than_what_remains() -> None:
    around, year, never, unseen = presence(np.array([NOW, NOW - YEAR, 0, graph.UNSEEN], np.int64), NOW)
    assert (around, unseen) == (1.0, 1.0)
    assert year == pytest.approx(REMAINS + (1 - REMAINS) / 2, abs=1e-3)
    assert REMAINS <= never < REMAINS + 1e-6


def test_somebody_was_last_seen_at_the_first_of_their_last_few_acts() -> None:
    person, acted = np.array([0, 0, 0, 0, 1, 2]), np.array([10, 40, 30, 20, 50, 60])
    tiers = np.array([0, 0, 0, 1, 1, graph.HIDDEN], np.uint8)
    lately, last = graph.last_acts(person, acted, tiers, 3)
    assert lately.tolist() == [[10, graph.UNSEEN, graph.UNSEEN], [20, 50, graph.UNSEEN]], "by tier"
    assert last.tolist() == [[40, graph.UNSEEN, graph.UNSEEN], [40, 50, graph.UNSEEN]]


@pytest.mark.django_db
def test_of_two_who_know_the_same_whoever_is_still_around_comes_first(office: Office) -> None:
    year_ago = office.at - timedelta(days=366)
    for person, other in ((office.ada, year_ago), (office.bruno, office.at)):
        publish([Draft("page", ORGANISATION, "Payroll", "How payroll is run.", year_ago, [(person.pk, "author")])])
        for word in ("Lunch", "Parking", "Keys"):
            publish([Draft("page", ORGANISATION, word, "Where it is.", other, [(person.pk, "author")])])
    office.settle()
    answer = locate("payroll", reader=office.reader(office.chioma), at=office.at + timedelta(days=1))
    assert [one.name for one in answer.people] == ["Bruno Côté", "Ada Lovelace"]
    assert [one.quiet_since for one in answer.people] == [None, year_ago]


@pytest.mark.django_db
def test_what_somebody_does_among_a_few_does_not_show_that_they_are_around(office: Office) -> None:
    year_ago = office.at - timedelta(days=365)
    for person in (office.ada, office.bruno):
        publish([Draft("page", ORGANISATION, "Payroll", "How payroll is run.", year_ago, [(person.pk, "author")])])
    few = found(slug="few", name="Few", owner=office.bruno, at=year_ago)
    for word in ("Lunch", "Parking", "Keys"):
        publish([Draft("page", few.pk, word, "Where it is.", office.at, [(office.bruno.pk, "author")])])
    office.settle()
    answer = locate("payroll", reader=office.reader(office.chioma), at=office.at)
    assert len({one.score for one in answer.people}) == 1, "neither is seen to be more around"


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
