"""Pages are written together: links lead where they should, nothing anybody saved is lost, strangers stay outside."""

import pytest

from sociable.knowledge.expertise.locate import locate
from sociable.ledger.acts import latest
from sociable.people.verbs import Refused
from sociable.publics.models import EVERYONE, ORGANISATION, Public
from sociable.publics.readers import INSIDER, STRANGER
from sociable.publics.verbs import found
from sociable.rooms.wiki.models import Page, Space
from sociable.rooms.wiki.pages import above, backlinks, named_in, page_at, pages_for, spaces_for, text_of, tree
from sociable.rooms.wiki.verbs import Collision, found_space, put_under, save, write
from sociable.surfaces.office.opening import open_office
from sociable.things.models import Contribution, Link, Version
from tests.conftest import Office, hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def space(office: Office) -> Space:
    public = Public.objects.get(pk=ORGANISATION)
    return found_space(name="How we work", public=public, by=office.ada, at=office.later())


def page(office: Office, space: Space, title: str, text: str = "") -> Page:
    return write(space=space, title=title, text=text, by=office.ada, at=office.later())


def leads(text: str, space: Space) -> list[int | None]:
    return [one.page.page if one.page else None for one in named_in(text, space).values()]


def test_a_page_is_a_thing_with_its_version_its_author_and_an_act(office: Office, space: Space) -> None:
    one = page(office, space, "The tides of spring", "They come.")
    assert (one.slug, one.thing.kind, one.thing.public_id, text_of(one)) == (
        "the-tides-of-spring",
        "page",
        ORGANISATION,
        "They come.",
    )
    [(_id, act)] = latest(1)
    assert (act.verb, act.actor, act.thing) == ("Create", office.ada.pk, one.pk)


def test_a_link_finds_its_page_whatever_its_capitals_and_accents(office: Office, space: Space) -> None:
    one = page(office, space, "Écrire à tous")
    assert leads("[[Écrire à tous]], [[ecrire  À TOUS|ici]], [[écrire à tous#Quand]]", space) == [one.pk] * 3
    assert leads("`[[Écrire à tous]]` and\n```\n[[Écrire à tous]]\n```\n", space) == []


def test_a_red_link_turns_blue_when_the_page_is_written_and_counts_as_a_citation(office: Office, space: Space) -> None:
    first = page(office, space, "First", "See [[Second]].")
    assert leads("See [[Second]].", space) == [None]
    second = page(office, space, "Second")
    assert leads("See [[Second]].", space) == [second.pk]
    assert list(backlinks(second, office.reader(office.bruno))) == [first]
    assert Link.objects.filter(source=first.pk, target=second.pk).exists()


def test_links_and_addresses_follow_a_rename(office: Office, space: Space) -> None:
    first, second = page(office, space, "First", "See [[Second]]."), page(office, space, "Second")
    save(page=second, title="The other", text="", base=1, by=office.ada, at=office.later())
    second.refresh_from_db()
    assert leads("[[Second]] [[The other]]", space) == [second.pk] * 2
    assert page_at(pages_for(office.reader(office.ada)), "second") == second
    assert list(backlinks(second, office.reader(office.ada))) == [first]
    third = page(office, space, "Second", "A new one.")
    assert leads("[[Second]]", space) == [third.pk], "what is called so now goes before what was"


def test_a_link_to_another_space_tells_nothing_of_one_the_reader_may_not_know(office: Office, space: Space) -> None:
    circle = found(slug="sea", name="Sea", owner=office.ada, at=office.later())
    secret = found_space(name="Secrets", public=circle, by=office.ada, at=office.later())
    hidden = page(office, secret, "Treasure")
    assert leads("[[secrets:Treasure]]", space) == [hidden.pk]
    bruno = office.reader(office.bruno)
    for link in ("[[secrets:Treasure]]", "[[nowhere:Treasure]]"):
        [told] = named_in(link, space, bruno).values()
        assert (told.space, told.page) == (space, None), "what is hidden is like what never was"
    assert list(spaces_for(bruno)) == [space]


def test_two_names_with_one_address_have_one_each(office: Office, space: Space) -> None:
    assert [page(office, space, title).slug for title in ("C", "C++", "C#".replace("#", "♯"))] == ["c", "c-2", "c-3"]
    with pytest.raises(Refused):
        page(office, space, "c")


def test_what_was_saved_meanwhile_is_joined(office: Office, space: Space) -> None:
    one = page(office, space, "Tides", "They come.\n\nThey go.")
    save(page=one, title="Tides", text="They come in.\n\nThey go.", base=1, by=office.bruno, at=office.later())
    done = save(
        page=one, title="All tides", text="They come.\n\nThey go out.", base=1, by=office.ada, at=office.later()
    )
    assert done.joined
    assert text_of(done.page) == "They come in.\n\nThey go out."
    assert done.page.thing.title == "All tides"
    assert Version.objects.filter(thing=one.pk).count() == 3


def test_a_contradiction_saves_nothing_and_keeps_both_texts_whole(office: Office, space: Space) -> None:
    one = page(office, space, "Tides", "The moon does it.")
    save(page=one, title="Tides", text="The sun does it.", base=1, by=office.bruno, at=office.later())
    with pytest.raises(Collision) as told:
        save(page=one, title="Tides", text="Nobody does it.", base=1, by=office.ada, at=office.later())
    assert (told.value.text, told.value.theirs.text) == ("Nobody does it.", "The sun does it.")
    assert Version.objects.filter(thing=one.pk).count() == 2
    save(page=one, title="Tides", text="Both do it.", base=2, by=office.ada, at=office.later())


def test_saving_what_stands_already_makes_no_version(office: Office, space: Space) -> None:
    one = page(office, space, "Tides", "They come.")
    assert not save(page=one, title="Tides", text="They come.\r\n", base=1, by=office.bruno, at=office.later()).changed
    assert Contribution.objects.filter(thing=one.pk).count() == 1


def test_pages_stand_in_a_tree_and_never_under_themselves(office: Office, space: Space) -> None:
    top, leaf = page(office, space, "Top"), page(office, space, "Leaf")
    put_under(page=leaf, parent=top, by=office.bruno, at=office.later())
    assert [(one.page, one.depth) for one in tree(space.pages.all())] == [(top, 0), (leaf, 1)]
    assert above(Page.objects.get(pk=leaf.pk)) == [top]
    with pytest.raises(Refused):
        put_under(page=top, parent=leaf, by=office.ada, at=office.later())


def test_the_stranger_neither_writes_nor_reads(office: Office, space: Space) -> None:
    stranger = hire("Zoé Stranger", "zoe@elsewhere.example")
    stranger.memberships.all().delete()
    one = page(office, space, "Tides", "They come.")
    for refused in (
        lambda: write(space=space, title="Mine", text="", by=stranger, at=office.later()),
        lambda: save(page=one, title="Mine", text="", base=1, by=stranger, at=office.later()),
        lambda: put_under(page=one, parent=None, by=stranger, at=office.later()),
        lambda: found_space(name="Mine", public=Public.objects.get(pk=EVERYONE), by=stranger, at=office.later()),
    ):
        with pytest.raises(Refused):
            refused()
    assert not pages_for(STRANGER).exists()


def test_whoever_writes_a_page_is_found_for_it(office: Office, space: Space) -> None:
    page(office, space, "Calibrating the sextant", "Hold the sextant level; wipe the mirrors.")
    office.settle()
    answer = locate("calibrating a sextant", reader=office.reader(office.bruno), at=office.at)
    assert [helper.id for helper in answer.people][:1] == [office.ada.pk]


def test_the_demo_offices_principles_are_a_wiki(db: None) -> None:
    open_office()
    space = Space.objects.get(slug="conduct")
    pages = pages_for(INSIDER).filter(space=space)
    branches = tree(pages)
    assert [one.depth for one in branches].count(0) == 1
    assert len(branches) == 10
    principles = page_at(pages, "nos-principes-de-conduite")
    assert principles is not None
    named = named_in(text_of(principles), space).values()
    assert [one.title for one in named if one.page is None] == ["Les sept lignes, en français"], "the only red link"
    assert not pages_for(STRANGER).filter(space=space).exists()


def test_its_editors_rise_by_how_much_they_wrote(office: Office, space: Space) -> None:
    sextant = "Hold the sextant level; wipe its mirrors; read the sextant twice, and write down the minute. " * 4
    one = page(office, space, "Calibrating the sextant", sextant)
    save(
        page=one, title=str(one), text=sextant.replace("minute", "hour", 1), base=1, by=office.chioma, at=office.later()
    )
    more = (
        text_of(Page.objects.get(pk=one.pk))
        + "\n\n"
        + "A sextant out of true is set right on the horizon, in calm. " * 4
    )
    save(page=one, title=str(one), text=more, base=2, by=office.bruno, at=office.later())
    roles = dict(Contribution.objects.filter(thing=one.pk).values_list("person__name", "role__name"))
    assert roles == {"Ada Lovelace": "author", "Chioma Adeyemi": "proofreader", "Bruno Côté": "co-author"}
    assert latest(1)[0][1].verb == "sociable:Contribute"
    office.settle()
    dan = hire("Dan Nguyen", "dan@office.example")
    answer = locate("calibrating a sextant", reader=office.reader(dan), at=office.at)
    assert [helper.name for helper in answer.people][-1] == "Chioma Adeyemi"
    more = more.replace("wipe its mirrors", "polish all of its mirrors with a dry soft cloth")
    save(page=one, title=str(one), text=more, base=3, by=office.chioma, at=office.later())
    roles = dict(Contribution.objects.filter(thing=one.pk).values_list("person__name", "role__name"))
    assert roles["Chioma Adeyemi"] in ("co-author", "editor")
    office.settle()
    risen = locate("calibrating a sextant", reader=office.reader(dan), at=office.at)
    was, now = (next(helper.score for helper in one.people if helper.id == office.chioma.pk) for one in (answer, risen))
    assert now > was


def test_many_small_changes_count_together(office: Office, space: Space) -> None:
    text = " ".join(f"word{number}" for number in range(100))
    one = page(office, space, "Words", text)
    roles = []
    for number in range(4):
        text = text.replace(f"word{10 * number} ", f"mot{number} ")
        save(page=one, title="Words", text=text, base=number + 1, by=office.bruno, at=office.later())
        roles.append(Contribution.objects.get(thing=one.pk, person=office.bruno).role.name)
    assert roles == ["proofreader", "proofreader", "editor", "editor"]
