"""Knowledge can be dropped tonight and be back tomorrow, identical."""

import random
from contextlib import suppress

import pytest
from django.db import connection

from sociable.knowledge.expertise.evidence import EvidenceProjection
from sociable.knowledge.search import replica
from sociable.knowledge.search.find import find
from sociable.ledger.acts import Position
from sociable.ledger.projections import REGISTRY, Projection, catch_up, is_stale, rebuild
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.readers import INSIDER
from sociable.responses.thanks.verbs import take_back_thanks, thank
from sociable.responses.votes.verbs import like, unlike
from sociable.rooms.questions.routing import excuse, route, take_up
from sociable.things.models import Contribution, Thing, Version
from sociable.things.verbs import Draft, erase, move, revise, withdraw
from tests.conftest import Office

pytestmark = pytest.mark.django_db(transaction=True)


def rows(table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return sorted(cursor.fetchall())


def play(office: Office, seed: int = 1, acts: int = 40) -> None:
    """A story with every kind of act on things: made, revised with other people, moved, withdrawn."""
    dice = random.Random(seed)
    people = [office.ada, office.bruno, office.chioma]
    things = []
    for number in range(acts):
        deed = dice.randrange(6)
        if things and dice.randrange(3) == 0:
            speak_thanks(office, dice.choice(things), dice.choice(people), back=dice.randrange(3) == 0)
            find_useful(office, dice.choice(things), dice.choice(people), back=dice.randrange(3) == 0)
        if deed < 3 or not things:
            who = dice.choice(people)
            things.append(
                office.write(f"Thing {number}", "about kayaks", by=who, role=dice.choice(["author", "reviewer"]))
            )
        elif deed < 5:
            thing = dice.choice(things)
            credits = [(one.pk, dice.choice(["author", "editor"])) for one in dice.sample(people, dice.randrange(1, 4))]
            draft = Draft("note", thing.public_id, f"{thing.title}!", "about canoes", office.later(), credits)
            revise({thing.pk: draft}, by=credits[0][0])
        else:
            thing = dice.choice(things)
            dice.choice([withdraw_it, move_it])(office, thing)
    for number in range(3):
        ask_in_vain(office, f"Question {number}", back=number == 1)


def speak_thanks(office: Office, thing: Thing, by: Person, *, back: bool) -> None:
    """Somebody thanks each other person behind a thing, or takes it back."""
    for credit in Contribution.objects.filter(thing=thing, thing__withdrawn_at=None).exclude(person=by):
        (take_back_thanks if back else thank)(person=credit.person, thing=thing, by=by, at=office.later())


def find_useful(office: Office, thing: Thing, by: Person, *, back: bool) -> None:
    """Somebody finds a thing useful, or no longer; not their own, nor what is gone."""
    with suppress(Refused):
        (unlike if back else like)(thing=thing, by=by, at=office.later())


def ask_in_vain(office: Office, title: str, *, back: bool) -> None:
    """Bruno is asked and cannot answer, or thinks better of it."""
    question = office.write(title, "about kayaks", by=office.ada, role="asker", kind="question")
    route(question=question, person=office.bruno, by=office.ada, at=office.later())
    excuse(question=question, by=office.bruno, at=office.later())
    if back:
        take_up(question=question, by=office.bruno, at=office.later())


def withdraw_it(office: Office, thing: Thing) -> None:
    withdraw(thing=thing, by=office.ada, at=office.later())


def move_it(office: Office, thing: Thing) -> None:
    move(thing=thing, to=1, by=office.ada, at=office.later())


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_however_the_acts_are_cut_the_table_is_the_same(office: Office, name: str) -> None:
    play(office)
    projection = REGISTRY[name]
    outcomes = []
    for size in (1, 7, 10_000):
        projection.clear()
        catch_up(projection, size=size)
        outcomes.append(rows(projection.table))
    rebuild(projection, size=5)
    outcomes.append(rows(projection.table))
    assert outcomes[0]
    assert all(outcome == outcomes[0] for outcome in outcomes)


def test_evidence_is_what_the_credits_say(office: Office) -> None:
    play(office, seed=2)
    office.settle()
    with connection.cursor() as cursor:
        cursor.execute("SELECT thing_id, person_id, role_id FROM expertise_evidence WHERE standing")
        derived = sorted(cursor.fetchall())
        cursor.execute("SELECT thing_id, person_id, role_id FROM things_contribution")
        assert derived == sorted(cursor.fetchall())


def test_filling_goes_on_where_it_stopped(office: Office) -> None:
    projection = REGISTRY["expertise-evidence"]
    office.write("One", by=office.ada)
    assert catch_up(projection) == 1
    assert catch_up(projection) == 0
    office.write("Two", by=office.ada)
    assert catch_up(projection) == 1
    assert len(rows(projection.table)) == 2


class Dying(EvidenceProjection):
    """Dies after some windows, as by kill -9: nothing of ours runs afterwards."""

    def __init__(self, windows: int) -> None:
        self.left = windows

    def fill(self, after: Position, upto: Position, table: str) -> None:
        if not self.left:
            raise KeyboardInterrupt
        self.left -= 1
        super().fill(after, upto, table)


@pytest.mark.parametrize("windows", [0, 1, 3])
def test_a_killed_rebuild_leaves_yesterdays_table_whole(office: Office, windows: int) -> None:
    play(office)
    projection: Projection = REGISTRY["expertise-evidence"]
    catch_up(projection)
    before = rows(projection.table)
    with pytest.raises(KeyboardInterrupt):
        rebuild(Dying(windows), size=5)
    assert rows(projection.table) == before
    rebuild(projection, size=5)
    assert rows(projection.table) == before


def test_a_killed_window_is_filled_whole_the_next_time(office: Office) -> None:
    play(office)
    with pytest.raises(KeyboardInterrupt):
        catch_up(Dying(2), size=5)
    projection = REGISTRY["expertise-evidence"]
    catch_up(projection, size=5)
    pieced = rows(projection.table)
    rebuild(projection)
    assert rows(projection.table) == pieced


def test_a_table_filled_by_other_code_is_made_anew(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    play(office)
    projection = REGISTRY["expertise-evidence"]
    catch_up(projection)
    before = rows(projection.table)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM expertise_evidence")
    monkeypatch.setattr(EvidenceProjection, "version", EvidenceProjection.version + 1)
    assert is_stale(projection)
    catch_up(projection)
    assert rows(projection.table) == before
    assert not is_stale(projection)


def all_words(table: str) -> str:
    return repr(rows(table))


def test_an_erased_person_leaves_no_word_anywhere(office: Office) -> None:
    mine = office.write("Zanzibar", "The zanzibari recipe", by=office.bruno, tags=("zanzibar-tag",))
    shared = office.write("Shared with Ada", "of both", by=office.ada)
    both = [(office.ada.pk, "author"), (office.bruno.pk, "author")]
    revise({shared.pk: Draft("note", 2, "Shared", "of both", office.later(), both)}, by=office.bruno.pk)
    office.settle()
    erase(person=office.bruno, by=office.bruno, at=office.later())
    for projection in REGISTRY.values():
        rebuild(projection)
    replica.rebuild()
    tables = [name for name in connection.introspection.table_names() if not name.startswith(("django_", "auth_"))]
    everything = " ".join(all_words(name) for name in tables)
    for word in ("Bruno", "bruno@", "anzibar"):
        assert word not in everything.replace("zanzibar-tag", ""), word
    assert len(find("zanzibari", INSIDER, limit=5)) == 0
    index = b"".join(file.read_bytes() for file in replica.here().folder.iterdir() if file.is_file())
    assert b"zanzibari" not in index
    assert Version.objects.filter(thing=shared, text="of both").exists(), "what Ada made with him is still hers"
    assert Person.objects.get(pk=office.bruno.pk).name == ""
    assert not Thing.objects.visible_to(INSIDER).filter(pk=mine.pk).exists()
