"""Lists a page at a time, by where the last one ended: nothing is skipped or told twice while things come and go.

The next page's address is in the answer and in the header Link (RFC 8288). No list says how long it is.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query

from sociable.people.verbs import Refused

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")
Place = Sequence[Any]
"""Where a page ended: the values by which its last row is sorted."""

Limit = Annotated[int, Query(ge=1, le=100, description=gettext_noop("How many at most."))]
Cursor = Annotated[
    str,
    Query(max_length=2000, description=gettext_noop("Where to go on: as it stands in the last answer’s “next”.")),
]
Next = str | None


def page(rows: QuerySet[Row], order: Sequence[str], cursor: str, limit: int) -> tuple[list[Row], Place | None]:
    """A page of rows in this order (as `order_by` takes it; the last is unique), and where it ends if more follow."""
    fields = [name.lstrip("-") for name in order]
    place = place_of(cursor, fields)
    found = list((rows.filter(beyond(order, place)) if place else rows).order_by(*order)[: limit + 1])
    more = len(found) > limit
    return found[:limit], [getattr(found[limit - 1], name) for name in fields] if more else None


def beyond(order: Sequence[str], place: Place) -> Q:
    """What comes after this place: the same in the first so many values, and further in the next."""
    found, same = Q(), Q()
    for name, value in zip(order, place, strict=True):
        field = name.lstrip("-")
        found |= same & Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value})
        same &= Q(**{field: value})
    return found


def place_of(cursor: str, fields: Sequence[str]) -> Place:
    """What a cursor says; nothing where there is none. Raises Refused for one that no answer held."""
    if not cursor:
        return ()
    try:
        said = json.loads(urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
        return [READ[kind](value) for kind, value in zip(kinds_of(fields), said, strict=True)]
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise Refused(_("cursor: no answer of this list held this one. Leave it out, to begin again.")) from None


def kinds_of(fields: Sequence[str]) -> list[str]:
    return [KINDS.get(name, "number") for name in fields]


def words(value: object) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(value)
    return value


def number(value: object) -> int:
    if not isinstance(value, int) or not -(2**63) <= value < 2**63:
        raise ValueError(value)
    return value


def moment(value: object) -> datetime:
    read = datetime.fromisoformat(words(value))
    if read.tzinfo is None:
        raise ValueError(value)
    return read


KINDS = {
    "at": "moment",
    "file": "words",
    "key": "words",
    "last_at": "moment",
    "lowered": "words",
    "published_at": "moment",
}
READ: dict[str, Callable[[object], Any]] = {"moment": moment, "number": number, "words": words}


def cursor_at(place: Place) -> str:
    said = [value.isoformat() if isinstance(value, datetime) else value for value in place]
    return urlsafe_b64encode(json.dumps(said, separators=(",", ":")).encode()).decode().rstrip("=")


def link_next(request: HttpRequest, response: HttpResponse, place: Place | None) -> Next:
    """The next page's address, told in the header too; None on the last."""
    if place is None:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor_at(place)
    address = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    response["Link"] = f'<{address}>; rel="next"'
    return address
