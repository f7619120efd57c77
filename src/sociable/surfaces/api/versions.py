"""`/api/v1/wiki/pages/ID/versions`: how a page came to say what it says."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Router
from typing_extensions import TypedDict

from sociable.surfaces.api.callers import caller_of, open_to_all
from sociable.surfaces.api.ids import Id
from sociable.surfaces.api.pages import Cursor, Limit, Next, link_next, page
from sociable.surfaces.api.records import Named, named
from sociable.surfaces.api.wiki import page_in
from sociable.surfaces.web.writing.history import Row, rows_of
from sociable.things.history import version_of, versions_of

router = Router(tags=["wiki"])


class VersionRecord(TypedDict):
    number: int
    title: str
    at: str
    by: Named | None


class VersionText(VersionRecord):
    text: str


class Versions(TypedDict):
    items: list[VersionRecord]
    next: Next


@router.get(
    "/pages/{int:page_id}/versions",
    response=Versions,
    auth=open_to_all(),
    operation_id="versions",
    summary=gettext_noop("How did this page come to say that?"),
    description=gettext_noop("The newest version first, as far as you see it."),
)
def versions(
    request: HttpRequest, response: HttpResponse, page_id: Id, cursor: Cursor = "", limit: Limit = 50
) -> Versions:
    one, reader = page_in(request, page_id), caller_of(request).reader
    listed, ends = page(versions_of(one.thing).defer("text"), ("-number",), cursor, limit)
    items = [version_record(row) for row in rows_of(listed, reader)]
    return {"items": items, "next": link_next(request, response, ends)}


def version_record(row: Row) -> VersionRecord:
    version = row.version
    by = named(row.by) if row.by else None
    return {"number": version.number, "title": version.title, "at": version.at.isoformat(), "by": by}


@router.get(
    "/pages/{int:page_id}/versions/{int:number}",
    response=VersionText,
    auth=open_to_all(),
    operation_id="version",
    summary=gettext_noop("What did this page say?"),
)
def version(request: HttpRequest, page_id: Id, number: Id) -> VersionText:
    one = page_in(request, page_id)
    found = version_of(one.thing, number) if number < 2**31 else None
    if found is None:
        raise Http404
    return {**version_record(rows_of([found], caller_of(request).reader)[0]), "text": found.text}
