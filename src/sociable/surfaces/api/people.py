"""`/api/v1/people`: who is here, what they can help with and why, what they made; the same as their pages."""

from collections.abc import Iterator
from typing import Annotated

from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Query, Router, Status
from typing_extensions import TypedDict

from sociable.kit.clock import now
from sociable.knowledge.expertise.topics import Topic, TopicRecord
from sociable.knowledge.expertise.topics import as_record as as_topic
from sociable.people.duplicates import folded
from sociable.people.models import Person, PersonQuerySet
from sociable.people.verbs import ask_for_help
from sociable.publics.readers import Reader, functions_of, people_visible_to
from sociable.surfaces.api.callers import caller_of, me_of, needs, open_to_all
from sociable.surfaces.api.ids import Id
from sociable.surfaces.api.pages import Cursor, Limit, Next, Place, beyond, link_next, page, place_of
from sociable.surfaces.api.records import Away, Named, ThingBrief, Titled, away_of, briefs_of, named, person_in, titled
from sociable.surfaces.web import people as pages
from sociable.surfaces.web.reach import local_time
from sociable.things.together import worked_with

router = Router(tags=["people"])

ORDER = ("lowered", "pk")
EVIDENCE = 3
"""Things told of each topic, the latest."""

Name = Annotated[
    str,
    Query(
        max_length=200,
        description=gettext_noop("The beginnings of words of a name, in any order; case and accents do not matter."),
    ),
]


class PersonBrief(Named):
    headline: str
    place: str
    languages: list[str]


class People(TypedDict):
    items: list[PersonBrief]
    next: Next


class Function(TypedDict):
    slug: str
    name: str


class PersonRecord(PersonBrief):
    bot: bool
    functions: list[Function]
    local_time: str | None
    available: bool
    away: Away | None


class TopicWhy(TopicRecord):
    evidence: list[Titled]


class Topics(TypedDict):
    items: list[TopicWhy]


class Colleague(Named):
    """Somebody they worked with, on how many things, and on which one last."""

    things: int
    last: int


class Colleagues(TypedDict):
    items: list[Colleague]


class Asked(TypedDict):
    id: int
    person: Named
    at: str


class Things(TypedDict):
    items: list[ThingBrief]
    next: Next


@router.get(
    "",
    response=People,
    auth=open_to_all(),
    operation_id="people",
    summary=gettext_noop("Who is here?"),
    description=gettext_noop("The people you may be shown, by name."),
)
def people(
    request: HttpRequest, response: HttpResponse, q: Name = "", limit: Limit = 20, cursor: Cursor = ""
) -> People:
    everybody = people_visible_to(caller_of(request).reader).filter(bot=False).annotate(lowered=Lower("name"))
    found, place = named_so(everybody, q, cursor, limit) if q.strip() else page(everybody, ORDER, cursor, limit)
    return {"items": [brief(one) for one in found], "next": link_next(request, response, place)}


def named_so(people: PersonQuerySet, q: str, cursor: str, limit: int) -> tuple[list[Person], Place | None]:
    """A page of those whose name has words that begin so. Read one after the other: no database folds all accents."""
    place = place_of(cursor, ORDER)
    rows = (people.filter(beyond(ORDER, place)) if place else people).order_by(*ORDER)
    found = [id_ for id_, _number in zip(matching(rows, folded(q).split()), range(limit + 1), strict=False)]
    by_id = people.in_bulk(found[:limit])
    listed = [by_id[id_] for id_ in found[:limit] if id_ in by_id]
    last = people.get(pk=found[limit - 1]) if len(found) > limit else None
    return listed, [last.lowered, last.pk] if last else None  # type: ignore[attr-defined]


def matching(rows: PersonQuerySet, wanted: list[str]) -> Iterator[int]:
    for id_, name in rows.values_list("pk", "name").iterator():
        words = folded(name).split()
        if all(any(word.startswith(begin) for word in words) for begin in wanted):
            yield id_


@router.get(
    "/{int:person}",
    response=PersonRecord,
    auth=open_to_all(),
    operation_id="person",
    summary=gettext_noop("Who is this?"),
    description=gettext_noop(
        "Role, functions, languages, and whether they can be asked now. An id that was "
        "merged into another answers with who they are known as."
    ),
)
def person(request: HttpRequest, person: Id) -> PersonRecord:
    reader, at = caller_of(request).reader, now()
    one = found(reader, person)
    absence, clock = one.absence(at), local_time(one, at)
    return {
        **brief(one),
        "bot": one.bot,
        "functions": [{"slug": each.slug, "name": str(each)} for each in functions_of(one)],
        "local_time": clock.isoformat(timespec="minutes") if clock else None,
        "available": absence is None,
        "away": away_of(absence, reader),
    }


@router.get(
    "/{int:person}/topics",
    response=Topics,
    auth=open_to_all(),
    operation_id="person_topics",
    summary=gettext_noop("What can they help with, and why?"),
    description=gettext_noop(
        "What comes back in their work, each with the latest things that show it, of "
        "those you may see. Visitors from outside are told no topics."
    ),
)
def person_topics(request: HttpRequest, person: Id) -> Topics:
    reader = caller_of(request).reader
    one = found(reader, person)
    return {"items": [why(topic, one, reader) for topic in pages.topics_shown(one, reader)]}


def why(topic: Topic, one: Person, reader: Reader) -> TopicWhy:
    seen = pages.showing(topic.words, one, reader)[:EVIDENCE]
    return {**as_topic(topic), "evidence": titled(seen, reader)}


@router.get(
    "/{int:person}/colleagues",
    response=Colleagues,
    auth=open_to_all(),
    operation_id="colleagues",
    summary=gettext_noop("Whom do they work with?"),
    description=gettext_noop(
        "People who had a hand in the same things, those most often first, as far as you may see those things. "
        "Visitors from outside are told nobody."
    ),
)
def colleagues(request: HttpRequest, person: Id, limit: Limit = 20) -> Colleagues:
    reader = caller_of(request).reader
    one = found(reader, person)
    ties = worked_with(one, reader, limit=limit) if reader.is_inside and not one.bot else []
    return {"items": [{**named(tie.person), "things": tie.things, "last": tie.last} for tie in ties]}


@router.post(
    "/{int:person}/requests",
    response={201: Asked},
    auth=needs("write"),
    operation_id="ask",
    summary=gettext_noop("Ask them for help"),
    description=gettext_noop("Says that you ask them: whoever is asked often steps behind their equals for a week."),
)
def ask(request: HttpRequest, person: Id) -> Status[Asked]:
    asked = ask_for_help(person=found(caller_of(request).reader, person), by=me_of(request), at=now())
    return Status(201, {"id": asked.pk, "person": named(asked.person.root), "at": asked.at.isoformat()})


@router.get(
    "/{int:person}/things",
    response=Things,
    auth=open_to_all(),
    operation_id="person_things",
    summary=gettext_noop("What did they make?"),
    description=gettext_noop("What they had a hand in, newest first, of what you may see."),
)
def person_things(
    request: HttpRequest, response: HttpResponse, person: Id, limit: Limit = 20, cursor: Cursor = ""
) -> Things:
    reader = caller_of(request).reader
    made = pages.made_by(found(reader, person), reader)
    listed, place = page(made, ("-published_at", "-pk"), cursor, limit)
    return {"items": briefs_of(listed, reader), "next": link_next(request, response, place)}


def found(reader: Reader, id_: int) -> Person:
    one = person_in(reader, id_)
    if one is None:
        raise Http404
    return one


def brief(one: Person) -> PersonBrief:
    return {
        "id": one.pk,
        "name": str(one),
        "headline": one.headline,
        "place": one.place,
        "languages": one.languages.split(),
    }
