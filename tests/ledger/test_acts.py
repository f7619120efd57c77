"""The ledger never forgets, never lies, never quotes."""

from importlib import import_module
from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, transaction

from sociable.ledger.acts import START, Act, Position, count_between, latest, record, settled, windows
from sociable.ledger.vocabulary import VERBS, VOCABULARY, VocabularyError
from tests.conftest import MONDAY, Office

pytestmark = pytest.mark.django_db


def test_what_was_recorded_is_read_back_as_it_was(db: None) -> None:
    record([Act("Create", MONDAY, 1, 2, 3, 4, {"role": 5})])
    assert latest(1)[0][1] == Act("Create", MONDAY, 1, 2, 3, 4, {"role": 5})


@pytest.mark.parametrize(
    ("verb", "detail"),
    [("Shout", {}), ("Create", {"words": 1}), ("Create", {"role": "author"}), ("Create", {"role": True})],
    ids=["no such verb", "no such detail", "words", "not a number"],
)
def test_the_ledger_refuses_what_its_vocabulary_has_no_word_for(verb: str, detail: dict[str, int]) -> None:
    with pytest.raises(VocabularyError):
        record([Act(verb, MONDAY, detail=detail)])


def test_an_act_cannot_be_edited_even_by_hand(db: None) -> None:
    record([Act("Create", MONDAY)])
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_activity SET verb = 'Delete'")


def test_an_act_cannot_be_deleted_even_by_hand(db: None) -> None:
    guard = import_module("sociable.ledger.migrations.0002_append_only")
    record([Act("Create", MONDAY)])
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in [guard.POSTGRESQL] if connection.vendor == "postgresql" else guard.SQLITE:
            cursor.execute(statement)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute("DELETE FROM ledger_activity")
        transaction.set_rollback(True)


def test_state_and_act_stand_or_fall_together(office: Office) -> None:
    before = len(latest(1000))
    with transaction.atomic():
        office.write("Half a thought", by=office.ada)
        transaction.set_rollback(True)
    assert len(latest(1000)) == before


def test_the_vocabulary_is_in_the_order_of_the_alphabet_and_ours_are_prefixed() -> None:
    names = [verb.name for verb in VERBS]
    assert names == sorted(names, key=lambda name: (":" in name, name))
    assert len(VOCABULARY) == len(VERBS)
    standard = {
        "Accept",
        "Add",
        "Announce",
        "Create",
        "Delete",
        "Follow",
        "Invite",
        "Join",
        "Leave",
        "Like",
        "Move",
        "Reject",
        "Remove",
        "Undo",
        "Update",
    }
    assert {name for name in names if ":" not in name} <= standard
    assert all(name.startswith("sociable:") for name in names if ":" in name)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_windows_cover_every_act_once(size: int) -> None:
    for number in range(1, 24):
        record([Act("Create", MONDAY, thing=number)])
    steps = list(windows(START, settled(), size))
    assert steps[0][0] == START
    assert all(one[1] == other[0] for one, other in pairwise(steps))
    assert sum(count_between(*step) for step in steps) == 23
    assert all(count_between(*step) <= size for step in steps)


def test_an_empty_ledger_stands_at_the_start() -> None:
    assert settled() == Position(0, 0)
    assert list(windows(START, settled(), 10)) == []
