"""`/api/v1/things`: what people made, who stands behind it, and what was said to it; the same as its page."""

from typing import Annotated

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Query, Router
from typing_extensions import TypedDict

from sociable.kit.databases import text_to_stored
from sociable.knowledge.search.find import find
from sociable.publics.readers import Reader
from sociable.surfaces.api.callers import caller_of, open_to_all
from sociable.surfaces.api.ids import Id
from sociable.surfaces.api.pages import Cursor, Limit, Next, Place, link_next, page, place_of
from sociable.surfaces.api.records import ThingBrief, Titled, briefs_of, titled
from sociable.surfaces.web import things as pages
from sociable.things.models import Tag, Thing, ThingQuerySet, Version

router = Router(tags=["things"])

NEWEST = ("-published_at", "-pk")
REPLIES = ("-accepted", "-score", "published_at", "pk")
FURTHEST = 1000
"""Things of a search that may be paged through, the best."""

Words = Annotated[
    str, Query(description=gettext_noop("What to look for, in plain words; without, the newest come first."))
]
Kind = Annotated[
    str, Query(max_length=40, description=gettext_noop("Things of this kind only, for instance question."))
]
Language = Annotated[str, Query(max_length=8, description=gettext_noop("ISO 639-1; things written in it only."))]


class Things(TypedDict):
    items: list[ThingBrief]
    next: Next


class ThingRecord(ThingBrief):
    text: str
    changed_at: str
    revision: int
    score: int
    accepted: bool
    tags: list[str]
    cites: list[Titled]
    cited_by: list[Titled]


class Reply(ThingBrief):
    text: str
    score: int
    accepted: bool


class Replies(TypedDict):
    items: list[Reply]
    next: Next


@router.get(
    "",
    response=Things,
    auth=open_to_all(),
    operation_id="things",
    summary=gettext_noop("What is there?"),
    description=gettext_noop("The things you may see: those that match best, or the newest."),
)
def things(
    request: HttpRequest,
    response: HttpResponse,
    q: Words = "",
    kind: Kind = "",
    language: Language = "",
    limit: Limit = 20,
    cursor: Cursor = "",
) -> Things:
    reader = caller_of(request).reader
    seen = Thing.objects.visible_to(reader)
    for field, wanted in (("kind", kind), ("language", language)):
        seen = seen.filter(**{field: text_to_stored(wanted)}) if wanted else seen
    listed, place = best(q, reader, seen, cursor, limit) if q.strip() else page(seen, NEWEST, cursor, limit)
    return {"items": briefs_of(listed, reader), "next": link_next(request, response, place)}


def best(q: str, reader: Reader, seen: ThingQuerySet, cursor: str, limit: int) -> tuple[list[Thing], Place | None]:
    """A page of what matches best; where it ends is a rank, for scores are of one moment."""
    start = next(iter(place_of(cursor, ("rank",))), 0)
    ranked = find(q, reader, limit=FURTHEST).things.tolist()
    known = set(seen.filter(pk__in=ranked).values_list("pk", flat=True))
    left = [(rank, id_) for rank, id_ in enumerate(ranked, 1) if id_ in known and rank > start]
    by_id = seen.in_bulk([id_ for _rank, id_ in left[:limit]])
    return [by_id[id_] for _rank, id_ in left[:limit]], [left[limit - 1][0]] if len(left) > limit else None


@router.get(
    "/{int:thing}",
    response=ThingRecord,
    auth=open_to_all(),
    operation_id="thing",
    summary=gettext_noop("What is this, and who stands behind it?"),
)
def thing(request: HttpRequest, thing: Id) -> ThingRecord:
    reader = caller_of(request).reader
    one = found(reader, thing)
    seen = Thing.objects.visible_to(reader).order_by(*NEWEST)
    return {
        **briefs_of([one], reader)[0],
        "text": texts_of([one]).get(one.pk, ""),
        "changed_at": one.changed_at.isoformat(),
        "revision": one.revision,
        "score": one.score,
        "accepted": one.accepted,
        "tags": list(Tag.objects.filter(taggings__thing=one).order_by("name").values_list("name", flat=True)),
        "cites": titled(seen.filter(cited_by__source=one)[: pages.CITED], reader),
        "cited_by": titled(seen.filter(cites__target=one)[: pages.CITED], reader),
    }


@router.get(
    "/{int:thing}/replies",
    response=Replies,
    auth=open_to_all(),
    operation_id="replies",
    summary=gettext_noop("What was said to it?"),
    description=gettext_noop(
        "The answer that was taken first, then the most voted for, then in the order they were said."
    ),
)
def replies(request: HttpRequest, response: HttpResponse, thing: Id, limit: Limit = 20, cursor: Cursor = "") -> Replies:
    reader = caller_of(request).reader
    listed, place = page(pages.replies_to(found(reader, thing), reader), REPLIES, cursor, limit)
    texts = texts_of(listed)
    items: list[Reply] = [
        {**told, "text": texts.get(one.pk, ""), "score": one.score, "accepted": one.accepted}
        for one, told in zip(listed, briefs_of(listed, reader), strict=True)
    ]
    return {"items": items, "next": link_next(request, response, place)}


def found(reader: Reader, id_: int) -> Thing:
    one = Thing.objects.visible_to(reader).filter(pk=id_).first()
    if one is None:
        raise Http404
    return one


def texts_of(things: list[Thing]) -> dict[int, str]:
    current = Version.objects.filter(thing__in=things, number=F("thing__revision"))
    return dict(current.values_list("thing", "text"))
