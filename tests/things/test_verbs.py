"""Things are published, revised, withdrawn and moved; nothing is lost, and every act is in the ledger."""

import pytest
from django.db import IntegrityError, transaction

from sociable.ledger.acts import latest
from sociable.publics.models import EVERYONE, ORGANISATION
from sociable.publics.readers import INSIDER, STRANGER
from sociable.things.language import language_of
from sociable.things.models import Contribution, Link, Tagging, Thing, Version
from sociable.things.verbs import Draft, move, publish, revise, withdraw
from tests.conftest import Office

pytestmark = pytest.mark.django_db


def test_a_thing_is_published_with_its_first_version_its_people_and_an_act_for_each(office: Office) -> None:
    people = [(office.ada.pk, "author"), (office.bruno.pk, "reviewer")]
    draft = Draft("note", ORGANISATION, "  Tides \n", "of spring", office.later(), people, tags=["sea", "sea", " "])
    one = Thing.objects.get(pk=publish([draft])[0])
    assert (one.title, one.revision, one.language) == ("Tides", 1, "en")
    assert [(act.verb, act.actor) for _id, act in latest(2)] == [
        ("Create", office.ada.pk),
        ("sociable:Contribute", office.bruno.pk),
    ]
    assert Tagging.objects.filter(thing=one).count() == 1
    assert latest(1)[0][1].version == one.versions.get().pk


def test_many_are_published_at_once_in_their_order(office: Office) -> None:
    drafts = [Draft("note", ORGANISATION, f"Note {number}", "", office.later()) for number in range(2500)]
    things = publish(drafts)
    titles = dict(Thing.objects.filter(pk__in=things).values_list("pk", "title"))
    assert [titles[one] for one in things] == [draft.title for draft in drafts]
    assert publish([]) == []


def test_every_version_is_kept(office: Office) -> None:
    one = office.write("Tides", "first", by=office.ada)
    for text in ("second", "third"):
        credits = [(office.ada.pk, "author"), (office.bruno.pk, "editor")]
        revise({one.pk: Draft("note", ORGANISATION, "Tides", text, office.later(), credits)}, by=office.bruno.pk)
    one.refresh_from_db()
    assert list(one.versions.order_by("number").values_list("number", "text")) == [
        (1, "first"),
        (2, "second"),
        (3, "third"),
    ]
    assert one.revision == 3
    assert [act.verb for _id, act in latest(3)] == ["Update", "Add", "Update"]


def test_a_withdrawn_thing_is_shown_to_nobody_and_kept(office: Office) -> None:
    one = office.write("Tides", "text", by=office.ada)
    withdraw(thing=one, by=office.ada, at=office.later())
    assert not Thing.objects.visible_to(office.reader(office.ada)).exists()
    assert Version.objects.get(thing=one).text == "text"
    revise({one.pk: Draft("note", ORGANISATION, "Tides", "again", office.later())})
    assert not Thing.objects.visible_to(INSIDER).exists(), "a source that changed does not bring it back"


def test_a_thing_that_moves_is_seen_by_its_new_public(office: Office) -> None:
    one = office.write("Tides", by=office.ada)
    move(thing=one, to=EVERYONE, by=office.ada, at=office.later())
    assert Thing.objects.visible_to(STRANGER).get() == one
    act = latest(1)[0][1]
    assert (act.verb, act.public, act.detail) == ("Move", EVERYONE, {"from": ORGANISATION})


def test_a_thing_does_not_cite_itself_nor_anything_twice(office: Office) -> None:
    first = office.write("First", by=office.ada)
    office.write("Second", by=office.ada, cites=[first.pk, first.pk])
    assert Link.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.create(source=first, target=first)


def test_nobody_is_credited_twice_in_a_role(office: Office) -> None:
    one = publish([Draft("note", ORGANISATION, "x", "", office.at, [(office.ada.pk, "author")] * 3)])[0]
    assert Contribution.objects.filter(thing=one).count() == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The budget of the production team for next year", "en"),
        ("Le budget de l’équipe de production pour l’an prochain", "fr"),
        ("Comment préparer la paie des employés à temps partiel", "fr"),
        ("How to renew the certificate of the server", "en"),
        ("", ""),
        ("42", ""),
    ],
)
def test_the_language_is_detected(text: str, language: str) -> None:
    assert language_of(text) == language
