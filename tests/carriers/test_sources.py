"""Sources that are visited by themselves: when they are due, how they fare, and what a killed visit leaves behind."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import translation

from sociable.carriers import verbs
from sociable.carriers.connectors import connectors
from sociable.carriers.models import Errand, Schedule, Source, Visit
from sociable.carriers.sources import Health, call_on, claim, due_schedules, health, is_anything_due, visit_due
from sociable.carriers.visits import KEPT, STOPPED, wait
from sociable.kit.clock import now
from sociable.ledger.acts import latest
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.models import ORGANISATION, Public
from sociable.things.models import Thing
from tests.carriers.conftest import Line, write_lines
from tests.carriers.test_feed import RSS
from tests.carriers.test_killed import Site
from tests.conftest import Office
from tests.web import Web, web

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(settings: object) -> Iterator[Web]:
    settings.FETCH_ALLOW, settings.FETCH_PAUSE = frozenset({"127.0.0.1"}), 0.0  # type: ignore[attr-defined]
    with web() as one:
        yield one


def schedule(location: str, by: Person | None = None, kind: str = "feed", minutes: int = 60, name: str = "") -> Source:
    return verbs.schedule(
        kind=kind,
        connector=connectors()[kind],
        location=location,
        name=name,
        public=Public.objects.get(pk=ORGANISATION),
        minutes=minutes,
        by=by,
        at=now(),
    )


def visits() -> list[str]:
    return [failure for _source, failure in visit_due(now())]


def state() -> Health:
    return health(Source.objects.all())[0]


def make_due() -> None:
    Schedule.objects.update(next_at=now())


def test_a_source_is_visited_at_once_and_then_in_its_rhythm(site: Web) -> None:
    schedule(site.says("/feed", RSS))
    assert state().state == "new"
    assert visits() == [""]
    one = state()
    assert (one.state, one.failures, one.last and one.last.new) == ("well", 0, 2)
    assert one.schedule
    assert timedelta(minutes=59) < one.schedule.next_at - now() <= timedelta(hours=1)
    assert (is_anything_due(now()), visits()) == (False, [])
    assert is_anything_due(now() + timedelta(hours=1))


def test_a_source_that_fails_says_why_and_is_visited_less_and_less(site: Web) -> None:
    schedule(site.says("/feed", status=500))
    for _ in range(3):
        assert "trouble of its own" in visits()[0]
        make_due()
    one = state()
    assert (one.state, one.failures) == ("failing", 3)
    with translation.override("fr"):
        assert state().trouble == "127.0.0.1 a lui-même des ennuis (500)."
    assert [wait(60, failed) for failed in (0, 1, 2, 3, 9)] == [60, 120, 240, 480, 1440]
    assert wait(10080, 9) == 10080
    site.says("/feed", RSS)
    assert visits() == [""]
    assert (state().state, state().failures) == ("well", 0)


def test_of_two_workers_one_goes(site: Web) -> None:
    schedule(site.says("/feed", RSS))
    first, second = list(due_schedules(now())), list(due_schedules(now()))
    assert claim(first[0], now())
    assert not claim(second[0], now())
    assert visits() == []


def test_who_died_over_a_visit_loses_it_after_a_while(site: Web) -> None:
    schedule(site.says("/feed", RSS))
    assert claim(due_schedules(now())[0], now())
    assert is_anything_due(now() + timedelta(minutes=16))


def test_a_paused_source_is_left_alone(site: Web, office: Office) -> None:
    one = schedule(site.says("/feed", RSS), by=office.chioma)
    verbs.pause(source=one, by=office.chioma, at=now())
    assert (visits(), state().state) == ([], "paused")
    verbs.resume(source=one, by=office.chioma, at=now())
    assert visits() == [""]
    said = [(act.verb, act.actor, act.detail["source"]) for _id, act in latest(99) if "source" in act.detail]
    chioma = office.chioma.pk
    assert said == [(f"sociable:{verb}", chioma, one.pk) for verb in ("Schedule", "Pause", "Resume")]


def test_who_is_sent_goes_at_once_even_to_a_paused_source(site: Web) -> None:
    one = schedule(site.says("/feed", RSS))
    verbs.pause(source=one, by=None, at=now())
    for _ in range(2):
        verbs.send(source=one, by=None, at=now())
    assert (Errand.objects.count(), state().state) == (1, "waiting")
    assert visits() == [""]
    assert not Errand.objects.exists()


def test_rejects_are_read_again_when_somebody_asks(tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text("e-mail,languages\nmei@office.example,Klingon\n")
    one = schedule(str(file), kind="people")
    visits()
    visit = Visit.objects.get()
    assert (visit.rejected, verbs.reject_files(one)) == (1, [visit.rejects])
    with pytest.raises(Refused):
        verbs.send(source=one, by=None, at=now(), again="../secret-key")
    verbs.send(source=one, by=None, at=now(), again=visit.rejects)
    assert visits() == [""]
    assert Visit.objects.latest("pk").rejected == 1


def test_what_is_not_visited_any_more_stays_and_is_known_again(site: Web) -> None:
    one = schedule(site.says("/feed", RSS))
    visits()
    verbs.unschedule(source=one, by=None, at=now())
    assert (visits(), Thing.objects.count(), state().state) == ([], 2, "idle")
    assert schedule(site.at("/feed")) == one
    visits()
    assert Thing.objects.count() == 2


def test_only_administrators_rule_the_sources(site: Web, office: Office) -> None:
    address = site.says("/feed", RSS)
    one = schedule(address)
    for doing in (
        lambda: schedule(address, by=office.ada),
        lambda: verbs.pause(source=one, by=office.ada, at=now()),
        lambda: verbs.resume(source=one, by=office.ada, at=now()),
        lambda: verbs.unschedule(source=one, by=office.ada, at=now()),
        lambda: verbs.send(source=one, by=office.ada, at=now()),
    ):
        with pytest.raises(Refused, match="administrator"):
            doing()


def test_a_rhythm_and_a_name_that_cannot_be(site: Web) -> None:
    with pytest.raises(Refused, match="five minutes"):
        schedule(site.at("/feed"), minutes=1)
    schedule(site.at("/feed"), name="news")
    with pytest.raises(Refused, match="another name"):
        schedule(site.at("/other"), name="news")


def test_a_kind_that_nothing_reads_any_more_is_said(db: None) -> None:
    source = Source.objects.create(connector="gopher", name="old", location="there", public_id=ORGANISATION)
    assert "gopher" in call_on(source)
    assert state().failures == 1


def test_a_visit_that_was_killed_is_told_by_the_next(site: Web) -> None:
    schedule(site.says("/feed", RSS))
    visits()
    Visit.objects.update(ended_at=None)
    assert state().state == "running"
    make_due()
    visits()
    assert list(Visit.objects.order_by("pk").values_list("said", flat=True)) == [STOPPED, ""]


def test_only_the_last_visits_are_remembered(site: Web) -> None:
    source = schedule(site.says("/feed", RSS))
    at = now() - timedelta(days=1)
    Visit.objects.bulk_create(Visit(source=source, machine="m", began_at=at, ended_at=at) for _ in range(KEPT + 5))
    visits()
    assert Visit.objects.count() == KEPT


@pytest.mark.slow
@pytest.mark.once("test_killed.py kills on PostgreSQL too, and a visit is an import")
def test_visits_that_are_killed_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    documents: list[Line] = [{"id": f"d{one}", "title": f"Report {one}", "text": "water " * 30} for one in range(3000)]
    write_lines(tmp_path / "waters" / "documents.jsonl", documents)
    killed = Site(tmp_path, "killed")
    killed.run("sources", "add", "corpus", str(tmp_path / "waters"), "--every", "1h")
    for span in (1.3, 2.1):
        process = killed.start("sources", "run", "waters")
        time.sleep(span)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    killed.run("sources", "run", "waters")
    dump = killed.dump()
    assert len(dump["things"]) == len(dump["versions"]) == 3000
    assert [verb for verb, number in dump["acts"]] == ["Create", "sociable:Schedule"]
    assert dict(dump["acts"])["Create"] == 3000


UNTIL_WELL = """
import time, django
django.setup()
from sociable.carriers.models import Source
from sociable.carriers.sources import health
from sociable.surfaces.cli.main import run
for _ in range(150):
    if health(Source.objects.all())[0].state == "well":
        break
    time.sleep(0.2)
run(["sources", "list", "--json"])
"""


@pytest.mark.slow
def test_the_worker_visits_what_is_due(tmp_path: Path) -> None:
    write_lines(tmp_path / "letters" / "documents.jsonl", [{"id": "1", "title": "A letter"}])
    home = Site(tmp_path, "home")
    home.run("sources", "add", "corpus", str(tmp_path / "letters"))
    worker = home.start("worker")
    try:
        done = subprocess.run(
            [worker.args[0], "-c", UNTIL_WELL],  # type: ignore[index, list-item]
            env=home.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        [one] = json.loads(done.stdout)
    finally:
        os.killpg(worker.pid, signal.SIGTERM)
        _out, said = worker.communicate(timeout=30)
    assert (one["state"], one["counts"]["new"]) == ("well", 1), said.decode()
