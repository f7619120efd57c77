"""`/api/v1/sources`: where the work comes from, and what could not be read; for administrators."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Router
from typing_extensions import TypedDict

from sociable.carriers.models import Source
from sociable.carriers.rejects import Line, lines_of
from sociable.surfaces.api.callers import needs
from sociable.surfaces.api.ids import Id
from sociable.surfaces.api.pages import Cursor, Limit, Next, link_next, page, place_of

router = Router(tags=["administration"])


class SourceRecord(TypedDict):
    id: int
    connector: str
    name: str
    location: str
    public: str


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
    return {"items": [as_record(one) for one in listed], "next": link_next(request, response, place)}


@router.get(
    "/{int:source}",
    response=SourceRecord,
    auth=needs("administer"),
    operation_id="source",
    summary=gettext_noop("What is this source?"),
)
def source(request: HttpRequest, source: Id) -> SourceRecord:
    return as_record(found(source))


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


def as_record(source: Source) -> SourceRecord:
    return {
        "id": source.pk,
        "connector": source.connector,
        "name": source.name,
        "location": source.location,
        "public": source.public.slug,
    }


def reject(line: Line) -> RejectRecord:
    return {
        "file": line.file,
        "line": line.number,
        "reason": line.reason,
        "where": line.where,
        "record": line.record,
    }
