"""`/api/v1/desk`: a post from a draft to its readers, as its writers have it; the same as the pages."""

from typing import Annotated

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from sociable.kit.clock import now
from sociable.people.verbs import Refused
from sociable.rooms.blogs import drafting, publishing
from sociable.rooms.blogs.drafting import UNPUBLISHED, Words, WrittenMeanwhile
from sociable.rooms.blogs.models import Copy, Post
from sociable.rooms.blogs.publishing import words_of
from sociable.rooms.blogs.readers import places_of, posts_at_desk, written_by
from sociable.surfaces.api.blogs import Slug, address_at
from sociable.surfaces.api.blogs import router as in_blogs
from sociable.surfaces.api.callers import caller_of, me_of, needs
from sociable.surfaces.api.ids import Id
from sociable.surfaces.api.pages import Cursor, Limit, Next, link_next, page
from sociable.surfaces.web.blogs.commenting import open_to_comments
from sociable.surfaces.web.blogs.writing import base_of

router = Router(tags=["blogs"])


class Conflict(TypedDict):
    """What somebody else saved since `base`; nothing was written over."""

    detail: str
    title: str
    text: str
    base: int


class DraftRecord(TypedDict):
    """A post at the desk. `base` says what it was read as: send it back to change it. `thing` is null in drafts."""

    id: int
    blog: str
    state: str
    title: str
    text: str
    summary: str
    language: str
    tags: list[str]
    base: int
    thing: int | None
    address: str | None


class Drafts(TypedDict):
    items: list[DraftRecord]
    next: Next


class Writing(Schema):
    """What a post is to say. `text` and `summary` are Markdown and words; `language` is `en` or `fr`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    title: Annotated[str, Field(max_length=500)]
    text: Annotated[str, Field(max_length=1_000_000)]
    language: Annotated[str, Field(max_length=8)] = ""
    tags: Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=20)] = []
    summary: Annotated[str, Field(max_length=2_000)] = ""

    def words(self) -> Words:
        if self.language and self.language not in dict(settings.LANGUAGES):
            raise Refused(_("Choose a language."))
        tags = ", ".join(one.replace(",", " ") for one in self.tags)
        if len(tags) > 500:
            raise Refused(_("tags: that is too much of them."))
        return Words(self.title, self.text.replace("\r\n", "\n"), self.language, tags, self.summary)


class Keeping(Writing):
    """The same, and what it was read as."""

    base: Annotated[int, Field(ge=0, lt=2**31, description=gettext_noop("As it stood in what you read."))]


class Reason(Schema):
    model_config = ConfigDict(extra="forbid", strict=True)

    reason: Annotated[str, Field(max_length=1000, description=gettext_noop("Whoever comes to the post reads it."))]


@in_blogs.post(
    "/{blog}/posts",
    response={201: DraftRecord},
    auth=needs("write"),
    operation_id="begin_post",
    summary=gettext_noop("Begin a post"),
    description=gettext_noop("A draft, in a blog that you write in. Nobody but its writers sees it until you publish."),
)
def begin(request: HttpRequest, blog: Slug, said: Writing) -> Status[DraftRecord]:
    one = written_by(caller_of(request).reader).filter(slug=blog).first()
    if one is None:
        raise Http404
    made = drafting.begin(blog=one, words=said.words(), by=me_of(request), at=now())
    return Status(201, told(request, made))


@router.get(
    "",
    response=Drafts,
    auth=needs("read"),
    operation_id="drafts",
    summary=gettext_noop("What is on my desk?"),
    description=gettext_noop("Posts not published yet, of my blogs and those I am to review; those begun last first."),
)
def drafts(request: HttpRequest, response: HttpResponse, cursor: Cursor = "", limit: Limit = 20) -> Drafts:
    waiting = posts_at_desk(caller_of(request).reader).filter(state__in=UNPUBLISHED)
    listed, place = page(waiting, ("-at", "-id"), cursor, limit)
    return {"items": [told(request, one) for one in listed], "next": link_next(request, response, place)}


@router.get(
    "/{int:post}",
    response=DraftRecord,
    auth=needs("read"),
    operation_id="post_at_desk",
    summary=gettext_noop("A post as its writers have it"),
)
def draft(request: HttpRequest, post: Id) -> DraftRecord:
    return told(request, found(request, post))


@router.put(
    "/{int:post}",
    response={200: DraftRecord, 409: Conflict},
    auth=needs("write"),
    operation_id="keep_post",
    summary=gettext_noop("Save a post: a draft, or what its readers have"),
    description=gettext_noop("Where somebody saved since “base”, nothing is saved (409), and their text is told."),
)
def keep(request: HttpRequest, post: Id, said: Keeping) -> DraftRecord | Status[Conflict]:
    one = found(request, post)
    verb = drafting.save if one.state in UNPUBLISHED else publishing.revise
    try:
        verb(post=one, words=said.words(), base=said.base, by=me_of(request), at=now())
    except WrittenMeanwhile as reason:
        theirs = reason.theirs
        standing = base_of(found(request, post))
        return Status(409, {"detail": str(reason), "title": theirs.title, "text": theirs.text, "base": standing})
    return told(request, found(request, post))


@router.put(
    "/{int:post}/publication",
    response=DraftRecord,
    auth=needs("write"),
    operation_id="publish_post",
    summary=gettext_noop("Publish a draft"),
)
def publish(request: HttpRequest, post: Id) -> DraftRecord:
    at = now()
    done = publishing.publish(post=found(request, post), by=me_of(request), at=at)
    open_to_comments(done, at)
    return told(request, done)


@router.put(
    "/{int:post}/withdrawal",
    response=DraftRecord,
    auth=needs("write"),
    operation_id="withdraw_post",
    summary=gettext_noop("Withdraw a post, for a reason"),
)
def withdraw(request: HttpRequest, post: Id, said: Reason) -> DraftRecord:
    one = found(request, post)
    return told(request, publishing.withdraw(post=one, reason=said.reason, by=me_of(request), at=now()))


@router.delete(
    "/{int:post}/withdrawal",
    response=DraftRecord,
    auth=needs("write"),
    operation_id="put_post_back",
    summary=gettext_noop("Put a withdrawn post back"),
)
def put_back(request: HttpRequest, post: Id) -> DraftRecord:
    return told(request, publishing.put_back(post=found(request, post), by=me_of(request), at=now()))


def found(request: HttpRequest, id_: int) -> Post:
    one = posts_at_desk(caller_of(request).reader).filter(pk=id_).first()
    if one is None:
        raise Http404
    return one


def told(request: HttpRequest, post: Post) -> DraftRecord:
    words = words_of(post)
    place = places_of([post.pk], caller_of(request).reader).get(post.pk)
    return {
        "id": post.pk,
        "blog": post.blog.slug,
        "state": post.state,
        "title": words.title,
        "text": words.text,
        "summary": words.summary,
        "language": words.language,
        "tags": words.tag_names(),
        "base": base_of(post),
        "thing": Copy.objects.filter(post=post).order_by("pk").values_list("thing", flat=True).first(),
        "address": address_at(place) if place else None,
    }
