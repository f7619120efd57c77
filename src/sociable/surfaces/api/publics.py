"""`/api/v1/publics`: the publics by which I may narrow an answer, and which of them are mine."""

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router
from typing_extensions import TypedDict

from sociable.publics.readers import publics_of
from sociable.surfaces.api.callers import caller_of, open_to_all

router = Router(tags=["publics"])


class PublicRecord(TypedDict):
    slug: str
    name: str
    kind: str
    mine: bool


class Publics(TypedDict):
    items: list[PublicRecord]


@router.get(
    "",
    response=Publics,
    auth=open_to_all(),
    operation_id="publics",
    summary=gettext_noop("Which publics do I see?"),
    description=gettext_noop("Those you stand in, and the functions. A circle is known to its members only."),
)
def publics(request: HttpRequest) -> Publics:
    reader = caller_of(request).reader
    known = publics_of(reader).order_by("slug")
    return {
        "items": [
            {"slug": one.slug, "name": str(one), "kind": one.kind, "mine": one.pk in reader.publics} for one in known
        ]
    }
