"""Everybody's own say counts at the next question: hidden is hidden, confirmed goes before equals, declared waits."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sociable.knowledge.expertise import says
from sociable.knowledge.expertise.locate import locate
from sociable.people.models import Person
from sociable.people.stances import confirm, correct, declare, hide, retract
from sociable.people.verbs import merge
from tests.conftest import Office

pytestmark = pytest.mark.django_db


def answer(office: Office, question: str) -> dict[str, float]:
    found = locate(question, reader=office.reader(office.ada), at=office.at)
    return {one.name: one.score for one in found.people}


def names(office: Office, question: str) -> list[str]:
    return list(answer(office, question))


def equals(office: Office) -> None:
    """Two who did the same; the first has the lower id, and comes first where nothing tells them apart."""
    for person in (office.bruno, office.chioma):
        office.write("Kubernetes clusters", by=person)
    office.settle()
    assert names(office, "kubernetes") == ["Bruno Côté", "Chioma Adeyemi"]


@pytest.mark.parametrize("topic", ["Kubernetes", "KUBERNETES", "kubernetes clusters"])
def test_whoever_hides_a_topic_is_not_found_for_it(office: Office, topic: str) -> None:
    equals(office)
    said = hide(person=office.bruno, topic=topic, by=office.bruno, at=office.later())
    assert names(office, "who knows kubernetes clusters") == ["Chioma Adeyemi"]
    retract(person=office.bruno, stance=said.pk, by=office.bruno, at=office.later())
    assert names(office, "who knows kubernetes clusters") == ["Bruno Côté", "Chioma Adeyemi"]


def test_hiding_holds_in_other_forms_of_the_word(office: Office) -> None:
    office.write("Certificates of the intranet", by=office.bruno)
    office.settle()
    hide(person=office.bruno, topic="certificate", by=office.bruno, at=office.later())
    assert names(office, "certificates") == []


def test_what_is_hidden_takes_nothing_else_with_it(office: Office) -> None:
    equals(office)
    office.write("Backups on tape", by=office.bruno)
    office.settle()
    hide(person=office.bruno, topic="kubernetes", by=office.bruno, at=office.later())
    assert names(office, "backups on tape") == ["Bruno Côté"]
    assert set(names(office, "clusters")) == {"Bruno Côté", "Chioma Adeyemi"}, "half of what is hidden is not it"


def test_of_two_subjects_the_other_still_speaks_and_the_hidden_is_not_told(office: Office) -> None:
    office.write("Kubernetes", by=office.bruno)
    tape = office.write("Backups on tape", by=office.bruno)
    office.settle()
    hide(person=office.bruno, topic="kubernetes", by=office.bruno, at=office.later())
    one = locate("backups kubernetes", reader=office.reader(office.ada), at=office.at).people[0]
    assert [reason.thing for reason in one.reasons] == [tape.pk]
    assert sum(reason.share for reason in one.reasons) == pytest.approx(one.score)


def test_hiding_costs_the_hidden_part_of_the_question(office: Office) -> None:
    for person in (office.bruno, office.chioma):
        office.write("Backups on tape", by=person)
        office.write("Kubernetes", by=person)
    office.settle()
    hide(person=office.bruno, topic="kubernetes", by=office.bruno, at=office.later())
    found = answer(office, "backups kubernetes")
    assert list(found) == ["Chioma Adeyemi", "Bruno Côté"]
    assert found["Bruno Côté"] == pytest.approx(0.5, abs=0.1)


def test_a_confirmed_topic_goes_before_equals(office: Office) -> None:
    equals(office)
    confirm(person=office.chioma, topic="kubernetes", by=office.chioma, at=office.later())
    assert names(office, "kubernetes") == ["Chioma Adeyemi", "Bruno Côté"]
    assert answer(office, "kubernetes")["Bruno Côté"] == pytest.approx(1 / says.CONFIRMED)


def test_a_confirmed_topic_passes_nobody_who_is_known_better(office: Office) -> None:
    for number in range(4):
        office.write(f"Kubernetes, part {number}", by=office.bruno)
        office.write(f"Holidays, part {number}", by=office.chioma)
    office.write("Holidays, and a word on kubernetes at the end", by=office.chioma)
    office.settle()
    confirm(person=office.chioma, topic="kubernetes", by=office.chioma, at=office.later())
    assert names(office, "kubernetes") == ["Bruno Côté", "Chioma Adeyemi"]


def test_a_declared_topic_waits_for_evidence(office: Office) -> None:
    office.write("Backups of kubernetes", by=office.bruno)
    office.write("Backups of laptops", by=office.chioma)
    office.settle()
    before = answer(office, "backups kubernetes laptops")
    declare(person=office.chioma, topic="kubernetes", by=office.chioma, at=office.later())
    assert answer(office, "backups kubernetes laptops") == before
    assert names(office, "kubernetes") == ["Bruno Côté"], "a word alone makes nobody known"
    office.write("Kubernetes by night", by=office.chioma)
    office.settle()
    weight = answer(office, "kubernetes")["Chioma Adeyemi"]
    for stance in office.chioma.stances.all():
        retract(person=office.chioma, stance=stance.pk, by=office.chioma, at=office.later())
    assert weight > answer(office, "kubernetes")["Chioma Adeyemi"]


def test_a_correction_hides_the_old_at_once(office: Office) -> None:
    equals(office)
    correct(person=office.bruno, topic="kubernetes", into="nomad", by=office.bruno, at=office.later())
    assert names(office, "kubernetes") == ["Chioma Adeyemi"]
    assert names(office, "nomad") == []


def test_what_one_of_two_hid_stays_hidden_when_they_are_one(office: Office) -> None:
    equals(office)
    hide(person=office.bruno, topic="kubernetes", by=office.bruno, at=office.later())
    merge(person=office.bruno, into=office.chioma, by=None, at=office.later())
    assert names(office, "kubernetes") == []


def test_a_topic_of_function_words_hides_nothing(office: Office) -> None:
    equals(office)
    hide(person=office.bruno, topic="who is the", by=office.bruno, at=office.later())
    assert names(office, "who is the one for kubernetes") == ["Bruno Côté", "Chioma Adeyemi"]


@pytest.mark.parametrize("few", [0, 1_000])
def test_the_number_of_queries_does_not_grow_with_what_is_said(
    office: Office, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(says, "FEW", few)
    equals(office)
    counts = []
    for number in range(3):
        for person in (office.bruno, office.chioma):
            confirm(person=person, topic=f"kubernetes {'clusters ' * number}", by=person, at=office.later())
        hide(person=office.bruno, topic=f"tape {number}", by=office.bruno, at=office.later())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(names(office, "kubernetes clusters")) == 2
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts
    assert Person.objects.count() == 3
