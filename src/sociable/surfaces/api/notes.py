"""`/api/v1/notes` and timelines: what people say in a few words, read and written; the same as the pages."""

from collections.abc import Sequence
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from sociable.kit.clock import now
from sociable.knowledge.timeline.read import Place
from sociable.people.verbs import Refused
from sociable.publics.models import Public
from sociable.publics.readers import Reader
from sociable.rooms.microblog.verbs import KIND, boost, post, reply, take_away, take_back_boost
from sociable.surfaces.api.callers import caller_of, me_of, needs, open_to_all
from sociable.surfaces.api.ids import Id
from sociable.surfaces.api.pages import Cursor, Next, link_next, place_of
from sociable.surfaces.api.records import Named, ThingBrief, briefs_of, named, person_in
from sociable.surfaces.web.microblog.lines import Line, lines_of
from sociable.surfaces.web.microblog.names import people_named_in
from sociable.surfaces.web.microblog.timelines import (
    Timeline,
    everybody,
    home_of,
    of_person,
    of_public,
    place_in,
    sheet,
)
from sociable.surfaces.web.microblog.writing import keep_pace
from sociable.things.models import Thing

router = Router(tags=["notes"])
timelines = Router(tags=["notes"])


class Said(Schema):
    """A note; `public` is the slug of those whom it is for."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: Annotated[str, Field(max_length=20_000)]
    public: Annotated[str, Field(max_length=80)] = "organisation"


class Answered(Schema):
    """An answer: it is for whom the note is for."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: Annotated[str, Field(max_length=20_000)]


class NoteRecord(ThingBrief):
    """A thing in a timeline. `text` is Markdown, and whole; `boosted_by` says who passed it on, where it stands so."""

    text: str
    answers: int
    boosted: bool
    boosted_by: list[Named]


class TimelineRecord(TypedDict):
    items: list[NoteRecord]
    next: Next


def told(lines: Sequence[Line], reader: Reader) -> list[NoteRecord]:
    briefs = briefs_of([line.thing for line in lines], reader)
    return [
        {
            **brief,
            "text": line.card.text,
            "answers": line.replies,
            "boosted": line.is_boosted,
            "boosted_by": [named(one) for one in line.boosted_by],
        }
        for brief, line in zip(briefs, lines, strict=True)
    ]


def page_of(request: HttpRequest, response: HttpResponse, timeline: Timeline, cursor: str) -> TimelineRecord:
    caller = caller_of(request)
    before = place_of(cursor, ("microseconds", "thing"))
    part = sheet(timeline, caller.reader, Place(*before) if before else None, caller.person)
    return {"items": told(part.lines, caller.reader), "next": link_next(request, response, place_in(part.older))}


@timelines.get(
    "/me/timeline",
    response=TimelineRecord,
    auth=needs("read"),
    operation_id="my_timeline",
    summary=gettext_noop("What is new at home?"),
    description=gettext_noop("Whom and what I follow, my circles, my own, what names me; newest first, fifty a page."),
)
def my_timeline(request: HttpRequest, response: HttpResponse, cursor: Cursor = "") -> TimelineRecord:
    return page_of(request, response, home_of(me_of(request), caller_of(request).reader), cursor)


@timelines.get(
    "/people/{int:person}/notes",
    response=TimelineRecord,
    auth=open_to_all(),
    operation_id="notes_of",
    summary=gettext_noop("What do they write and pass on?"),
)
def notes_of(request: HttpRequest, response: HttpResponse, person: Id, cursor: Cursor = "") -> TimelineRecord:
    reader = caller_of(request).reader
    found = person_in(reader, person)
    if found is None:
        raise Http404
    return page_of(request, response, of_person(found, reader), cursor)


@timelines.get(
    "/circles/{int:circle}/notes",
    response=TimelineRecord,
    auth=needs("read"),
    operation_id="notes_in",
    summary=gettext_noop("What is said in this circle?"),
)
def notes_in(request: HttpRequest, response: HttpResponse, circle: Id, cursor: Cursor = "") -> TimelineRecord:
    mine = Public.objects.filter(pk__in=caller_of(request).reader.publics, kind=Public.Kind.CIRCLE)
    found = mine.filter(pk=circle).first()
    if found is None:
        raise Http404
    return page_of(request, response, of_public(found), cursor)


@router.get(
    "",
    response=TimelineRecord,
    auth=open_to_all(),
    operation_id="notes",
    summary=gettext_noop("What does everybody say?"),
    description=gettext_noop("What is before the whole organisation, its partners or everyone, as far as you see it."),
)
def notes(request: HttpRequest, response: HttpResponse, cursor: Cursor = "") -> TimelineRecord:
    return page_of(request, response, everybody(caller_of(request).reader), cursor)


@router.post(
    "",
    response={201: NoteRecord},
    auth=needs("write"),
    operation_id="post",
    summary=gettext_noop("Say something in a few words"),
    description=gettext_noop("At most 500 characters; # makes a tag, @[a name] names somebody."),
)
def post_(request: HttpRequest, said: Said) -> Status[NoteRecord]:
    reader = caller_of(request).reader
    public = Public.objects.filter(slug=said.public, pk__in=reader.publics).first()
    if public is None:
        raise Refused(_("public: there is none of that name that you may write for."))
    people = tuple(people_named_in([said.text], reader).values())
    return Status(201, shown(request, post(text=said.text, public=public, by=me_of(request), at=now(), named=people)))


@router.post(
    "/{int:note}/answers",
    response={201: NoteRecord},
    auth=needs("write"),
    operation_id="answer",
    summary=gettext_noop("Answer a note"),
    description=gettext_noop("Whoever sees the note sees the answer, and may join."),
)
def answer(request: HttpRequest, note: Id, said: Answered) -> Status[NoteRecord]:
    to = found_note(request, note)
    people = tuple(people_named_in([said.text], caller_of(request).reader).values())
    return Status(201, shown(request, reply(to=to, text=said.text, by=me_of(request), at=now(), named=people)))


@router.delete(
    "/{int:note}",
    response={204: None},
    auth=needs("write"),
    operation_id="withdraw_note",
    summary=gettext_noop("Withdraw a note of mine"),
)
def withdraw_note(request: HttpRequest, note: Id) -> Status[None]:
    take_away(note=found_note(request, note), by=me_of(request), at=now())
    keep_pace()
    return Status(204, None)


@router.put(
    "/{int:note}/boost",
    response={204: None},
    auth=needs("write"),
    operation_id="boost",
    summary=gettext_noop("Pass a note on"),
    description=gettext_noop("To whoever follows me, as far as they may see it."),
)
def boost_(request: HttpRequest, note: Id) -> Status[None]:
    boost(note=found_note(request, note), by=me_of(request), at=now())
    keep_pace()
    return Status(204, None)


@router.delete(
    "/{int:note}/boost",
    response={204: None},
    auth=needs("write"),
    operation_id="unboost",
    summary=gettext_noop("Pass a note on no longer"),
)
def unboost(request: HttpRequest, note: Id) -> Status[None]:
    take_back_boost(note=found_note(request, note), by=me_of(request), at=now())
    keep_pace()
    return Status(204, None)


def found_note(request: HttpRequest, id_: int) -> Thing:
    one = Thing.objects.visible_to(caller_of(request).reader).filter(pk=id_, kind=KIND).first()
    if one is None:
        raise Http404
    return one


def shown(request: HttpRequest, note: Thing) -> NoteRecord:
    keep_pace()
    reader = caller_of(request).reader
    return told(lines_of([note.pk], reader), reader)[0]
