"""Suggestions, remarks in the margin, and whether a page is still true."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sociable.ledger.acts import latest
from sociable.people.verbs import Refused
from sociable.publics.models import ORGANISATION, Public
from sociable.rooms.wiki.minding import affirm, ask_on, due_for, margin, remark, settle
from sociable.rooms.wiki.models import Page
from sociable.rooms.wiki.pages import text_of
from sociable.rooms.wiki.passages import find, follow
from sociable.rooms.wiki.suggesting import accept, guard, refuse, release, suggest
from sociable.rooms.wiki.verbs import Collision, found_space, save, write
from sociable.things.models import Contribution, Thing
from sociable.things.verbs import erase
from tests.conftest import Office

TEXT = "The moon does it.\n\nIt **pulls** the [sea](https://sea.example/) twice a day.\n\nThe wind helps."


@pytest.fixture
def tides(office: Office) -> Page:
    public = Public.objects.get(pk=ORGANISATION)
    space = found_space(name="How we work", public=public, by=office.ada, at=office.later())
    return write(space=space, title="Tides", text=TEXT, by=office.ada, at=office.later())


def now(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


@pytest.mark.django_db
def test_a_guarded_page_is_changed_by_its_owner_and_others_suggest(office: Office, tides: Page) -> None:
    guard(page=tides, by=office.ada, at=office.later())
    with pytest.raises(Refused):
        save(page=tides, title="Tides", text="Mine.", base=1, by=office.bruno, at=office.later())
    said = TEXT.replace("twice", "about twice")
    one = suggest(page=tides, title="Tides", text=said, base=1, by=office.bruno, at=office.later())
    with pytest.raises(Refused):
        accept(suggestion=one, by=office.bruno, at=office.later())
    save(page=tides, title="Tides", text=TEXT + "\n\nThe end.", base=1, by=office.ada, at=office.later())
    accept(suggestion=one, by=office.ada, at=office.later())
    assert text_of(now(tides)) == said + "\n\nThe end.", "what the owner wrote meanwhile stands too"
    assert Contribution.objects.filter(thing=tides.pk, person=office.bruno).exists()
    assert not Thing.objects.visible_to(office.reader(office.ada)).filter(kind="suggestion").exists()
    with pytest.raises(Refused):
        refuse(suggestion=one, by=office.ada, at=office.later())
    release(page=tides, by=office.ada, at=office.later())
    save(page=tides, title="Tides", text="Ours.", base=3, by=office.bruno, at=office.later())


@pytest.mark.django_db
def test_a_suggestion_is_refused_or_no_longer_fits(office: Office, tides: Page) -> None:
    said = {"page": tides, "title": "Tides", "base": 1, "by": office.bruno}
    first = suggest(**said, text=TEXT.replace("moon", "sun"), at=office.later())  # type: ignore[arg-type]
    second = suggest(**said, text=TEXT.replace("moon", "stars"), at=office.later())  # type: ignore[arg-type]
    refuse(suggestion=first, by=office.ada, at=office.later())
    assert [act.verb for _id, act in latest(2)] == ["Reject", "Delete"]
    save(page=tides, title="Tides", text=TEXT.replace("moon", "Moon"), base=1, by=office.ada, at=office.later())
    with pytest.raises(Collision):
        accept(suggestion=second, by=office.ada, at=office.later())
    with pytest.raises(Refused):
        suggest(**said, text=TEXT, at=office.later())  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_remark_stays_on_its_passage_however_the_page_goes_on(office: Office, tides: Page) -> None:
    one = remark(page=tides, quote="It pulls the sea twice", text="Everywhere?", by=office.bruno, at=office.later())
    [(_one, passage)] = margin(now(tides))
    assert passage == "It **pulls** the [sea](https://sea.example/) twice"
    longer = "# Tides\n\nAn introduction.\n\n" + TEXT.replace("twice a day", "twice a day or so")
    save(page=tides, title="Tides", text=longer, base=1, by=office.ada, at=office.later())
    assert margin(now(tides))[0][1] == passage
    save(page=tides, title="Tides", text=longer.replace("twice", "often"), base=2, by=office.ada, at=office.later())
    assert margin(now(tides))[0][1] == passage.removesuffix(" twice"), "what is left of it"
    save(page=tides, title="Tides", text="Nothing.", base=3, by=office.ada, at=office.later())
    assert margin(now(tides))[0][1] == "", "it is gone, and the remark is not"
    with pytest.raises(Refused):
        remark(page=now(tides), quote="The moon does it", text="?", by=office.bruno, at=office.later())
    settle(remark=one, by=office.ada, at=office.later())
    assert margin(now(tides)) == []


@pytest.mark.django_db
def test_whoever_is_erased_leaves_no_remark_nor_suggestion(office: Office, tides: Page) -> None:
    remark(page=tides, quote="The wind", text="It whistles.", by=office.bruno, at=office.later())
    suggest(page=tides, title="Tides", text="Whistling.", base=1, by=office.bruno, at=office.later())
    erase(person=office.bruno, by=office.chioma, at=office.later())
    assert margin(now(tides)) == []
    said = Thing.objects.filter(reply_to=tides.pk).values_list("versions__text", flat=True)
    assert set(said) == {""}


@pytest.mark.django_db
def test_a_page_comes_up_on_its_day_and_whoever_affirms_it_has_reviewed_it(office: Office, tides: Page) -> None:
    today = office.at.date()
    ask_on(page=tides, on=today, by=office.bruno, at=office.later())
    assert list(due_for(office.reader(office.ada), today)) == [tides]
    assert list(due_for(office.reader(office.chioma), today)) == [tides], "an administrator sees them all"
    assert not due_for(office.reader(office.bruno), today).exists()
    assert not due_for(office.reader(office.ada), today - timedelta(days=1)).exists()
    again = today + timedelta(days=90)
    affirm(page=tides, number=1, again=again, by=office.bruno, at=office.later())
    assert not due_for(office.reader(office.ada), today).exists()
    assert list(due_for(office.reader(office.ada), again)) == [tides]
    roles = Contribution.objects.filter(thing=tides.pk, person=office.bruno).values_list("role__name", flat=True)
    assert list(roles) == ["reviewer"]
    save(page=tides, title="Tides", text="Other.", base=1, by=office.ada, at=office.later())
    with pytest.raises(Refused):
        affirm(page=now(tides), number=1, again=None, by=office.bruno, at=office.later())


def test_of_two_passages_that_say_the_same_the_one_in_the_same_place_is_meant() -> None:
    text = "One: yes.\nTwo: yes.\nThree: yes."
    start = text.index("yes", 12)
    longer = "Zero: yes.\n" + text
    assert follow(text, (start, start + 3), longer) == (longer.index("Two") + 5, longer.index("Two") + 8)
    assert find(text, "no such words") is None
    assert find("", "") is None


@settings(max_examples=60, deadline=None)
@given(some.text("ab \n", max_size=30), some.text("ab \n", max_size=30), some.text("xyz ", min_size=1, max_size=20))
def test_what_stands_before_and_after_never_moves_a_remark_off_its_passage(a: str, b: str, passage: str) -> None:
    if passage.strip():
        text = f"ab {passage} ab"
        assert follow(text, (3, 3 + len(passage)), a + text + b) == (len(a) + 3, len(a) + 3 + len(passage))
