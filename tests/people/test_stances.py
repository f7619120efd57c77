"""Everybody says for themselves what they are found for; it is kept, with its author and time, until taken back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from sociable.ledger.acts import latest
from sociable.ledger.checks import check
from sociable.people.models import Person, Stance
from sociable.people.stances import confirm, correct, declare, folded, hide, retract
from sociable.people.verbs import Refused, merge
from sociable.things.verbs import erase
from tests.conftest import Office

pytestmark = pytest.mark.django_db


def standing(person: Person) -> list[tuple[str, str]]:
    return list(Stance.objects.standing().of(person.pk).order_by("pk").values_list("kind", "topic"))


def test_what_ada_says_of_herself_is_kept_with_author_and_time(office: Office) -> None:
    said = confirm(person=office.ada, topic="  Analytical\nengines ", by=office.ada, at=office.at)
    assert (said.topic, said.folded, said.by_id, said.at) == (
        "Analytical engines",
        "analytical engines",
        office.ada.pk,
        office.at,
    )
    _id, act = latest(1)[0]
    assert (act.verb, act.actor, dict(act.detail)) == ("sociable:Confirm", office.ada.pk, {"stance": said.pk})


def test_the_last_word_on_a_topic_stands_alone(office: Office) -> None:
    confirm(person=office.ada, topic="Déploiement", by=office.ada, at=office.at)
    hide(person=office.ada, topic="deploiement", by=office.ada, at=office.later())
    assert standing(office.ada) == [("hidden", "deploiement")]
    assert [act.verb for _id, act in latest(3)] == ["sociable:Confirm", "sociable:Retract", "sociable:Hide"]


def test_the_same_word_twice_is_said_once(office: Office) -> None:
    first = hide(person=office.ada, topic="Excel", by=office.ada, at=office.at)
    assert hide(person=office.ada, topic="excel", by=office.ada, at=office.later()).pk == first.pk
    assert [act.verb for _id, act in latest(2)].count("sociable:Hide") == 1


def test_a_correction_hides_the_old_and_declares_the_new(office: Office) -> None:
    correct(person=office.ada, topic="Java", into="JavaScript", by=office.ada, at=office.at)
    assert standing(office.ada) == [("hidden", "Java"), ("declared", "JavaScript")]
    with pytest.raises(Refused):
        correct(person=office.ada, topic="Go", into=" go ", by=office.ada, at=office.at)
    assert len(standing(office.ada)) == 2


def test_what_was_said_can_be_taken_back_once(office: Office) -> None:
    said = declare(person=office.ada, topic="Poetry", by=office.ada, at=office.at)
    retract(person=office.ada, stance=said.pk, by=office.ada, at=office.later())
    assert standing(office.ada) == []
    assert latest(1)[0][1].verb == "sociable:Retract"
    with pytest.raises(Refused):
        retract(person=office.ada, stance=said.pk, by=office.ada, at=office.later())


def test_nobody_speaks_for_another_not_even_who_runs_the_site(office: Office) -> None:
    for verb in (confirm, hide, declare):
        with pytest.raises(Refused):
            verb(person=office.ada, topic="Excel", by=office.chioma, at=office.at)
    said = hide(person=office.ada, topic="Excel", by=office.ada, at=office.at)
    for person in (office.ada, office.chioma):
        with pytest.raises(Refused):
            retract(person=person, stance=said.pk, by=office.chioma, at=office.at)
    assert standing(office.ada) == [("hidden", "Excel")]


def test_two_who_are_one_speak_with_one_voice(office: Office) -> None:
    confirm(person=office.bruno, topic="Excel", by=office.bruno, at=office.at)
    merge(person=office.bruno, into=office.ada, by=office.chioma, at=office.later())
    hide(person=office.ada, topic="EXCEL", by=office.bruno, at=office.later())
    assert standing(office.ada) == [("hidden", "EXCEL")]


@pytest.mark.parametrize("topic", ["", "  \n", "…", "x" * 121])
def test_a_topic_says_something_in_a_few_words(office: Office, topic: str) -> None:
    with pytest.raises(Refused):
        declare(person=office.ada, topic=topic, by=office.ada, at=office.at)


def test_signs_make_a_difference_and_case_does_not() -> None:
    assert len({folded(one) for one in ("C", "C#", "C++", "c", "Ç")}) == 3


def test_whoever_is_forgotten_leaves_no_topic_behind_and_a_sound_ledger(office: Office) -> None:
    declare(person=office.bruno, topic="Beekeeping", by=office.bruno, at=office.at)
    erase(person=office.bruno, by=None, at=office.later())
    assert not Stance.objects.exists()
    assert list(check()) == []
    with pytest.raises(Refused):
        declare(person=office.bruno, topic="Beekeeping", by=office.bruno, at=office.at)


def test_the_database_itself_keeps_one_stance_a_topic(office: Office) -> None:
    said = hide(person=office.ada, topic="Excel", by=office.ada, at=office.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stance.objects.create(person=office.ada, topic="excel", folded=said.folded, kind="confirmed", at=office.at)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_leave_one_word(office: Office) -> None:
    def click(number: int) -> None:
        try:
            (hide if number % 2 else confirm)(person=office.ada, topic="Excel", by=office.ada, at=office.at)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        list(hands.map(click, range(8)))
    assert len(standing(office.ada)) == 1
