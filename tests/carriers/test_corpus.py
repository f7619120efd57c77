"""A corpus comes in whole, once, and nothing bad in it stops the rest."""

import json
from dataclasses import astuple
from pathlib import Path

import pytest

from sociable.carriers.models import Origin, Reference
from sociable.ledger.acts import latest
from sociable.people.models import Person
from sociable.publics.readers import INSIDER, STRANGER
from sociable.things.models import Contribution, Link, Tagging, Thing, Version
from sociable.things.verbs import erase
from tests.carriers.conftest import Import, Line
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db

LETTER: Line = {
    "id": "a",
    "kind": "letter",
    "title": "Spring tides",
    "text": "How high the water comes.",
    "date": "2025-04-01T10:00:00+02:00",
    "tags": ["sea", "moon"],
    "score": 7,
    "accepted": True,
    "people": {"author": ["p1", "p2"], "translator": ["p3"]},
}


def thing(key: str) -> Thing:
    return Origin.objects.select_related("thing").get(key=key).thing


def test_a_document_becomes_a_thing_with_all_it_says(import_corpus: Import) -> None:
    import_corpus([LETTER], [{"id": "p1", "name": "Mei Lin"}])
    one = thing("a")
    assert (one.kind, one.title, one.language, one.score, one.accepted) == ("letter", "Spring tides", "en", 7, True)
    assert one.published_at.isoformat() == "2025-04-01T08:00:00+00:00"
    assert one.versions.get().text == "How high the water comes."
    assert {row.tag.name for row in Tagging.objects.filter(thing=one)} == {"sea", "moon"}
    credits = {(row.person.name, row.role.name) for row in Contribution.objects.filter(thing=one)}
    assert credits == {("Mei Lin", "author"), ("p2", "author"), ("p3", "translator")}
    assert [act.verb for _id, act in latest(3)] == ["Create", "Create", "sociable:Contribute"]


def test_what_is_imported_is_for_the_organisation_and_not_for_the_stranger(import_corpus: Import) -> None:
    import_corpus([LETTER])
    assert Thing.objects.visible_to(INSIDER).count() == 1
    assert Thing.objects.visible_to(STRANGER).count() == 0


def test_a_second_import_changes_nothing(import_corpus: Import) -> None:
    documents: list[Line] = [{**LETTER, "id": f"d{number}"} for number in range(30)]  # type: ignore[dict-item]
    assert astuple(import_corpus(documents)[0]) == (30, 30, 0, 0, 0)
    acts = len(latest(1000))
    assert astuple(import_corpus(documents)[0]) == (30, 0, 0, 30, 0)
    assert (Thing.objects.count(), Version.objects.count(), len(latest(1000))) == (30, 30, acts)


def test_a_document_that_changed_becomes_a_new_version(import_corpus: Import) -> None:
    import_corpus([LETTER])
    changed: Line = {**LETTER, "text": "Higher still.", "tags": ["sea"], "people": {"author": ["p1"]}}  # type: ignore[dict-item]
    assert astuple(import_corpus([changed])[0]) == (1, 0, 1, 0, 0)
    one = thing("a")
    assert [version.text for version in one.versions.order_by("number")] == [
        "How high the water comes.",
        "Higher still.",
    ]
    assert one.revision == 2
    assert Tagging.objects.filter(thing=one).count() == 1
    assert Contribution.objects.filter(thing=one).count() == 1
    assert sorted(act.verb for _id, act in latest(3)) == ["Remove", "Remove", "Update"]


BAD: dict[str, Line] = {
    "not JSON": '{"id": "x", ',
    "not an object": "[1, 2]",
    "not UTF-8": b'{"id": "x", "title": "\xff\xfe"}',
    "no id": {"title": "nameless"},
    "an empty id": {"id": ""},
    "an id too long": {"id": "x" * 201},
    "a text that is a list": {"id": "x", "text": ["a"]},
    "a date that is none": {"id": "x", "date": "yesterday"},
    "a date that is a number": {"id": "x", "date": 12},
    "people that are no lists": {"id": "x", "people": {"author": "p1"}},
    "a score that is none": {"id": "x", "score": "many"},
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_record_goes_to_the_reject_file_with_its_reason(import_corpus: Import, name: str) -> None:
    count, rejects = import_corpus([{**LETTER, "id": "before"}, BAD[name], {**LETTER, "id": "after"}])  # type: ignore[dict-item]
    assert astuple(count) == (3, 2, 0, 0, 1)
    assert rejects is not None
    line = json.loads(rejects.read_text())
    assert line["reason"]
    assert line["where"] == "documents.jsonl, line 2"


def test_a_mended_reject_is_fed_again(import_corpus: Import) -> None:
    documents: list[Line] = [LETTER, {"id": "b", "title": "Neap tides", "date": "yesterday"}]
    _count, rejects = import_corpus(documents)
    assert rejects is not None
    rejects.write_text(rejects.read_text().replace("yesterday", "2025-04-02"))
    assert astuple(import_corpus(documents, again=rejects)[0]) == (1, 1, 0, 0, 0)
    assert thing("b").title == "Neap tides"


def test_an_id_that_stands_twice_is_taken_once(import_corpus: Import) -> None:
    twice: list[Line] = [LETTER, {**LETTER, "title": "Another"}]  # type: ignore[dict-item]
    assert astuple(import_corpus(twice)[0]) == (2, 1, 0, 0, 1)
    assert astuple(import_corpus(twice)[0]) == (2, 0, 0, 1, 1)


def test_replies_and_citations_find_what_comes_later(import_corpus: Import) -> None:
    reply: Line = {"id": "r", "title": "Re", "reply_to": "q", "cites": ["q", "later", "never"]}
    import_corpus([reply, {"id": "q", "title": "Question"}])
    assert thing("r").reply_to == thing("q")
    assert set(Link.objects.values_list("target__title", flat=True)) == {"Question"}
    assert set(Reference.objects.values_list("key", flat=True)) == {"later", "never"}
    import_corpus([reply, {"id": "q", "title": "Question"}, {"id": "later", "title": "Later"}])
    assert set(Link.objects.values_list("target__title", flat=True)) == {"Question", "Later"}


def test_odd_text_comes_in(import_corpus: Import) -> None:
    odd: list[Line] = [
        {"id": "nul", "title": "a\x00b", "text": "\x00"},
        {"id": "surrogate", "title": "half \ud83d of a pair"},
        {"id": "long", "title": "x" * 2000},
        {"id": "empty"},
        {"id": "numbers", "title": 12, "date": "1999", "score": 2.6},
        {"id": "nulls", "title": None, "text": None, "date": None, "tags": None, "people": None, "score": None},
        {"id": "early", "date": "0001-01-01"},
        {"id": 7, "title": "a number for an id"},
    ]
    count, rejects = import_corpus(odd)
    assert count.new == len(odd) - count.rejected
    assert count.rejected <= 1, rejects and rejects.read_text()
    assert thing("nul").title == "a\N{REPLACEMENT CHARACTER}b"
    assert len(thing("long").title) == 500
    assert "x" * 2000 in thing("long").versions.get().text
    assert thing("7").title == "a number for an id"


def test_whoever_is_no_candidate_is_known_and_not_to_be_located(import_corpus: Import) -> None:
    import_corpus([LETTER], [{"id": "p1", "name": "Mei Lin", "candidate": False}, {"id": "p2"}])
    assert set(Person.objects.locatable().values_list("name", flat=True)) == {"p2", "p3"}


def test_an_erased_person_does_not_come_back_with_the_next_import(import_corpus: Import) -> None:
    import_corpus([{**LETTER, "people": {"author": ["p1"]}}])  # type: ignore[dict-item]
    erase(person=Person.objects.get(name="p1"), by=None, at=MONDAY)
    count, _rejects = import_corpus(
        [{**LETTER, "text": "changed", "people": {"author": ["p1"]}}, {"id": "new", "people": {"author": ["p1"]}}]  # type: ignore[dict-item]
    )
    assert (count.new, count.changed, count.rejected) == (0, 0, 2)
    assert not Person.objects.filter(name="p1").exists()
    assert thing("a").title == ""


def test_people_of_two_corpora_with_the_same_ids_are_not_the_same(import_corpus: Import) -> None:
    import_corpus([LETTER], name="one")
    import_corpus([LETTER], name="two")
    assert Person.objects.filter(name="p1").count() == 2


def test_a_folder_without_documents_says_so(tmp_path: Path) -> None:
    from sociable.carriers.connectors import connectors
    from sociable.carriers.record import BadRecord

    with pytest.raises(BadRecord, match="no documents"):
        connectors()["corpus"].read(tmp_path, "x", {})
