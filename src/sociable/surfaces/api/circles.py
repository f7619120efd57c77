"""`/api/v1/circles`: those I am in or asked to join; and whom I follow."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router, Status
from typing_extensions import TypedDict

from sociable.kit.clock import now
from sociable.publics.circles import accept, circles_of, decline, invitations_of, leave_circle, members_of
from sociable.publics.models import Public
from sociable.publics.readers import may_know_members, owns
from sociable.responses.follows.verbs import What, follow, unfollow
from sociable.surfaces.api.callers import caller_of, me_of, needs
from sociable.surfaces.api.ids import Id
from sociable.surfaces.api.records import Named, named, person_in

router = Router(tags=["circles"])
following = Router(tags=["people"])


class CircleRecord(TypedDict):
    """A circle or a list. What a list is called, its owner alone is told."""

    id: int
    name: str
    slug: str
    is_list: bool
    is_mine: bool
    is_closed: bool
    owner: Named | None


class Circles(TypedDict):
    items: list[CircleRecord]
    invited: list[CircleRecord]


class Members(TypedDict):
    items: list[Named]


def told(request: HttpRequest, one: Public) -> CircleRecord:
    reader = caller_of(request).reader
    is_mine = owns(reader, one)
    return {
        "id": one.pk,
        "name": one.name if is_mine else str(one),
        "slug": one.slug,
        "is_list": one.is_list,
        "is_mine": is_mine,
        "is_closed": hasattr(one, "closure"),
        "owner": named(one.owner.root) if one.owner else None,
    }


@router.get(
    "",
    response=Circles,
    auth=needs("read"),
    operation_id="circles",
    summary=gettext_noop("Which circles am I in?"),
    description=gettext_noop("And which I am asked to join."),
)
def circles(request: HttpRequest) -> Circles:
    reader = caller_of(request).reader
    asked = [one for one in invitations_of(me_of(request)) if one.public_id not in reader.publics]
    return {
        "items": [told(request, one) for one in circles_of(reader)],
        "invited": [told(request, one.public) for one in asked if one.declined_at is None],
    }


@router.get(
    "/{int:circle}/members",
    response=Members,
    auth=needs("read"),
    operation_id="members",
    summary=gettext_noop("Who is in this circle?"),
    description=gettext_noop("Its members are told; of a list, its owner alone."),
)
def members(request: HttpRequest, circle: Id) -> Members:
    reader = caller_of(request).reader
    one = Public.objects.filter(pk=circle, kind=Public.Kind.CIRCLE).select_related("owner").first()
    if one is None or not may_know_members(reader, one):
        raise Http404
    return {"items": [named(person) for person in members_of(one, reader)]}


@router.put(
    "/{int:circle}/membership",
    response={204: None},
    auth=needs("write"),
    operation_id="accept_invitation",
    summary=gettext_noop("Join a circle that I am asked to join"),
)
def join(request: HttpRequest, circle: Id) -> Status[None]:
    accept(circle=invited_to(request, circle), by=me_of(request), at=now())
    return Status(204, None)


@router.delete(
    "/{int:circle}/invitation",
    response={204: None},
    auth=needs("write"),
    operation_id="decline_invitation",
    summary=gettext_noop("Do not join"),
)
def refuse(request: HttpRequest, circle: Id) -> Status[None]:
    decline(circle=invited_to(request, circle), by=me_of(request), at=now())
    return Status(204, None)


@router.delete(
    "/{int:circle}/membership",
    response={204: None},
    auth=needs("write"),
    operation_id="leave_circle",
    summary=gettext_noop("Leave a circle, or somebody’s list"),
    description=gettext_noop("What is said there is closed to me at once."),
)
def leave(request: HttpRequest, circle: Id) -> Status[None]:
    mine = Public.objects.filter(kind=Public.Kind.CIRCLE, pk__in=caller_of(request).reader.publics)
    one = mine.filter(pk=circle).first()
    if one is None:
        raise Http404
    leave_circle(circle=one, by=me_of(request), at=now())
    return Status(204, None)


def invited_to(request: HttpRequest, circle: int) -> Public:
    found = invitations_of(me_of(request)).filter(public=circle).first()
    if found is None:
        raise Http404
    return found.public


@following.put(
    "/{int:person}/follow",
    response={204: None},
    auth=needs("write"),
    operation_id="follow",
    summary=gettext_noop("Follow somebody"),
)
def follow_(request: HttpRequest, person: Id) -> Status[None]:
    follow(what=whom(request, person), by=me_of(request), at=now())
    return Status(204, None)


@following.delete(
    "/{int:person}/follow",
    response={204: None},
    auth=needs("write"),
    operation_id="unfollow",
    summary=gettext_noop("Follow somebody no longer"),
)
def unfollow_(request: HttpRequest, person: Id) -> Status[None]:
    unfollow(what=whom(request, person), by=me_of(request), at=now())
    return Status(204, None)


def whom(request: HttpRequest, id_: int) -> What:
    found = person_in(caller_of(request).reader, id_)
    if found is None:
        raise Http404
    return What(whom=found)
