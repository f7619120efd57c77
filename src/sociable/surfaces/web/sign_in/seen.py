"""When each session was last seen, so that its owner can tell a forgotten one. A sighting, not an act: no ledger."""

from collections.abc import Callable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse

from sociable.kit.clock import now

OFTEN = timedelta(minutes=5)
"""A page costs one indexed look; a write only after so long."""


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def with_sighting(request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and request.user.is_authenticated:
            note(request, key)
        return get_response(request)

    return with_sighting


def note(request: HttpRequest, key: str) -> None:
    seen = UserSession.objects.filter(session_key=key).values_list("last_seen_at", flat=True).first()
    if seen is None or now() - seen > OFTEN:
        UserSession.objects.create_from_request(request)
