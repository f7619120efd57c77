"""Every version is there, what changed is shown word by word, whose words stand is told, and the way back is open."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sociable.ledger.acts import latest
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.models import EVERYONE, ORGANISATION
from sociable.surfaces.web.writing.restoring import KINDS, Restoring, register
from sociable.things.authorship import Share, shares_of
from sociable.things.difference import difference
from sociable.things.history import restore
from sociable.things.models import Authorship, Thing, Version
from sociable.things.verbs import Draft, move, revise
from tests.conftest import Office


def change(office: Office, thing: Thing, text: str, by: Person, title: str = "Tides") -> Thing:
    credits = [(office.ada.pk, "author"), (office.bruno.pk, "editor")]
    revise({thing.pk: Draft("note", thing.public_id, title, text, office.later(), credits)}, by=by.pk)
    thing.refresh_from_db()
    return thing


def told(shares: list[Share]) -> dict[str, int]:
    return {str(one.person): one.words for one in shares}


TEXTS = st.text("ab \n.é", max_size=60)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_what_changed(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert "".join(one.text for one in pieces if one.kind != "new") == before
    assert "".join(one.text for one in pieces if one.kind != "gone") == after


def test_a_change_is_told_in_words_not_in_lines() -> None:
    pieces = difference("The tide rises at six.\nBring boots.\n", "The tide rises at seven.\nBring boots.\n")
    assert [(one.kind, one.text) for one in pieces if one.kind != "same"] == [("gone", "six"), ("new", "seven")]


@pytest.mark.django_db
def test_words_belong_to_whoever_brought_them(office: Office) -> None:
    one = office.write("Tides", "The tide rises at six.", by=office.ada)
    change(office, one, "The tide rises at seven. Bring your boots.", office.bruno)
    assert told(list(shares_of(one).of)) == {"Ada Lovelace": 4, "Bruno Côté": 4}
    change(office, one, "Bring your boots. The tide rises at seven.", office.ada)
    assert sum(told(list(shares_of(one).of)).values()) == 8
    kept = list(shares_of(one).of)
    Authorship.objects.all().delete()
    assert list(shares_of(one).of) == kept, "worked out again from the versions, it is the same"


@pytest.mark.django_db
def test_a_long_history_is_followed_a_few_steps_at_a_time(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sociable.things.authorship.STEPS", 2)
    one = office.write("Tides", "one", by=office.ada)
    for text in ("one two", "one two three", "one two three four"):
        change(office, one, text, office.bruno)
    Authorship.objects.all().delete()
    assert (shares_of(one).revision, shares_of(one).is_current) == (2, True)
    assert told(list(shares_of(one).of)) == {"Bruno Côté": 3, "Ada Lovelace": 1}


def save(thing: Thing, version: Version, by: Person, at: datetime) -> object:
    draft = Draft("note", thing.public_id, version.title, version.text, at, [(by.pk, "author")])
    return revise({thing.pk: draft}, by=by.pk)


@pytest.mark.django_db
def test_an_earlier_version_comes_back_as_a_new_one(office: Office) -> None:
    one = office.write("Tides", "rises at six", by=office.ada)
    change(office, one, "spoiled", office.bruno)
    at = office.later()
    back = restore(thing=one, number=1, by=office.ada, at=at, save=lambda old: save(one, old, office.ada, at))
    assert (back.revision, Version.objects.get(thing=one, number=3).text) == (3, "rises at six")
    assert (latest(1)[0][1].verb, latest(1)[0][1].detail) == ("sociable:Restore", {"number": 1})
    with pytest.raises(Refused):
        restore(thing=one, number=3, by=office.ada, at=at, save=lambda old: save(one, old, office.ada, at))


@pytest.mark.django_db
def test_the_pages_of_the_history(office: Office, client: Client) -> None:
    one = office.write("Tides", "The tide rises at six.", by=office.ada)
    change(office, one, "The tide rises at <seven>.", office.bruno)
    client.force_login(office.ada.account)
    page = client.get(reverse("history", args=[one.pk])).content.decode()
    assert "Version 2" in page
    assert "Bruno Côté" in page
    assert "80" in page
    changed = client.get(reverse("change", args=[one.pk, 2])).content.decode()
    assert "six</del>" in changed
    assert "&lt;seven&gt;</ins>" in changed
    assert "Make it say this again" not in changed
    assert client.post(reverse("change", args=[one.pk, 1])).status_code == 404, "no room lets notes be changed here"
    assert client.get(reverse("change", args=[one.pk, 9])).status_code == 404
    register("note", Restoring(lambda _thing, _reader: True, save))
    try:
        assert client.post(reverse("change", args=[one.pk, 1])).status_code == 302
    finally:
        del KINDS["note"]
    one.refresh_from_db()
    assert one.revision == 3


@pytest.mark.django_db
def test_the_stranger_reads_the_history_of_what_was_made_for_everyone_only(office: Office, client: Client) -> None:
    hidden = office.write("Tides", "of the office", by=office.ada)
    change(office, hidden, "for all", office.ada)
    assert client.get(reverse("history", args=[hidden.pk])).status_code == 404
    move(thing=hidden, to=EVERYONE, by=office.ada, at=office.later())
    page = client.get(reverse("history", args=[hidden.pk])).content.decode()
    assert "Ada" not in page
    assert "Version 1<" not in page
    assert client.get(reverse("change", args=[hidden.pk, 1])).status_code == 404
    assert hidden.public_id == EVERYONE != ORGANISATION
