"""Vectors are filled in the background, survive a kill, and show nobody what they may not see."""

from pathlib import Path

import numpy as np
import pytest

from sociable.knowledge.expertise.locate import locate
from sociable.knowledge.expertise.standing import Standing
from sociable.knowledge.expertise.views import affinity
from sociable.knowledge.meaning import encoder as encoders
from sociable.knowledge.meaning import vectors
from sociable.knowledge.meaning.encoder import Floats
from sociable.knowledge.search.find import Search
from sociable.ledger.acts import settled
from sociable.publics.models import EVERYONE, ORGANISATION
from sociable.publics.readers import INSIDER, STRANGER, Reader
from sociable.things.models import Thing
from sociable.things.verbs import Draft, revise, withdraw
from tests.conftest import MONDAY, Office
from tests.meaning.grams import Grams


@pytest.fixture
def grams(settings: object) -> Grams:
    settings.ENCODER = "tests.meaning.grams.encoder"  # type: ignore[attr-defined]
    encoders.built.cache_clear()
    encoder = encoders.available()
    assert isinstance(encoder, Grams)
    return encoder


def fill(acts: int = 3) -> None:
    while vectors.keep_up(acts=acts):
        pass


def near(encoder: Grams, question: str, reader: Reader = INSIDER, limit: int = 10) -> list[int]:
    things, _cosines = vectors.nearest(encoder.encode_question(question), vectors.current(encoder), reader, limit)
    return [int(one) for one in things]


def test_the_nearest_come_first(office: Office, grams: Grams) -> None:
    pump = office.write("Pumping stations", "Repairing pumps", by=office.ada)
    tea = office.write("Tea in the garden", by=office.bruno)
    fill()
    assert near(grams, "pump") == [pump.pk, tea.pk]


def test_whatever_the_slice_the_vectors_are_the_same(office: Office, grams: Grams) -> None:
    for number in range(7):
        office.write(f"Note {number}", "words " * number, by=office.ada)
    found = []
    for acts in (1, 4, 1000):
        vectors.forget()
        fill(acts)
        rows = vectors.current(grams).rows
        found.append(sorted(map(tuple, rows.tolist())))
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 7


def test_a_kill_loses_the_slice_and_nothing_else(office: Office, grams: Grams, monkeypatch: pytest.MonkeyPatch) -> None:
    office.write("First", by=office.ada)
    fill()
    before = vectors.current(grams)
    second = office.write("Second", by=office.ada)

    def die(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", die)
        with pytest.raises(KeyboardInterrupt):
            fill()
    vectors.LOADED.clear()
    assert vectors.current(grams).place == before.place
    grams.read.clear()
    fill()
    assert grams.read == ["Second"]
    assert second.pk in near(grams, "Second")
    assert not vectors.is_behind()
    assert len(list(vectors.folder().glob("*.rows.npy"))) == 1


def test_a_stranger_gets_the_nearest_of_what_everyone_may_see(office: Office, grams: Grams) -> None:
    for number in range(5):
        office.write(f"Pump number {number}", by=office.ada)
    public = office.write("Pump for all, far from it in words", by=office.bruno, public=EVERYONE)
    fill()
    assert near(grams, "Pump number", STRANGER, limit=1) == [public.pk]
    assert public.pk not in near(grams, "Pump number", limit=1)


def test_of_what_one_may_see_a_share_is_taken_at_most(office: Office, grams: Grams) -> None:
    for number in range(10):
        office.write(f"Pump number {number}", by=office.ada, public=EVERYONE if number < 5 else ORGANISATION)
    fill()
    asked, known = grams.encode_question("Pump"), vectors.current(grams)
    taken = [len(vectors.nearest(asked, known, reader, 500, 0.4)[0]) for reader in (INSIDER, STRANGER)]
    assert taken == [4, 2], "what a stranger may not see changes nothing of what they get"


def test_vectors_of_an_older_version_are_made_anew(office: Office, grams: Grams) -> None:
    old = vectors.folder().parent / "vectors-1"
    old.mkdir(parents=True)
    (old / "current").write_text("{}")
    thing = office.write("Pump", by=office.ada)
    fill()
    assert near(grams, "Pump") == [thing.pk]
    assert not old.exists()


def test_a_thing_is_compared_in_its_own_language(office: Office, grams: Grams, monkeypatch: pytest.MonkeyPatch) -> None:
    french = office.write("Pompe", by=office.ada, language="fr")
    english = office.write("Pump", by=office.bruno, language="en")
    fill()

    def asked(self: Grams, text: str) -> Floats:
        return self.encode(
            ["Pompe", text]
        )  # what a question is for things in another language, and for those in English

    monkeypatch.setattr(Grams, "encode_question", asked)
    _things, alike = vectors.nearest(grams.encode_question("Pump"), vectors.current(grams), INSIDER, 10)
    assert np.allclose(alike, 1)
    assert near(grams, "Tea") == [french.pk, english.pk]


def test_who_did_more_that_is_alike_comes_first_though_in_other_words(office: Office, grams: Grams) -> None:
    office.write("Pumpwerke", by=office.ada)
    for number in range(12):
        office.write(f"Pumpstation {number}", by=office.bruno)
        office.write(f"Teapot {number}", by=office.chioma)
    office.settle()
    fill()
    question = Search("pumpstationen", INSIDER)
    people, sums = affinity(question, Standing(INSIDER)).totals()
    assert people[np.argmax(sums)] == office.bruno.pk
    assert office.chioma.pk not in people
    assert not len(affinity(Search("pumpstationen " + "a1 b2 c3 d4 e5 f6 g7", INSIDER), Standing(INSIDER)).people)


def test_what_was_moved_or_withdrawn_since_takes_no_place(office: Office, grams: Grams) -> None:
    one = office.write("Pump", by=office.ada, public=EVERYONE)
    two = office.write("Pump and more", by=office.ada, public=EVERYONE)
    fill()
    Thing.objects.filter(pk=one.pk).update(withdrawn_at=MONDAY)
    assert near(grams, "Pump", STRANGER, limit=1) == [two.pk]


def test_what_changed_is_encoded_anew_and_its_old_vector_is_gone(office: Office, grams: Grams) -> None:
    thing = office.write("Pump", by=office.ada)
    other = office.write("Tea", by=office.ada)
    fill()
    old = grams.encode_question("Pump")
    revise(
        {thing.pk: Draft(kind="note", public=thing.public_id, title="Garden", text="", at=office.later())},
        by=office.ada.pk,
    )
    withdraw(thing=other, by=office.ada, at=office.later())
    fill()
    kept = vectors.current(grams)
    assert kept.rows[:, 0].tolist() == [thing.pk]
    assert kept.place == settled()
    assert float(np.max(kept.alike(old))) < 0.99
    assert near(grams, "Garden") == [thing.pk]


def test_segments_fill_up_one_after_the_other(office: Office, grams: Grams, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "SEGMENT", 2)
    for number in range(5):
        office.write(f"Note {number}", by=office.ada)
    fill(1)
    assert [len(one.rows) for one in vectors.current(grams).segments] == [2, 2, 1]


def test_people_are_found_by_meaning_beside_words(office: Office, grams: Grams) -> None:
    office.write("Pump repair manual", by=office.ada)
    office.write("Repairs of pumping stations and pumps", by=office.bruno)
    office.settle()
    before = [one.id for one in locate("pump repair", reader=INSIDER, at=MONDAY).people]
    fill()
    after = [one.id for one in locate("pump repair", reader=INSIDER, at=MONDAY).people]
    assert set(before) <= set(after)
    assert office.ada.pk in after


def test_a_thing_close_in_meaning_is_enough_without_a_word_in_common(office: Office, grams: Grams) -> None:
    office.write("Pumpstation", by=office.ada)
    office.settle()
    assert locate("pumpstations-wartung", reader=INSIDER, at=MONDAY).nobody
    fill()
    assert [one.id for one in locate("pumpstations-wartung", reader=INSIDER, at=MONDAY).people] == [office.ada.pk]
    assert locate("volcanology", reader=INSIDER, at=MONDAY).nobody


def test_without_an_encoder_nothing_happens(office: Office, settings: object) -> None:
    settings.ENCODER = ""  # type: ignore[attr-defined]
    office.write("Pump repair manual", by=office.ada)
    office.settle()
    assert encoders.available() is None
    assert not vectors.is_behind()
    assert not vectors.keep_up()
    assert not vectors.folder().exists()
    assert [one.id for one in locate("pump repair", reader=INSIDER, at=MONDAY).people] == [office.ada.pk]
