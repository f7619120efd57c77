"""`/api/v1/sources`: where the work comes from, and what could not be read; for administrators."""

from collections.abc import Callable, Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Router, Status
from typing_extensions import TypedDict

from sociable.carriers import verbs
from sociable.carriers.models import Source
from sociable.carriers.rejects import Line, lines_of
from sociable.carriers.sources import Health, health
from sociable.kit.clock import now
from sociable.surfaces.api.callers import me_of, needs
from sociable.surfaces.api.ids import Id
from sociable.surfaces.api.pages import Cursor, Limit, Next, link_next, page, place_of

router = Router(tags=["administration"])


class SourceRecord(TypedDict):
    id: int
    connector: str
    name: str
    location: str
    public: str
    state: str
    """`running`, `waiting`, `paused`, `failing`, `new`, `well`, or `idle` for one that is visited by hand only."""
    trouble: str
    """Why the last visit failed; blank where it did not."""
    minutes: int | None
    """How often it is visited by itself; null where it is not."""


class Sources(TypedDict):
    items: list[SourceRecord]
    next: Next


class RejectRecord(TypedDict):
    """A record that could not be taken in: in which file and line it is kept, why, and where it stood."""

    file: str
    line: int
    reason: str
    where: str
    record: str


class Rejects(TypedDict):
    items: list[RejectRecord]
    next: Next


@router.get(
    "",
    response=Sources,
    auth=needs("administer"),
    operation_id="sources",
    summary=gettext_noop("Where does the work come from?"),
)
def sources(request: HttpRequest, response: HttpResponse, limit: Limit = 20, cursor: Cursor = "") -> Sources:
    listed, place = page(Source.objects.select_related("public"), ("pk",), cursor, limit)
    return {"items": as_records(one.pk for one in listed), "next": link_next(request, response, place)}


@router.get(
    "/{int:source}",
    response=SourceRecord,
    auth=needs("administer"),
    operation_id="source",
    summary=gettext_noop("What is this source?"),
)
def source(request: HttpRequest, source: Id) -> SourceRecord:
    return as_records([found(source).pk])[0]


@router.post(
    "/{int:source}/visits",
    response={202: SourceRecord},
    auth=needs("administer"),
    operation_id="visit_source",
    summary=gettext_noop("Have a source visited at once"),
)
def visit(request: HttpRequest, source: Id) -> Status[SourceRecord]:
    return done(request, source, verbs.send)


@router.put(
    "/{int:source}/pause",
    response={202: SourceRecord},
    auth=needs("administer"),
    operation_id="pause_source",
    summary=gettext_noop("Leave a source alone for the time being"),
)
def pause(request: HttpRequest, source: Id) -> Status[SourceRecord]:
    return done(request, source, verbs.pause)


@router.delete(
    "/{int:source}/pause",
    response={202: SourceRecord},
    auth=needs("administer"),
    operation_id="resume_source",
    summary=gettext_noop("Visit a paused source again"),
)
def resume(request: HttpRequest, source: Id) -> Status[SourceRecord]:
    return done(request, source, verbs.resume)


def done(request: HttpRequest, source: int, verb: Callable[..., object]) -> Status[SourceRecord]:
    verb(source=found(source), by=me_of(request), at=now())
    return Status(202, as_records([source])[0])


@router.get(
    "/{int:source}/rejects",
    response=Rejects,
    auth=needs("administer"),
    operation_id="rejects",
    summary=gettext_noop("What could not be read, and why?"),
    description=gettext_noop("The lines of its reject files, the latest file first."),
)
def rejects(
    request: HttpRequest, response: HttpResponse, source: Id, limit: Limit = 20, cursor: Cursor = ""
) -> Rejects:
    place = place_of(cursor, ("file", "line"))
    lines = lines_of(found(source), (place[0], place[1]) if place else None, limit + 1)
    last = lines[limit - 1] if len(lines) > limit else None
    return {
        "items": [reject(one) for one in lines[:limit]],
        "next": link_next(request, response, [last.file, last.number] if last else None),
    }


def found(id_: int) -> Source:
    one = Source.objects.select_related("public").filter(pk=id_).first()
    if one is None:
        raise Http404
    return one


def as_records(ids: Iterable[int]) -> list[SourceRecord]:
    return [as_record(one) for one in health(Source.objects.filter(pk__in=list(ids)).order_by("pk"))]


def as_record(one: Health) -> SourceRecord:
    return {
        "id": one.source.pk,
        "connector": one.source.connector,
        "name": one.source.name,
        "location": one.source.location,
        "public": one.source.public.slug,
        "state": one.state,
        "trouble": one.trouble,
        "minutes": one.schedule.minutes if one.schedule else None,
    }


def reject(line: Line) -> RejectRecord:
    return {
        "file": line.file,
        "line": line.number,
        "reason": line.reason,
        "where": line.where,
        "record": line.record,
    }
