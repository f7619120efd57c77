"""A site in which much is said, made up to measure conversations; always the same, but for the names of circles."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sociable.ledger.projections import REGISTRY, catch_up
from sociable.people.models import Person
from sociable.publics.circles import found_circle
from sociable.publics.models import EVERYONE, ORGANISATION, Membership, Public
from sociable.publics.verbs import join
from sociable.responses.follows.verbs import What, follow
from sociable.rooms.microblog.verbs import boost
from sociable.surfaces.cli import synthetic
from sociable.surfaces.cli.progress import over
from sociable.things.models import Tag, Thing
from sociable.things.verbs import Draft, publish

PEOPLE, CIRCLES = 5_000, 200
WRITES_FOR = 8
"""Publics that each person writes for."""
TAGS = 400
"""A third of the things has one."""
STANDS_IN, FOLLOWED, TAGS_FOLLOWED = 30, 500, 20
"""Publics of each reader, and whom and what they follow."""
KINDS = ("note", "note", "note", "note", "note", "note", "post", "post", "question", "page")
WORDS = 40
THREAD = 500
"""Answers in the thread that is opened."""
BOOSTS = 500
"""Notes that are passed on, for each size."""
BATCH = 4_000
BEGINNING = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass
class Town:
    """Who is there, and how much was said so far."""

    people: list[Person]
    publics: list[int]
    readers: list[Person]
    words: list[str]
    dice: random.Random
    thread: int = 0
    said: int = 0
    homes: dict[int, Sequence[int]] = field(default_factory=dict)
    """By person, the publics they write for."""

    def at(self) -> datetime:
        return BEGINNING + timedelta(minutes=self.said)

    def some_words(self, count: int = WORDS) -> str:
        return " ".join(self.dice.choices(self.words, k=count))


def found_town(readers: int) -> Town:
    """People of one organisation, their circles, and readers who follow many of them."""
    rows = [Person(name=f"Person {number}", known_since=BEGINNING) for number in range(PEOPLE)]
    people = Person.objects.bulk_create(rows, batch_size=500)
    inside = [Membership(public_id=ORGANISATION, person=one, since=BEGINNING) for one in people]
    Membership.objects.bulk_create(inside, batch_size=500)
    circles = [found_circle(name=f"Circle {n}", by=people[n], at=BEGINNING) for n in range(CIRCLES)]
    dice = random.Random(synthetic.SEED)  # noqa: S311 (the same each time, and guards nothing)
    publics = [EVERYONE, ORGANISATION, *(one.pk for one in circles)]
    town = Town(people, publics, people[-readers:], synthetic.vocabulary()[:20_000], dice)
    town.homes = {one.pk: [ORGANISATION, *dice.sample(publics, WRITES_FOR - 1)] for one in people}
    town.thread = begin_thread(town)
    for reader in over(town.readers, "Following", " readers"):
        settle_in(reader, circles, town)
    return town


def settle_in(reader: Person, circles: Sequence[Public], town: Town) -> None:
    for circle in town.dice.sample(circles, STANDS_IN - 2):  # everyone and the organisation are the others
        join(person=reader, public=circle, by=None, at=BEGINNING)
    tags = Tag.objects.filter(taggings__thing__public=ORGANISATION).in_bulk()  # one follows what one has seen
    whats = [What(whom=one) for one in town.dice.sample(town.people[: -len(town.readers)], FOLLOWED)]
    whats += [What(tag=tags[pk]) for pk in town.dice.sample(sorted(tags), TAGS_FOLLOWED)]
    for what in whats:
        follow(what=what, by=reader, at=BEGINNING)


def begin_thread(town: Town) -> int:
    """A note with so many answers, some to it and some to each other."""
    notes = publish([draft_of(town, "note", ORGANISATION)])
    while len(notes) <= THREAD:
        count = min(50, THREAD + 1 - len(notes))
        notes += publish([draft_of(town, "note", ORGANISATION, town.dice.choice(notes)) for _one in range(count)])
    return notes[0]


def draft_of(town: Town, kind: str, public: int | None = None, reply_to: int | None = None) -> Draft:
    town.said += 1
    author = town.dice.choice(town.people)
    return Draft(
        kind=kind,
        public=public or town.dice.choice(town.homes[author.pk]),
        title="" if kind == "note" else town.some_words(6),
        text=town.some_words(),
        at=town.at(),
        people=[(author.pk, "poster" if kind == "note" else "author")],
        tags=[f"tag{town.dice.randrange(TAGS)}"] if not town.dice.randrange(3) else [],
        language="en",
        reply_to=reply_to,
    )


def talk(town: Town, upto: int) -> None:
    """Says more, until so many things are there, and brings in step what is derived from it."""
    for start in over(range(town.said, upto, BATCH), f"Saying {upto:,}", f" × {BATCH:,} things"):
        publish([draft_of(town, town.dice.choice(KINDS)) for _one in range(min(BATCH, upto - start))])
    pass_on(town)
    for projection in over(REGISTRY.values(), "Deriving", " tables"):
        catch_up(projection)


def pass_on(town: Town) -> None:
    """People pass on some of the latest notes that all of the organisation sees."""
    latest = Thing.objects.filter(kind="note", public=ORGANISATION).order_by("-published_at", "-pk")
    for note in latest[:BOOSTS]:
        one = town.dice.choice(town.people)
        if not note.contributions.filter(person=one).exists():
            boost(note=note, by=one, at=town.at())
