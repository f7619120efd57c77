"""Who reads this page, in which language and time zone."""

from collections.abc import Callable
from typing import cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sociable.people.models import Person
from sociable.publics.readers import STRANGER, Reader, reader_for


def person_of(request: HttpRequest) -> Person | None:
    """Who is signed in, under the name they are known by."""
    if not request.user.is_authenticated:
        return None
    return request.user.person.root


def reader_of(request: HttpRequest) -> Reader:
    """The reader behind a request; worked out once."""
    if not hasattr(request, "_reader"):
        person = person_of(request)
        request._reader = reader_for(person) if person else STRANGER  # type: ignore[attr-defined]
    return cast(Reader, request._reader)  # type: ignore[attr-defined]


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Shows times in the reader's time zone."""

    def with_time_zone(request: HttpRequest) -> HttpResponse:
        person = person_of(request)
        try:
            timezone.activate(ZoneInfo(person.time_zone)) if person and person.time_zone else timezone.deactivate()
        except (ZoneInfoNotFoundError, ValueError):
            timezone.deactivate()
        return get_response(request)

    return with_time_zone
