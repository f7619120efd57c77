"""What the asker may not see changes nothing they see: neither names nor order, nor counts, nor quotes.

One exception is allowed and bounded here: how common a word is counts all things of the index (docs/search.md), and so
may move a score a little; never who speaks for whom.
"""

import random

import numpy as np
import pytest

from sociable.knowledge.expertise import graph
from sociable.knowledge.expertise.locate import locate
from sociable.people.models import Person
from sociable.publics.models import EVERYONE, ORGANISATION
from sociable.publics.readers import STRANGER, Reader
from sociable.publics.verbs import found, join, show
from sociable.things.models import Thing
from sociable.things.verbs import withdraw
from tests.conftest import MONDAY, Office, hire

pytestmark = pytest.mark.django_db

WORDS = "kayak canoe paddle river lake rain epoxy varnish permit budget".split()
MOVES = 0.25
"""How far the words that are common elsewhere may move a score, of 1."""


def build(office: Office, seed: int) -> dict[str, Reader]:
    """An office with a circle that Ada is not in, and forty things for one or the other; and those who will ask."""
    dice = random.Random(seed)
    people = [
        office.ada,
        office.bruno,
        office.chioma,
        hire("Deniz Kaya", "d@office.example"),
        hire("Eun Park", "e@o.example"),
    ]
    circle = found(slug="secret", name="Secret", owner=office.bruno, at=office.later())
    for one in people[2:]:
        join(person=one, public=circle, by=office.bruno, at=office.later())
    for one in people[:4]:
        show(person=one, public=circle.__class__.objects.get(pk=EVERYONE), by=one, at=office.later())
    questions: list[int] = []
    for _ in range(40):
        public = dice.choice([EVERYONE, ORGANISATION, ORGANISATION, circle.pk, circle.pk])
        text = " ".join(dice.choices(WORDS, k=dice.randrange(4, 12)))
        reply = dice.choice(questions) if questions and dice.random() < 0.4 else None
        thing = office.write(text[:30], text, by=dice.choice(people[1:]), public=public, reply_to=reply)
        questions.append(thing.pk)
    office.settle()
    return {"ada": office.reader(office.ada), "stranger": STRANGER}


def told(question: str, reader: Reader) -> list[tuple[object, ...]]:
    """All that an answer says, but for the numbers, and which of the things are quoted, which follows from them."""
    answer = locate(question, reader=reader, at=MONDAY)
    return [
        (one.id, one.name, one.path, sorted(one.topics), sorted((why.thing, sorted(why.words)) for why in one.reasons))
        for one in answer.people
    ]


def scores(question: str, reader: Reader) -> dict[int, float]:
    return {one.id: one.score for one in locate(question, reader=reader, at=MONDAY).people}


@pytest.mark.parametrize("seed", range(5))
def test_what_the_asker_may_not_see_changes_nothing_they_see(office: Office, seed: int) -> None:
    readers = build(office, seed)
    questions = [
        "kayak",
        "paddle on the lake",
        "epoxy varnish",
        "permit",
        "river rain budget canoe kayak epoxy varnish",
    ]
    before = {(name, one): told(one, reader) for name, reader in readers.items() for one in questions}
    marks = {(name, one): scores(one, reader) for name, reader in readers.items() for one in questions}
    for name, reader in readers.items():
        for thing in Thing.objects.exclude(pk__in=Thing.objects.visible_to(reader)).filter(withdrawn_at=None):
            withdraw(thing=thing, by=None, at=office.later())
        office.settle()
        for one in questions:
            after = told(one, reader)
            assert sorted(map(str, after)) == sorted(map(str, before[name, one])), (name, one)
            moved = scores(one, reader)
            assert all(abs(moved[id_] - mark) <= MOVES for id_, mark in marks[name, one].items()), (name, one)
    assert any(before.values())


def test_replies_that_the_tier_does_not_see_take_nothing_from_those_it_does(office: Office) -> None:
    circle = found(slug="few", name="Few", owner=office.bruno, at=office.later())
    asked = office.write("Kayak", "Who repairs one?", by=office.ada)
    for public in (ORGANISATION, circle.pk, circle.pk):
        office.write("", "With epoxy.", by=office.bruno, public=public, reply_to=asked.pk)
    office.settle()
    made = graph.make()
    (place,), _known = made.find_things(np.array([asked.pk]))
    assert made.reply_counts[:, place].tolist() == [0, 1]


def test_nobody_outside_is_named_who_was_not_shown(office: Office) -> None:
    readers = build(office, 1)
    named = {row[0] for one in WORDS for row in told(one, readers["stranger"])}
    assert Person.objects.get(name="Eun Park").pk not in named
