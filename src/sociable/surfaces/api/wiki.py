"""`/api/v1/wiki`: spaces, and their pages read and written together; the same doors as on the pages."""

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Path, Router, Schema, Status
from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from sociable.kit.clock import now
from sociable.people.verbs import Refused
from sociable.rooms.wiki.models import Page, Space
from sociable.rooms.wiki.pages import pages_for, spaces_for, text_of
from sociable.rooms.wiki.verbs import Collision, put_under, save, write
from sociable.surfaces.api.callers import caller_of, me_of, needs, open_to_all
from sociable.surfaces.api.ids import Id
from sociable.surfaces.api.pages import Cursor, Limit, Next, link_next, page
from sociable.surfaces.api.records import ThingBrief, briefs_of
from sociable.surfaces.web.blogs.sharing import absolute
from sociable.surfaces.web.wiki.doors import may_write

router = Router(tags=["wiki"])
Slug = Annotated[str, Path(max_length=80)]


class SpaceRecord(TypedDict):
    """A space; `public` is the slug of those whom it is for, `mine` whether I may write in it."""

    slug: str
    name: str
    public: str
    mine: bool


class Spaces(TypedDict):
    items: list[SpaceRecord]


class Leaf(TypedDict):
    """A page in the tree: `under` is the page it stands under, null at the top."""

    id: int
    title: str
    under: int | None
    address: str


class Tree(TypedDict):
    items: list[Leaf]
    next: Next


class PageRecord(ThingBrief):
    """A page. `text` is Markdown; `base` says which version it is: send it back to change it."""

    space: str
    address: str
    under: int | None
    text: str
    base: int


class SavedRecord(PageRecord):
    """The page as it stands now; `joined`, if what others saved meanwhile was joined with it."""

    joined: bool


class Both(TypedDict):
    """Nothing was saved: both changed the same words. `text` holds both; look it over, and save it from `base`."""

    detail: str
    title: str
    text: str
    theirs: str
    base: int


class Writing(Schema):
    """A new page; `under` is the id of the page it stands under."""

    model_config = ConfigDict(extra="forbid", strict=True)

    title: Annotated[str, Field(max_length=1000)]
    text: Annotated[str, Field(max_length=1_000_000)] = ""
    under: Annotated[int | None, Field(ge=0, lt=2**63)] = None


class Saving(Schema):
    """What a page is to say, and the version it was read as. Another title renames it; its links follow."""

    model_config = ConfigDict(extra="forbid", strict=True)

    title: Annotated[str, Field(max_length=1000)]
    text: Annotated[str, Field(max_length=1_000_000)]
    base: Annotated[int, Field(ge=0, lt=2**31, description=gettext_noop("As it stood in what you read."))]


class Placing(Schema):
    model_config = ConfigDict(extra="forbid", strict=True)

    under: Annotated[int | None, Field(ge=0, lt=2**63, description=gettext_noop("A page; null: at the top."))]


@router.get(
    "",
    response=Spaces,
    auth=open_to_all(),
    operation_id="spaces",
    summary=gettext_noop("Which spaces does the wiki have?"),
)
def spaces(request: HttpRequest) -> Spaces:
    reader = caller_of(request).reader
    listed = spaces_for(reader).order_by("name", "pk")
    return {
        "items": [
            {"slug": one.slug, "name": one.name, "public": one.public.slug, "mine": may_write(reader, one)}
            for one in listed
        ]
    }


@router.get(
    "/{space}/pages",
    response=Tree,
    auth=open_to_all(),
    operation_id="pages",
    summary=gettext_noop("Which pages does a space have?"),
    description=gettext_noop("In the alphabet’s order; “under” makes the tree."),
)
def tree(request: HttpRequest, response: HttpResponse, space: Slug, cursor: Cursor = "", limit: Limit = 100) -> Tree:
    seen = pages_for(caller_of(request).reader).filter(space=space_in(request, space))
    listed, place = page(seen, ("key", "pk"), cursor, limit)
    shown = set(seen.filter(pk__in={one.parent_id for one in listed}).values_list("pk", flat=True))
    items: list[Leaf] = [
        {"id": one.pk, "title": one.thing.title, "under": under_of(one, shown), "address": address_of(one)}
        for one in listed
    ]
    return {"items": items, "next": link_next(request, response, place)}


def under_of(one: Page, shown: set[int]) -> int | None:
    return one.parent_id if one.parent_id in shown else None


def address_of(one: Page) -> str:
    return absolute(f"/wiki/{one.space.slug}/{one.slug}/")


@router.post(
    "/{space}/pages",
    response={201: PageRecord},
    auth=needs("write"),
    operation_id="write_page",
    summary=gettext_noop("Write a page"),
)
def write_(request: HttpRequest, space: Slug, said: Writing) -> Status[PageRecord]:
    one = space_in(request, space)
    parent = parent_in(request, said.under, one)
    made = write(space=one, title=said.title, text=said.text, by=me_of(request), at=now(), parent=parent)
    return Status(201, told(request, made))


def parent_in(request: HttpRequest, id_: int | None, space: Space) -> Page | None:
    found = pages_for(caller_of(request).reader).filter(space=space, pk=id_).first() if id_ is not None else None
    if id_ is not None and found is None:
        raise Refused(_("under: there is no such page in this space."))
    return found


@router.get(
    "/pages/{int:page_id}",
    response=PageRecord,
    auth=open_to_all(),
    operation_id="page",
    summary=gettext_noop("What does this page say?"),
)
def page_(request: HttpRequest, page_id: Id) -> PageRecord:
    return told(request, page_in(request, page_id))


@router.put(
    "/pages/{int:page_id}",
    response={200: SavedRecord, 409: Both},
    auth=needs("write"),
    operation_id="save_page",
    summary=gettext_noop("Save a page, or rename it"),
    description=gettext_noop(
        "What others saved since “base” is joined with it. Where both changed the same words, nothing is saved (409)."
    ),
)
def save_(request: HttpRequest, page_id: Id, said: Saving) -> SavedRecord | Status[Both]:
    one = page_in(request, page_id)
    try:
        done = save(page=one, title=said.title, text=said.text, base=said.base, by=me_of(request), at=now())
    except Collision as both:
        conflict: Both = {
            "detail": str(both),
            "title": both.title,
            "text": both.merged.text,
            "theirs": both.theirs.text,
            "base": both.theirs.number,
        }
        return Status(409, conflict)
    return {**told(request, page_in(request, page_id)), "joined": done.joined}


@router.put(
    "/pages/{int:page_id}/place",
    response=PageRecord,
    auth=needs("write"),
    operation_id="place_page",
    summary=gettext_noop("Put a page under another, or at the top"),
)
def place(request: HttpRequest, page_id: Id, said: Placing) -> PageRecord:
    one = page_in(request, page_id)
    put_under(page=one, parent=parent_in(request, said.under, one.space), by=me_of(request), at=now())
    return told(request, page_in(request, page_id))


def space_in(request: HttpRequest, slug: str) -> Space:
    found = spaces_for(caller_of(request).reader).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def page_in(request: HttpRequest, id_: int) -> Page:
    found = pages_for(caller_of(request).reader).filter(pk=id_).first()
    if found is None:
        raise Http404
    return found


def told(request: HttpRequest, one: Page) -> PageRecord:
    reader = caller_of(request).reader
    shown = set(pages_for(reader).filter(pk=one.parent_id).values_list("pk", flat=True)) if one.parent_id else set()
    return {
        **briefs_of([one.thing], reader)[0],
        "space": one.space.slug,
        "address": address_of(one),
        "under": under_of(one, shown),
        "text": text_of(one),
        "base": one.thing.revision,
    }
