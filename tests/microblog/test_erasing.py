"""Whoever is erased leaves nothing in notes, circles and follows but what others said."""

from datetime import timedelta

import pytest

from sociable.knowledge.timeline.read import stretch
from sociable.knowledge.timeline.sources import Kind, Source
from sociable.ledger.projections import REGISTRY, rebuild
from sociable.people.models import Person
from sociable.publics.circles import accept, add, found_circle, invite, members_of
from sociable.publics.models import ORGANISATION, Public
from sociable.responses.follows.models import Follow, Mute
from sociable.responses.follows.verbs import What, follow, mute
from sociable.rooms.microblog.models import Ballot, Boost, Choice, Mention
from sociable.rooms.microblog.polls import Poll, cast
from sociable.rooms.microblog.verbs import boost, post, reply
from sociable.things.models import Thing, Version
from sociable.things.verbs import erase
from tests.conftest import Office

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_erased_person_leaves_the_conversation(office: Office) -> None:
    everybody, poll = Public.objects.get(pk=ORGANISATION), Poll(["Yes", "No"], office.at + timedelta(days=3))
    mine = post(text="Zanzibar #zanzibar", public=everybody, by=office.ada, at=office.later(), poll=poll)
    theirs = post(
        text="Who comes?", public=everybody, by=office.bruno, at=office.later(), named=[office.ada], poll=poll
    )
    answer = reply(to=mine, text="I do", by=office.bruno, at=office.later())
    boost(note=theirs, by=office.ada, at=office.later())
    cast(choice=theirs.poll.choices.all()[0], by=office.ada, at=office.later())
    circle = found_circle(name="Kayaks", by=office.bruno, at=office.later())
    invite(circle=circle, person=office.ada, by=office.bruno, at=office.later())
    accept(circle=circle, by=office.ada, at=office.later())
    hers = found_circle(name="Zanzibar friends", by=office.ada, at=office.later(), is_list=True)
    add(to=hers, person=office.bruno, by=office.ada, at=office.later())
    follow(what=What(whom=office.bruno), by=office.ada, at=office.later())
    follow(what=What(whom=office.ada), by=office.bruno, at=office.later())
    mute(what=What(word="zanzibar"), by=office.ada, at=office.later())
    office.settle()

    erase(person=Person.objects.get(pk=office.ada.pk), by=office.chioma, at=office.later())
    rebuild(REGISTRY["timeline"])

    sources = [Source(kind, office.ada.pk) for kind in (Kind.PERSON, Kind.NAMED)]
    assert stretch(sources, {ORGANISATION}).items == ()
    assert not Boost.objects.exists()
    assert not Mention.objects.exists()
    assert not Follow.objects.exists()
    assert not Mute.objects.exists()
    assert [one.poll.thing_id for one in Choice.objects.all()] == [theirs.pk, theirs.pk]
    assert Ballot.objects.count() == 1, "a vote in somebody else's poll stays counted"
    assert members_of(circle, office.reader(office.bruno)) == [office.bruno]
    assert not Public.objects.filter(name__icontains="zanzibar").exists()
    assert not Version.objects.filter(text__icontains="zanzibar").exists()
    assert Thing.objects.visible_to(office.reader(office.bruno)).filter(pk=answer.pk).exists()
