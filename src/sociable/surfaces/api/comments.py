"""`/api/v1/comments`: what is said of a thing, by the same doors as beside it."""

from typing import Annotated

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from sociable.kit.clock import now
from sociable.responses.comments.doors import KIND
from sociable.responses.comments.verbs import comment, edit, take_away
from sociable.surfaces.api.callers import caller_of, me_of, needs, open_to_all
from sociable.surfaces.api.ids import Id
from sociable.surfaces.api.pages import Cursor, Limit, Next, link_next, page
from sociable.surfaces.api.records import ThingBrief, briefs_of
from sociable.surfaces.web.comments.threads import of_reader
from sociable.things.models import Thing, Version

router = Router(tags=["comments"])
of_things = Router(tags=["comments"])


class Saying(Schema):
    """A comment, in Markdown; it is for whom the thing is for."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: Annotated[str, Field(max_length=20_000)]


class CommentRecord(ThingBrief):
    """A comment. `held`, if it waits until whoever looks after the thing lets it in."""

    text: str
    held: bool


class Comments(TypedDict):
    items: list[CommentRecord]
    next: Next


@of_things.get(
    "/{int:thing}/comments",
    response=Comments,
    auth=open_to_all(),
    operation_id="comments",
    summary=gettext_noop("What is said of it?"),
    description=gettext_noop("Oldest first, as far as you see it; answers to a comment are the comments on that."),
)
def comments(
    request: HttpRequest, response: HttpResponse, thing: Id, cursor: Cursor = "", limit: Limit = 30
) -> Comments:
    said = Thing.objects.visible_to(caller_of(request).reader).filter(reply_to=thing_in(request, thing), kind=KIND)
    listed, place = page(said, ("published_at", "id"), cursor, limit)
    return {"items": told(request, listed), "next": link_next(request, response, place)}


@of_things.post(
    "/{int:thing}/comments",
    response={201: CommentRecord},
    auth=needs("write"),
    operation_id="comment",
    summary=gettext_noop("Comment on it"),
    description=gettext_noop("What an outsider says is held until whoever looks after the thing lets it in."),
)
def say(request: HttpRequest, thing: Id, said: Saying) -> Status[CommentRecord]:
    made = comment(on=thing_in(request, thing), text=said.text, by=me_of(request), at=now())
    return Status(201, told(request, [made])[0])


@router.put(
    "/{int:comment_id}",
    response=CommentRecord,
    auth=needs("write"),
    operation_id="edit_comment",
    summary=gettext_noop("Say it better"),
)
def edit_(request: HttpRequest, comment_id: Id, said: Saying) -> CommentRecord:
    done = edit(comment=found(request, comment_id), text=said.text, by=me_of(request), at=now())
    return told(request, [done])[0]


@router.delete(
    "/{int:comment_id}",
    response={204: None},
    auth=needs("write"),
    operation_id="withdraw_comment",
    summary=gettext_noop("Withdraw a comment"),
    description=gettext_noop("Mine, or any on a thing that I look after."),
)
def withdraw(request: HttpRequest, comment_id: Id) -> Status[None]:
    take_away(comment=found(request, comment_id), by=me_of(request), at=now())
    return Status(204, None)


def thing_in(request: HttpRequest, id_: int) -> Thing:
    one = Thing.objects.visible_to(caller_of(request).reader).filter(pk=id_).first()
    if one is None:
        raise Http404
    return one


def found(request: HttpRequest, id_: int) -> Thing:
    """A comment that stands, or one of mine that waits."""
    one = of_reader(caller_of(request).reader, decides=False).filter(pk=id_).first()
    if one is None or (one.withdrawn_at and not getattr(one, "waits", False)):
        raise Http404
    return one


def told(request: HttpRequest, things: list[Thing]) -> list[CommentRecord]:
    current = Version.objects.filter(thing__in=[one.pk for one in things], number=F("thing__revision"))
    texts = dict(current.values_list("thing_id", "text"))
    return [
        {**brief, "text": texts.get(one.pk, ""), "held": one.withdrawn_at is not None}
        for brief, one in zip(briefs_of(things, caller_of(request).reader), things, strict=True)
    ]
