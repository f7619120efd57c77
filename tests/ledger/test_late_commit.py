"""On PostgreSQL, the order of ids is not the order of commits: a late commit must not be lost."""

import threading

import pytest
from django.db import connection, connections, transaction

from sociable.ledger.acts import START, Act, Position, count_between, record, settled, windows
from tests.conftest import MONDAY

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


class SlowWriter(threading.Thread):
    """A second real connection: writes an act, and commits only when told to."""

    def __init__(self, *, begin_early: bool = False) -> None:
        super().__init__()
        self.begin_early = begin_early
        self.began, self.write, self.wrote, self.commit = (threading.Event() for _ in range(4))

    def run(self) -> None:
        try:
            with transaction.atomic():
                if self.begin_early:
                    with connection.cursor() as cursor:
                        cursor.execute("SELECT pg_current_xact_id()")
                self.began.set()
                self.write.wait(10)
                record([Act("Create", MONDAY, thing=111)])
                self.wrote.set()
                self.commit.wait(10)
        finally:
            connections.close_all()


def read_all(after: Position) -> tuple[Position, int]:
    upto = settled()
    return upto, sum(count_between(*step) for step in windows(after, upto, 2))


def test_an_act_with_a_lower_id_that_commits_later_is_read(db: None) -> None:
    slow = SlowWriter()
    slow.start()
    slow.write.set()
    assert slow.wrote.wait(10)
    record([Act("Create", MONDAY, thing=222)])  # a higher id, committed first
    place, seen = read_all(START)
    assert seen == 0, "nothing is settled while an older writer runs"
    slow.commit.set()
    slow.join()
    place, more = read_all(place)
    assert seen + more == 2


def test_an_older_transaction_that_takes_a_higher_id_is_read(db: None) -> None:
    """The writer begins first and writes last: its transaction is older, its act's id higher."""
    slow = SlowWriter(begin_early=True)
    slow.start()
    assert slow.began.wait(10)
    record([Act("Create", MONDAY, thing=222)])
    place, seen = read_all(START)
    slow.write.set()
    assert slow.wrote.wait(10)
    place, more = read_all(place)
    seen += more
    slow.commit.set()
    slow.join()
    place, more = read_all(place)
    assert seen + more == 2


def test_a_writer_that_gives_up_holds_nobody_back(db: None) -> None:
    record([Act("Create", MONDAY, thing=1)])
    with transaction.atomic():
        record([Act("Create", MONDAY, thing=2)])
        transaction.set_rollback(True)
    record([Act("Create", MONDAY, thing=3)])
    assert read_all(START)[1] == 2
