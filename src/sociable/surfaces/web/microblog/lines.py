"""What a timeline shows of each thing: who stands behind it, what it says, why it is there; in so many queries."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from sociable.kit.clock import now
from sociable.kit.html import from_markdown, to_text
from sociable.knowledge.timeline.read import Item
from sociable.knowledge.timeline.sources import Kind
from sociable.people.models import Person
from sociable.publics.models import Public
from sociable.publics.readers import Reader, people_visible_to
from sociable.rooms.microblog.models import Boost
from sociable.rooms.microblog.polls import Shown, polls_of
from sociable.rooms.microblog.verbs import KIND
from sociable.surfaces.web.cards import Card, cards_of
from sociable.surfaces.web.microblog.names import people_named_in, resolver_among
from sociable.surfaces.web.microblog.standing import Standing, standings
from sociable.surfaces.web.microblog.words import as_html
from sociable.surfaces.web.titles import texts_of
from sociable.things.models import Thing

EXCERPT = 280
"""Characters shown of what is longer than a note."""


@dataclass
class Line:
    """A thing in a timeline or a thread."""

    card: Card
    html: SafeString | None
    """What a note says; None for other kinds, which show how they begin."""
    excerpt: str = ""
    boosted_by: tuple[Person, ...] = ()
    names_me: bool = False
    replies: int = 0
    is_mine: bool = False
    is_boosted: bool = False
    """By the reader."""
    poll: Shown | None = None
    answers: Thing | None = None
    """The note that it answers, where the reader sees it."""
    standing: Standing = field(default_factory=Standing)
    is_new: bool = False
    place: str = ""
    below: list["Line"] = field(default_factory=list)

    @property
    def thing(self) -> Thing:
        return self.card.thing

    @property
    def is_note(self) -> bool:
        return self.html is not None


def lines_for(items: Sequence[Item], reader: Reader) -> list[Line]:
    """The things of these items that the reader may see at this very moment, in the same order."""
    shown = lines_of([item.place.thing for item in items], reader)
    by_id = {line.thing.pk: line for line in shown}
    boosters = {
        reason.source.id
        for item in items
        for reason in item.reasons
        if reason.is_boost and reason.source.kind == Kind.PERSON
    }
    people = known_people(boosters, reader)
    found = []
    for item in items:
        if line := by_id.get(item.place.thing):
            line.place = f"{item.place.at}-{item.place.thing}"
            give_reasons(line, item, people)
            found.append(line)
    return found


def known_people(ids: Collection[int], reader: Reader) -> dict[int, Person]:
    """People by the ids that acts carry, under the names they are known by, of those the reader may be shown."""
    if not ids:
        return {}
    roots = {one.pk: one.root_id for one in Person.objects.filter(pk__in=ids)}
    people = people_visible_to(reader).in_bulk(set(roots.values()))
    return {id_: people[root] for id_, root in roots.items() if root in people}


def give_reasons(line: Line, item: Item, people: Mapping[int, Person]) -> None:
    made = any(reason.source.kind in (Kind.TAG, Kind.PUBLIC) for reason in item.reasons)
    passed = [people[one.source.id] for one in item.reasons if one.is_boost and one.source.id in people]
    line.boosted_by = () if made else tuple(dict.fromkeys(passed))
    line.names_me = any(reason.source.kind == Kind.NAMED for reason in item.reasons)


def lines_of(ids: Collection[int], reader: Reader) -> list[Line]:
    """These things, as far as the reader sees them, in the same order."""
    publics = Prefetch("public", Public.objects.select_related("owner"))  # a few, however many things there are
    seen = Thing.objects.visible_to(reader).prefetch_related(publics).in_bulk(list(ids))
    things = [seen[id_] for id_ in ids if id_ in seen]
    texts = texts_of(seen)
    notes = [one.pk for one in things if is_note(one)]
    resolve = resolver_among(people_named_in((texts.get(one, "") for one in notes), reader))
    lines = []
    for card in cards_of(things, reader, texts):
        html = as_html(card.text, resolve, f"n{card.thing.pk}-") if is_note(card.thing) else None
        excerpt = "" if html is not None else beginning_of(card.text)
        lines.append(Line(card, html, excerpt))
    tell_more(lines, notes, reader)
    return lines


def beginning_of(text: str) -> str:
    """How a text begins, as plain words."""
    words = to_text(from_markdown(text[: 4 * EXCERPT]))
    return Truncator(" ".join(words.split())).chars(EXCERPT)


def is_note(thing: Thing) -> bool:
    """Whether the thing is a note as the microblog makes them: without a title."""
    return thing.kind == KIND and not thing.title


def answered(notes: Collection[int], reader: Reader) -> Counter[int]:
    """How many answers to each of these notes the reader sees.

    Counted for each public, of which those of the reader are then taken: asked for together with the publics, SQLite
    walks through all that was ever said there.
    """
    said = Thing.objects.filter(reply_to__in=notes, withdrawn_at=None).order_by().values_list("reply_to", "public")
    numbers: Counter[int] = Counter()
    for note, public, number in said.annotate(number=Count("pk")):
        numbers[note or 0] += number if public in reader.publics else 0
    return numbers


def tell_more(lines: Collection[Line], notes: Collection[int], reader: Reader) -> None:
    """What was said to notes and done with them, and by the reader."""
    replies = answered(notes, reader)
    mine: set[int] = set()
    if reader.person is not None:
        same = Q(person=reader.person) | Q(person__same_as=reader.person)
        mine = set(Boost.objects.filter(same, thing__in=notes).values_list("thing", flat=True))
    polls = polls_of(notes, reader, now())
    standing = standings([line.thing.pk for line in lines], reader)
    above = {line.thing.reply_to_id for line in lines if line.is_note and line.thing.reply_to_id}
    parents = {line.thing.pk: line.thing for line in lines}
    if elsewhere := above - parents.keys():
        parents |= Thing.objects.visible_to(reader).in_bulk(elsewhere)
    for line in lines:
        id_ = line.thing.pk
        line.replies, line.is_boosted, line.poll = replies[id_], id_ in mine, polls.get(id_)
        line.is_mine = any(credit.person.pk == reader.person for credit in line.card.credits)
        line.standing = standing[id_]
        line.answers = parents.get(line.thing.reply_to_id or 0)
