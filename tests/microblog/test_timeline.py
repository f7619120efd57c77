"""The timeline: the newest of what one follows, page by page, nothing twice, nothing left out, in so many queries."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sociable.knowledge.timeline.read import LAST, Place, stretch
from sociable.knowledge.timeline.sources import Kind, Source, source_of
from sociable.people.models import Account, Person
from sociable.people.verbs import merge, split
from sociable.publics.models import EVERYONE, ORGANISATION, Public
from sociable.responses.follows.verbs import What, follow, mute
from sociable.rooms.microblog.verbs import boost, post, reply
from sociable.surfaces.web.microblog.timelines import home_of
from sociable.things.models import Tag, Thing
from sociable.things.verbs import Draft, erase, move, publish, put_back, revise, withdraw
from tests.conftest import Office

pytestmark = pytest.mark.django_db(transaction=True)


def walk(sources: list[Source], publics: set[int], limit: int) -> list[int]:
    """All pages one after the other."""
    found: list[int] = []
    before: Place | None = None
    for _page in range(200):
        part = stretch(sources, publics, before=before, limit=limit)
        found += [item.place.thing for item in part.items]
        if part.is_all:
            return found
        before = part.items[-1].place
    raise AssertionError("the pages do not end")


def crowd(office: Office, number: int, seed: int) -> tuple[list[Source], list[Public]]:
    """Things of many people, before many publics, with tags; some at the very same time."""
    dice = random.Random(seed)
    people = Person.objects.bulk_create(Person(name=f"Person {one}", known_since=office.at) for one in range(12))
    publics = Public.objects.bulk_create(Public(kind="circle", slug=f"circle-{one}", name=str(one)) for one in range(6))
    people = list(Person.objects.filter(name__startswith="Person").order_by("pk"))
    publics = list(Public.objects.filter(slug__startswith="circle-").order_by("pk"))
    drafts = []
    for _one in range(number):
        at = office.at + timedelta(minutes=dice.randrange(40), microseconds=dice.randrange(3))
        who = dice.choice(people)
        tags = dice.sample(["lift", "roof", "duct"], dice.randrange(3))
        drafts.append(Draft("note", dice.choice(publics).pk, "", "words", at, [(who.pk, "poster")], tags))
    publish(drafts)
    office.settle()
    sources = [Source(Kind.PERSON, one.pk) for one in people[:7]]
    sources += [Source(Kind.TAG, one.pk) for one in Tag.objects.filter(name__in=["lift", "roof"])]
    return sources, publics


@pytest.mark.parametrize("limit", [1, 3, 10, 500])
@pytest.mark.parametrize("seed", [1, 2])
def test_pages_hold_everything_once_and_in_order(office: Office, seed: int, limit: int) -> None:
    sources, publics = crowd(office, 150, seed)
    mine = {one.pk for one in publics[:4]}
    people = [one.id for one in sources if one.kind == Kind.PERSON]
    by_people = Thing.objects.filter(contributions__person__in=people)
    tagged = Thing.objects.filter(taggings__tag__name__in=["lift", "roof"])
    wanted = (by_people | tagged).filter(public__in=mine).distinct().order_by("-published_at", "-pk")
    assert walk(sources, mine, limit) == list(wanted.values_list("pk", flat=True))


def test_a_source_is_one_number() -> None:
    for kind in Kind:
        assert source_of(Source(kind, 123_456_789).number) == Source(kind, 123_456_789)


def test_whatever_befalls_a_thing_the_timeline_says_how_it_is_now(office: Office) -> None:
    both = [Source(Kind.PERSON, office.ada.pk), Source(Kind.PUBLIC, EVERYONE)]
    everywhere = {EVERYONE, ORGANISATION}

    def seen() -> list[int]:
        office.settle()
        return [item.place.thing for item in stretch(both, everywhere).items]

    one = office.write("First", by=office.ada)
    two = office.write("Second", by=office.ada)
    assert seen() == [two.pk, one.pk]
    withdraw(thing=two, by=office.ada, at=office.later())
    assert seen() == [one.pk]
    put_back(thing=two, by=office.ada, at=office.later())
    assert seen() == [two.pk, one.pk]
    move(thing=one, to=EVERYONE, by=office.ada, at=office.later())
    assert [item.place.thing for item in stretch(both[1:], everywhere).items] == []
    assert seen() == [two.pk, one.pk]
    assert [item.place.thing for item in stretch(both[1:], everywhere).items] == [one.pk]
    draft = Draft("note", ORGANISATION, "Second", "by Bruno now", office.later(), [(office.bruno.pk, "author")])
    revise({two.pk: draft}, by=office.bruno.pk)
    assert seen() == [one.pk]
    erase(person=Person.objects.get(pk=office.ada.pk), by=office.chioma, at=office.later())
    assert seen() == []


def test_commits_and_answers_do_not_flood_it(office: Office) -> None:
    office.write("Fix the build", by=office.ada, kind="commit")
    first = office.write("A question", by=office.ada, kind="question")
    office.write("", "An answer", by=office.ada, kind="answer", reply_to=first.pk)
    office.settle()
    found = stretch([Source(Kind.PERSON, office.ada.pk)], {ORGANISATION}).items
    assert [item.place.thing for item in found] == [first.pk]
    assert stretch([], {ORGANISATION}).is_all
    assert stretch([Source(Kind.PERSON, office.ada.pk)], set()).items == ()
    assert stretch([Source(Kind.PERSON, office.ada.pk)], {ORGANISATION}, before=LAST).items


def test_people_who_are_merged_are_one_and_two_again_once_split(office: Office) -> None:
    post(text="From Bruno", public=Public.objects.get(pk=ORGANISATION), by=office.bruno, at=office.later())
    follow(what=What(whom=office.chioma), by=office.ada, at=office.later())
    merge(person=office.bruno, into=office.chioma, by=None, at=office.later())
    office.settle()

    def number() -> int:
        reader = office.reader(office.ada)
        mine = home_of(office.ada, reader)
        return len(stretch(mine.sources, mine.publics).items)

    assert number() == 1
    split(person=Person.objects.get(pk=office.bruno.pk), by=None, at=office.later())
    assert number() == 0


def test_with_much_muted_a_page_still_has_something_on_it(office: Office) -> None:
    everybody = Public.objects.get(pk=ORGANISATION)
    for number in range(3):
        post(text=f"Tea at {number}", public=everybody, by=office.bruno, at=office.later())
    for number in range(70):
        post(text=f"Football {number}", public=everybody, by=office.bruno, at=office.later())
    mute(what=What(word="football"), by=office.ada, at=office.later())
    office.settle()
    client = Client()
    client.force_login(Account.objects.get(person=office.ada))
    page = client.get("/notes/").content.decode()
    assert page.count("Tea at") >= 3
    assert "Football" not in page
    assert "?before=" not in page, "nothing older is left"


def test_home_asks_the_database_as_often_for_fifty_as_for_three(office: Office) -> None:
    everybody = Public.objects.get(pk=ORGANISATION)
    client = Client()
    client.force_login(Account.objects.get(person=office.ada))
    follow(what=What(whom=office.bruno), by=office.ada, at=office.later())

    def asked() -> int:
        office.settle()
        client.get("/home/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get("/home/").status_code == 200
        return len(queries)

    def say(number: int) -> None:
        for one in range(number):
            text = f"Note {one} for @[Chioma Adeyemi] #tag{one}"
            note = post(text=text, public=everybody, by=office.bruno, at=office.later(), named=[office.ada])
            reply(to=note, text="Yes", by=office.chioma, at=office.later(), named=[office.ada])
            boost(note=note, by=office.chioma, at=office.later())

    say(3)
    few = asked()
    say(30)
    assert asked() == few
    assert few <= 50  # twelve of them for the mark that something is new


def test_a_thread_asks_the_database_as_often_for_many_answers_as_for_few(office: Office) -> None:
    everybody = Public.objects.get(pk=ORGANISATION)
    note = post(text="Who comes?", public=everybody, by=office.ada, at=office.later())
    client = Client()
    client.force_login(Account.objects.get(person=office.ada))

    def asked() -> int:
        client.get(f"/notes/{note.pk}/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/notes/{note.pk}/").status_code == 200
        return len(queries)

    last = reply(to=note, text="I", by=office.bruno, at=office.later())
    few = asked()
    for one in range(30):
        last = reply(to=last if one % 3 else note, text=f"I, too {one}", by=office.chioma, at=office.later())
    assert asked() == few
