"""Which timeline, from which sources; and a page of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q

from sociable.knowledge.timeline.read import Place, stretch
from sociable.knowledge.timeline.sources import Kind, Source
from sociable.people.models import Person
from sociable.publics.models import EVERYONE, ORGANISATION, PARTNERS, Public
from sociable.publics.readers import Reader
from sociable.responses.follows.reading import followed_by, muted_by
from sociable.rooms.microblog.models import ReadMark
from sociable.surfaces.web.microblog.lines import Line, lines_for
from sociable.surfaces.web.microblog.quiet import without_muted
from sociable.things.models import Tag

SHOWN = 50
ENOUGH, ROUNDS = 25, 4
"""With much muted, up to four stretches are read for a page, until so many things are left to show."""
COUNTED = 50
"""New things are counted up to here; more are "more than"."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """`name` says which, for the reader's mark: "home", "notes", "circle:7"."""

    name: str
    sources: tuple[Source, ...]
    publics: frozenset[int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a timeline. `newest` is the place of its first thing, `older` that of its last, where more follows."""

    lines: Sequence[Line]
    newest: str
    older: str
    some_are_new: bool


EMPTY = Sheet((), "", "", some_are_new=False)


def home_of(me: Person, reader: Reader) -> Timeline:
    """Whom and what one follows, one's circles, one's own words, and what names one."""
    own, follows = ids_of([me.root_id]), followed_by(me)
    sources = [Source(kind, one) for one in own for kind in (Kind.PERSON, Kind.NAMED)]
    sources += [Source(Kind.PERSON, one) for one in (ids_of(follows.people) if follows.people else ())]
    sources += [Source(Kind.TAG, one) for one in sorted(follows.tags)]
    circles = Public.objects.filter(kind=Public.Kind.CIRCLE, pk__in=reader.publics).values_list("pk", flat=True)
    sources += [Source(Kind.PUBLIC, one) for one in circles]
    return Timeline("home", tuple(dict.fromkeys(sources)), reader.publics)


def everybody(reader: Reader) -> Timeline:
    """All that is before the whole organisation, its partners or everyone, as far as the reader sees it."""
    wide = [one for one in (EVERYONE, ORGANISATION, PARTNERS) if one in reader.publics]
    return Timeline("notes", tuple(Source(Kind.PUBLIC, one) for one in wide), reader.publics)


def of_person(person: Person, reader: Reader) -> Timeline:
    sources = tuple(Source(Kind.PERSON, one) for one in ids_of([person.root_id]))
    return Timeline(f"person:{person.pk}", sources, reader.publics)


def of_tag(tag: Tag, reader: Reader) -> Timeline:
    return Timeline(f"tag:{tag.pk}", (Source(Kind.TAG, tag.pk),), reader.publics)


def of_public(public: Public) -> Timeline:
    return Timeline(f"circle:{public.pk}", (Source(Kind.PUBLIC, public.pk),), frozenset({public.pk}))


def ids_of(people: Collection[int]) -> list[int]:
    """All ids under which these people acted: their own, and those of whoever was merged with them."""
    same = Q(pk__in=people) | Q(same_as__in=people)
    return list(Person.objects.filter(same).order_by("pk").values_list("pk", flat=True))


def sheet(timeline: Timeline, reader: Reader, before: Place | None, me: Person | None) -> Sheet:
    """A page of the timeline, without what its reader muted; what is newer than their mark is new."""
    mark, is_first = mark_of(me, timeline), before is None
    lines, newest = list[Line](), ""
    for _round in range(ROUNDS):
        part = stretch(timeline.sources, timeline.publics, before=before, limit=SHOWN)
        newest = newest or (text_of(part.items[0].place) if part.items else "")
        lines += apart(heard(lines_for(part.items, reader), timeline, me), lines)
        if part.is_all or not part.items or len(lines) >= ENOUGH:
            break
        before = part.items[-1].place
    shown = [replace(line, is_new=is_after(line.place, mark)) for line in lines[:SHOWN]]
    left = len(lines) > SHOWN
    older = shown[-1].place if left else "" if part.is_all or not part.items else text_of(part.items[-1].place)
    return Sheet(shown, newest, older, is_first and some_new(shown))


def apart(lines: Iterable[Line], others: Iterable[Line]) -> list[Line]:
    """Those that are not there already: what was passed on stands once on a page, where it was passed on last."""
    there = {line.thing.pk for line in others}
    return [line for line in lines if line.thing.pk not in there]


def some_new(lines: Iterable[Line]) -> bool:
    """Whether the reader's mark stands somewhere in the page: above it is new, below it is known."""
    return len({line.is_new for line in lines}) == 2


def is_after(place: str, mark: Place | None) -> bool:
    found = place_in(place)
    return mark is not None and found is not None and found > mark


def heard(lines: list[Line], timeline: Timeline, me: Person | None) -> list[Line]:
    """These lines without what the reader muted; on somebody's own page, all that they wrote."""
    muted = muted_by(me) if me and not timeline.name.startswith("person:") else None
    return without_muted(lines, muted) if muted else lines


def number_of_new(timeline: Timeline, reader: Reader, after: Place, me: Person | None) -> int:
    """How many things came since, up to `COUNTED`; one's own do not count."""
    part = stretch(timeline.sources, timeline.publics, limit=COUNTED)
    fresh = [item for item in part.items if item.place > after]
    return sum(not line.is_mine for line in heard(lines_for(fresh, reader), timeline, me))


def text_of(place: Place) -> str:
    return f"{place.at}-{place.thing}"


def place_in(text: str) -> Place | None:
    """The place that an address names; None where it names none."""
    at, _dash, thing = text.partition("-")
    if not (at.isascii() and at.isdecimal() and thing.isascii() and thing.isdecimal()):
        return None
    return Place(int(at), int(thing)) if len(at) < 18 and len(thing) < 18 else None


def mark_of(me: Person | None, timeline: Timeline) -> Place | None:
    """How far the reader has read it, on whatever device."""
    if me is None:
        return None
    found = ReadMark.objects.filter(person=me.root_id, timeline=timeline.name).values_list("place", "thing").first()
    return Place(*found) if found else None
