"""`/api/v1/blogs`: which there are, and what is published in them; the same as the pages."""

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Path, Router
from typing_extensions import TypedDict

from sociable.publics.readers import Reader
from sociable.rooms.blogs.models import Blog, Copy
from sociable.rooms.blogs.readers import blogs_for, places_of, published_in, written_by
from sociable.surfaces.api.callers import caller_of, open_to_all
from sociable.surfaces.api.pages import Cursor, Limit, Next, link_next, page
from sociable.surfaces.api.records import ThingBrief, briefs_of
from sociable.surfaces.web.blogs.sharing import absolute
from sociable.things.models import Thing

router = Router(tags=["blogs"])
Slug = Annotated[str, Path(max_length=80)]


class BlogRecord(TypedDict):
    """A blog; `public` is the slug of those whom it is for, `mine` whether I write in it."""

    slug: str
    name: str
    about: str
    languages: list[str]
    public: str
    mine: bool


class Blogs(TypedDict):
    items: list[BlogRecord]


class PostRecord(ThingBrief):
    """A post as its readers have it; its text is told at `/api/v1/things/ID`."""

    address: str
    summary: str


class Posts(TypedDict):
    items: list[PostRecord]
    next: Next


@router.get(
    "",
    response=Blogs,
    auth=open_to_all(),
    operation_id="blogs",
    summary=gettext_noop("Which blogs are there?"),
)
def blogs(request: HttpRequest) -> Blogs:
    reader = caller_of(request).reader
    mine = set(written_by(reader).values_list("pk", flat=True))
    return {"items": [blog_record(one, mine=one.pk in mine) for one in blogs_for(reader)]}


def blog_record(one: Blog, *, mine: bool) -> BlogRecord:
    said: BlogRecord = {
        "slug": one.slug,
        "name": one.name,
        "about": one.about,
        "languages": one.languages.split(),
        "public": one.public.slug,
        "mine": mine,
    }
    return said


@router.get(
    "/{blog}/posts",
    response=Posts,
    auth=open_to_all(),
    operation_id="posts",
    summary=gettext_noop("What is published in this blog?"),
    description=gettext_noop("Newest first, as far as you see it."),
)
def posts(request: HttpRequest, response: HttpResponse, blog: Slug, cursor: Cursor = "", limit: Limit = 20) -> Posts:
    reader = caller_of(request).reader
    one = blogs_for(reader).filter(slug=blog).first()
    if one is None:
        raise Http404
    standing = Thing.objects.filter(pk__in=published_in(one, reader).order_by().values("thing"))
    listed, place = page(standing, ("-published_at", "-id"), cursor, limit)
    return {"items": posts_as(listed, reader), "next": link_next(request, response, place)}


def posts_as(things: list[Thing], reader: Reader) -> list[PostRecord]:
    known = {one.thing_id: one.post for one in Copy.objects.filter(thing__in=things).select_related("post")}
    places = places_of([one.pk for one in known.values()], reader)
    return [
        {**brief, "address": address_at(places[post.pk]), "summary": post.summary}
        for brief in briefs_of(things, reader)
        if (post := known[brief["id"]]).pk in places
    ]


def address_at(place: tuple[str, str]) -> str:
    return absolute(f"/blogs/{place[0]}/{place[1]}/")
