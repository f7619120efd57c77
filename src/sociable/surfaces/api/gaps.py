"""`/api/v1/gaps`: what is asked for here and nobody is known to help with; for administrators, as their page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Router, Status
from typing_extensions import TypedDict

from sociable.rooms.questions.gaps import drop
from sociable.rooms.questions.models import Gap
from sociable.surfaces.api.callers import needs
from sociable.surfaces.api.ids import Id
from sociable.surfaces.api.pages import Cursor, Limit, Next, link_next, page

router = Router(tags=["administration"])

MOST_ASKED = ("-asked", "-last_at", "pk")


class GapRecord(TypedDict):
    id: int
    topic: str
    example: str
    asked: int
    first_at: str
    last_at: str


class Gaps(TypedDict):
    items: list[GapRecord]
    next: Next


@router.get(
    "",
    response=Gaps,
    auth=needs("administer"),
    operation_id="gaps",
    summary=gettext_noop("What is nobody here known for?"),
    description=gettext_noop("Questions that found nobody, the most asked first. Who asked is not kept."),
)
def gaps(request: HttpRequest, response: HttpResponse, limit: Limit = 20, cursor: Cursor = "") -> Gaps:
    listed, place = page(Gap.objects.all(), MOST_ASKED, cursor, limit)
    return {"items": [as_record(one) for one in listed], "next": link_next(request, response, place)}


@router.delete(
    "/{int:gap}",
    response={204: None},
    auth=needs("administer"),
    operation_id="drop_gap",
    summary=gettext_noop("Take a gap off the list"),
)
def drop_gap(request: HttpRequest, gap: Id) -> Status[None]:
    if gap >= 2**63 or not drop(gap=gap):
        raise Http404
    return Status(204, None)


def as_record(gap: Gap) -> GapRecord:
    return {
        "id": gap.pk,
        "topic": gap.topic,
        "example": gap.example,
        "asked": gap.asked,
        "first_at": gap.first_at.isoformat(),
        "last_at": gap.last_at.isoformat(),
    }
