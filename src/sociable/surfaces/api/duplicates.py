"""`/api/v1/duplicates` and `/api/v1/merges`: who may be one, who is, and undoing it; for administrators."""

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from sociable.kit.clock import now
from sociable.people import verbs
from sociable.people.duplicates import suggest
from sociable.people.models import Merge, Person
from sociable.people.verbs import Refused
from sociable.surfaces.api.callers import caller_of, me_of, needs
from sociable.surfaces.api.ids import Id
from sociable.surfaces.api.pages import Cursor, Limit, Next, link_next, page
from sociable.surfaces.api.records import Named, named, person_meant

duplicates = Router(tags=["administration"])
merges = Router(tags=["administration"])

LATEST = ("-at", "-pk")
PersonId = Annotated[int, Field(ge=0, lt=2**63)]


class Alike(TypedDict):
    person: Named
    into: Named
    reason: str


class Duplicates(TypedDict):
    items: list[Alike]


class MergeRecord(TypedDict):
    person: Named
    into: Named
    by: Named | None
    at: str


class Merges(TypedDict):
    items: list[MergeRecord]
    next: Next


class Pair(Schema):
    model_config = ConfigDict(extra="forbid", strict=True)

    person: PersonId
    into: PersonId


@duplicates.get(
    "",
    response=Duplicates,
    auth=needs("administer"),
    operation_id="duplicates",
    summary=gettext_noop("Who may be one?"),
    description=gettext_noop(
        "People who look like one, the surest first, and why. Nothing is merged until you say so."
    ),
)
def likely(request: HttpRequest, limit: Limit = 20) -> Duplicates:
    return {
        "items": [
            {"person": named(one.person), "into": named(one.into), "reason": one.reason} for one in suggest(limit)
        ]
    }


@duplicates.post(
    "/apart",
    response={204: None},
    auth=needs("administer"),
    operation_id="keep_apart",
    summary=gettext_noop("Say that two people are two"),
    description=gettext_noop("Their likeness is not suggested again."),
)
def apart(request: HttpRequest, pair: Pair) -> Status[None]:
    reader = caller_of(request).reader
    person, into = person_meant(reader, pair.person, "person"), person_meant(reader, pair.into, "into")
    verbs.keep_apart(person=person, other=into, by=me_of(request), at=now())
    return Status(204, None)


@duplicates.delete(
    "/apart/{int:person}/{int:into}",
    response={204: None},
    auth=needs("administer"),
    operation_id="suggest_again",
    summary=gettext_noop("Let two people be suggested as one again"),
)
def again(request: HttpRequest, person: Id, into: Id) -> Status[None]:
    pair = Person.objects.in_bulk([person, into]) if max(person, into) < 2**63 else {}
    both = person in pair and into in pair
    if not both or not verbs.suggest_again(person=pair[person], other=pair[into], by=me_of(request), at=now()):
        raise Http404
    return Status(204, None)


@merges.get(
    "",
    response=Merges,
    auth=needs("administer"),
    operation_id="merges",
    summary=gettext_noop("Who was found to be one?"),
    description=gettext_noop("The merges that stand, the latest first."),
)
def standing(request: HttpRequest, response: HttpResponse, limit: Limit = 20, cursor: Cursor = "") -> Merges:
    rows = Merge.objects.filter(ended_at=None).select_related("person", "into", "by")
    listed, place = page(rows, LATEST, cursor, limit)
    return {"items": [as_record(one) for one in listed], "next": link_next(request, response, place)}


@merges.post(
    "",
    response={201: MergeRecord},
    auth=needs("administer"),
    operation_id="merge",
    summary=gettext_noop("Say that two people are one"),
    description=gettext_noop(
        "What either did counts for both together, under the name of “into”. It can be undone exactly."
    ),
)
def merge(request: HttpRequest, pair: Pair) -> Status[MergeRecord]:
    reader = caller_of(request).reader
    person, into = person_meant(reader, pair.person, "person"), person_meant(reader, pair.into, "into")
    done = verbs.merge(person=person, into=into, by=me_of(request), at=now())
    return Status(201, as_record(done))


@merges.delete(
    "/{int:person}",
    response={204: None},
    auth=needs("administer"),
    operation_id="split",
    summary=gettext_noop("Undo a merge"),
    description=gettext_noop("Whoever was merged into another stands alone again."),
)
def split(request: HttpRequest, person: Id) -> Status[None]:
    one = Person.objects.filter(pk=person).first()
    if one is None:
        raise Http404
    try:
        verbs.split(person=one, by=me_of(request), at=now())
    except Refused:
        raise Http404 from None
    return Status(204, None)


def as_record(merge: Merge) -> MergeRecord:
    return {
        "person": named(merge.person),
        "into": named(merge.into),
        "by": named(merge.by) if merge.by else None,
        "at": merge.at.isoformat(),
    }
