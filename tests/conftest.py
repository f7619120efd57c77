"""What every story needs: a clean desk, and the people of the office."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from sociable.knowledge.expertise import graph
from sociable.knowledge.meaning import encoder as encoders
from sociable.knowledge.search import replica
from sociable.ledger.projections import REGISTRY, catch_up
from sociable.people.identities import know, mail
from sociable.people.models import Account, Person
from sociable.publics.models import ORGANISATION, Public
from sociable.publics.readers import Reader, reader_for
from sociable.publics.verbs import join
from sociable.things.models import Thing
from sociable.things.verbs import Draft, publish

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def pytest_configure() -> None:
    django_settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def _flush_may_empty_the_ledger(request: pytest.FixtureRequest) -> None:
    """Django empties all tables after a transactional test; the ledger's own guard is tried in its own test."""
    if not any(map(asks_the_database, request.session.items)):
        return
    request.getfixturevalue("django_db_setup")
    blocker = request.getfixturevalue("django_db_blocker")
    with blocker.unblock(), connection.cursor() as cursor:
        on = " ON ledger_activity" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER IF EXISTS ledger_no_delete{on}")


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, settings: object) -> Path:
    """Folders of this test alone."""
    for name in ("INDEX_FOLDER", "REJECTS_FOLDER", "DATA"):
        setattr(settings, name, tmp_path / name.split("_")[0].lower())
    return tmp_path


@pytest.fixture(autouse=True)
def standard_publics(request: pytest.FixtureRequest) -> None:
    """A test that commits empties every table after it; the publics of the first migration come back."""
    if request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("_django_db_helper")
        bring_standard_publics()


def bring_standard_publics() -> None:
    migration = import_module("sociable.publics.migrations.0002_standard_publics")
    if Public.objects.count() >= len(migration.STANDARD):
        return
    migration.make(apps, connection.schema_editor())  # with the place that numbers go on from, on PostgreSQL


@pytest.fixture(autouse=True)
def nobody_has_tried_yet(request: pytest.FixtureRequest) -> None:
    """Tries are counted in a table that no model stands for: a test that commits leaves them behind."""
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        request.getfixturevalue("_django_db_helper")
        cache.clear()


@pytest.fixture(autouse=True)
def in_the_language_of_the_site() -> None:
    """A page shown in French leaves its thread speaking French."""
    translation.deactivate()


@dataclass
class Office:
    """Three colleagues, one visitor, and a clock that the story moves."""

    ada: Person
    bruno: Person
    chioma: Person
    at: datetime = MONDAY

    def later(self, **step: float) -> datetime:
        self.at += timedelta(**(step or {"minutes": 1}))
        return self.at

    def reader(self, person: Person) -> Reader:
        return reader_for(Person.objects.get(pk=person.pk))

    def write(
        self,
        title: str,
        text: str = "",
        *,
        by: Person | None = None,
        role: str = "author",
        public: int = ORGANISATION,
        kind: str = "note",
        **more: object,
    ) -> Thing:
        people = [(by.pk, role)] if by else []
        draft = Draft(kind=kind, public=public, title=title, text=text, at=self.later(), people=people, **more)  # type: ignore[arg-type]
        return Thing.objects.get(pk=publish([draft])[0])

    def settle(self) -> None:
        settle()


def settle() -> None:
    """What the worker does: everything derived is brought up to date."""
    for projection in REGISTRY.values():
        catch_up(projection)
    assert replica.catch_up(wait=True)
    graph.keep_up()


def hire(name: str, address: str, *, administers: bool = False) -> Person:
    one = mail(address, name)
    person = Person.objects.get(pk=know([one])[one.key])
    Account.objects.open(address, person, "correct horse battery", administers=administers)
    join(person=person, public=Public.objects.get(pk=ORGANISATION), by=None, at=MONDAY)
    return person


@pytest.fixture
def office(db: None) -> Office:
    return Office(
        ada=hire("Ada Lovelace", "ada@office.example"),
        bruno=hire("Bruno Côté", "bruno@office.example"),
        chioma=hire("Chioma Adeyemi", "chioma@office.example", administers=True),
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What only PostgreSQL can show is not asked of SQLite; of PostgreSQL, only what the database has a part in; what
    needs the extra `semantic`, only where it is installed."""
    if django_settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        kept = [item for item in items if asks_the_database(item) and not item.get_closest_marker("once")]
        for item in kept:
            marker = item.get_closest_marker("django_db")
            if "db" in getattr(item, "fixturenames", ()) or (marker and "transaction" not in marker.kwargs):
                # There, acts are settled only once committed. Stories that only read may say that they need no more.
                item.add_marker(pytest.mark.django_db(transaction=True), append=False)
    else:
        kept = [item for item in items if not item.get_closest_marker("postgresql")]
    if encoders.available() is None:
        kept = [item for item in kept if not item.get_closest_marker("semantic")]
    chosen = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = kept


def asks_the_database(item: pytest.Item) -> bool:
    uses = {"db", "transactional_db", "live_server", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    return bool(uses or item.get_closest_marker("django_db") or item.get_closest_marker("postgresql"))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """On CI, nothing may be skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
