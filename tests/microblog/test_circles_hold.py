"""Random circles at random work: whatever is asked, nobody is shown, counted or told what they may not see."""

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from sociable.knowledge.expertise.locate import locate
from sociable.knowledge.notices.read import notices_for
from sociable.knowledge.search.find import find
from sociable.knowledge.timeline.read import FIRST, stretch
from sociable.ledger.acts import START
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.circles import accept, add, found_circle, invite, leave_circle, remove
from sociable.publics.models import EVERYONE, ORGANISATION, PARTNERS, Public
from sociable.publics.readers import STRANGER, Reader
from sociable.responses.follows.verbs import What, follow
from sociable.rooms.microblog.verbs import boost, post, reply, take_away
from sociable.surfaces.stream.hub import MOST_EACH, Hub
from sociable.surfaces.stream.hub import Line as Listener
from sociable.surfaces.stream.news import news_for, wish_of
from sociable.surfaces.web.microblog.lines import Line, lines_for, lines_of
from sociable.surfaces.web.microblog.thread import with_answers
from sociable.surfaces.web.microblog.timelines import everybody, home_of, number_of_new, of_person, of_public
from sociable.things.models import Thing
from sociable.things.verbs import move
from tests.conftest import MONDAY, Office, hire

pytestmark = pytest.mark.django_db(transaction=True)


DEEDS = ("found", "enter", "enter", "leave", "post", "post", "reply", "reply", "boost", "move", "withdraw", "follow")


@dataclass
class World:
    """What is so, kept apart from the site: who is where, and each note's public, author and thread."""

    members: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    owners: dict[int, int] = field(default_factory=dict)
    public: dict[int, int] = field(default_factory=dict)
    author: dict[int, int] = field(default_factory=dict)
    above: dict[int, int | None] = field(default_factory=dict)
    names: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    boosts: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    gone: set[int] = field(default_factory=set)
    follows: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def sees(self, person: int | None, note: int) -> bool:
        public = self.public[note]
        if note in self.gone:
            return False
        return public == EVERYONE or (person is not None and (public == ORGANISATION or person in self.members[public]))

    def seen_by(self, person: int | None) -> set[int]:
        return {note for note in self.public if self.sees(person, note)}

    def line_of(self, note: int) -> list[int]:
        line, above = [note], self.above[note]
        while above is not None:
            line.append(above)
            above = self.above[above]
        return line

    def home_of(self, person: int) -> set[int]:
        seen = self.seen_by(person)
        circles = {one for one, members in self.members.items() if person in members}
        first = {note for note in seen if self.above[note] is None}
        heard = self.follows[person] | {person}
        mine = {note for note in first if self.author[note] in heard or self.public[note] in circles}
        return mine | {note for note in seen if person in self.names[note] or heard & self.boosts[note]}


def play(office: Office, people: list[Person], seed: int, steps: int) -> World:
    dice, world = random.Random(seed), World()
    circles: list[Public] = []
    notes: list[Thing] = []
    wide = [Public.objects.get(pk=one) for one in (EVERYONE, ORGANISATION)]
    for _step in range(steps):
        who, at = dice.choice(people), office.later()
        deed = dice.choice(
            ["found", "enter", "enter", "leave", "post", "post", "reply", "reply", "boost", "move", "go"]
        )
        try:
            if deed == "found" and len(circles) < 5:
                circle = found_circle(name="Kayaks", by=who, at=at, is_list=dice.random() < 0.4)
                circles.append(circle)
                world.owners[circle.pk] = who.pk
                world.members[circle.pk].add(who.pk)
            elif deed == "enter" and circles:
                enter(world, dice.choice(circles), who, office)
            elif deed == "leave" and circles:
                leave(world, dice.choice(circles), who, office, dice)
            elif deed == "post":
                public = dice.choice([*wide, *circles * 2])
                named = dice.sample(people, dice.randrange(3))
                note = post(text=f"About kayaks {dice.random()}", public=public, by=who, at=at, named=named)
                told(world, note, who, None, named)
                notes.append(note)
            elif deed == "reply" and notes:
                to = dice.choice(notes)
                answer = reply(to=to, text=f"Kayaks again {dice.random()}", by=who, at=at, named=[dice.choice(people)])
                told(world, answer, who, to, [])
                notes.append(answer)
            elif deed == "boost" and notes:
                note = dice.choice(notes)
                boost(note=note, by=who, at=at)
                world.boosts[note.pk].add(who.pk)
            elif deed == "move" and notes:
                walk(world, dice.choice(notes), dice.choice([*wide, *circles]), office)
            elif deed == "follow":
                whom = dice.choice(people)
                follow(what=What(whom=whom), by=who, at=at)
                world.follows[who.pk].add(whom.pk)
            elif notes:
                note = dice.choice(notes)
                take_away(note=note, by=who, at=at)
                world.gone.add(note.pk)
        except Refused:
            continue
    return world


def told(world: World, note: Thing, who: Person, to: Thing | None, named: list[Person]) -> None:
    world.public[note.pk], world.author[note.pk] = note.public_id, who.pk
    world.above[note.pk] = to.pk if to else None
    if to:
        assert note.public_id == world.public[to.pk]
    world.names[note.pk] = set(note.mentions.values_list("person", flat=True))
    assert world.names[note.pk] <= {one.pk for one in named} or to


def enter(world: World, circle: Public, who: Person, office: Office) -> None:
    owner = Person.objects.get(pk=world.owners[circle.pk])
    if circle.is_list:
        add(to=circle, person=who, by=owner, at=office.later())
    else:
        invite(circle=circle, person=who, by=owner, at=office.later())
        accept(circle=circle, by=who, at=office.later())
    world.members[circle.pk].add(who.pk)


def leave(world: World, circle: Public, who: Person, office: Office, dice: random.Random) -> None:
    if dice.random() < 0.5:
        leave_circle(circle=circle, by=who, at=office.later())
    else:
        owner = Person.objects.get(pk=world.owners[circle.pk])
        remove(circle=circle, person=who, by=owner, at=office.later())
    world.members[circle.pk].discard(who.pk)


def walk(world: World, note: Thing, to: Public, office: Office) -> None:
    """A note goes to another public, and with it all that was said to it."""
    if world.above[note.pk] is not None:
        return
    move(thing=Thing.objects.get(pk=note.pk), to=to.pk, by=None, at=office.later())
    for other in list(world.public):
        if note.pk in world.line_of(other):
            world.public[other] = to.pk


def ids_in(lines: list[Line]) -> set[int]:
    return {line.thing.pk for line in lines} | {one for line in lines for one in ids_in(line.below)}


def check(world: World, reader: Reader, person: Person | None, people: list[Person]) -> None:
    me = person.pk if person else None
    seen = world.seen_by(me)
    assert set(Thing.objects.visible_to(reader).values_list("pk", flat=True)) == seen
    timelines = [everybody(reader), *(of_person(one, reader) for one in people)]
    timelines += [of_public(one) for one in Public.objects.filter(pk__in=reader.publics)]
    for timeline in [*timelines, *([home_of(person, reader)] if person else [])]:
        part = stretch(timeline.sources, timeline.publics, limit=500)
        assert {item.place.thing for item in part.items} <= seen, timeline.name
        lines = lines_for(part.items, reader)
        assert len(lines) == len(part.items)
        for line in lines:
            assert line.replies == sum(world.above[one] == line.thing.pk for one in seen)
        assert number_of_new(timeline, reader, FIRST, None) == min(50, sum(not line.is_mine for line in lines))
    if person:
        mine = home_of(person, reader)
        part = stretch(mine.sources, mine.publics, limit=500)
        assert {item.place.thing for item in part.items} == world.home_of(person.pk)
    for note in world.public:
        if note in seen:
            _note, below, _cut = with_answers(Thing.objects.get(pk=note), reader)
            assert ids_in(below) == {one for one in seen if note in world.line_of(one)[1:]}
        else:
            assert not lines_of([note], reader)
    assert {one.thing for one in notices_for(reader, MONDAY + timedelta(days=1))} - {0} <= seen
    assert {*map(int, find("kayaks", reader, limit=500).things)} <= seen
    answer = locate("kayaks", reader=reader, at=MONDAY)
    assert {reason.thing for helper in answer.people for reason in helper.reasons} <= seen


def told_live(world: World, people: list[Person]) -> Iterator[tuple[Person, int, str]]:
    """What open pages of each thread are told, to whomever: who, of which thing, and what became of it."""
    roots = [note for note, above in world.above.items() if above is None]
    for start in range(0, len(roots), MOST_EACH):
        hub = Hub()
        places = [f"thread:{root}" for root in roots[start : start + MOST_EACH]]
        lines = [(one, Listener(one.pk, place, START)) for one in people for place in places]
        for _one, line in lines:
            hub.open(line)
        wish = wish_of(hub)
        hub.take(news_for(wish), wish.waited)
        for person, line in lines:
            for words in line.unread:
                data = json.loads(words.partition(b"data: ")[2])
                if data:
                    yield person, data["thing"], data["what"]


@pytest.mark.parametrize("seed", range(4))
def test_nobody_is_shown_what_they_may_not_see(office: Office, seed: int) -> None:
    people = [office.ada, office.bruno, office.chioma, hire("Dan Nguyen", "dan@office.example")]
    world = play(office, people, seed, steps=110)
    stale = [office.reader(one) for one in people]
    assert all(reader.publics for reader in stale)
    # Before anything derived has caught up: nothing too much. After: nothing too little either.
    for person in people:
        reader = office.reader(person)
        part = stretch(home_of(person, reader).sources, reader.publics, limit=500)
        assert ids_in(lines_for(part.items, reader)) <= world.seen_by(person.pk)
    office.settle()
    for person in people:
        check(world, office.reader(person), person, people)
    check(world, STRANGER, None, people)
    told = list(told_live(world, people))
    assert any(what == "new" for _person, _thing, what in told)
    for person, thing, what in told:
        assert world.sees(person.pk, world.line_of(thing)[-1]), "told of what stands in a thread that is closed to them"
        assert what != "new" or world.sees(person.pk, thing)
    assert PARTNERS in stale[0].publics
