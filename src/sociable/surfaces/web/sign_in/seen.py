"""When each session was last seen, so that its owner can tell a forgotten one. A sighting, not an act: no ledger."""

from collections.abc import Callable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.db.models import CharField
from django.http import HttpRequest, HttpResponse

from sociable.kit.asked import Asked, Slot
from sociable.kit.clock import now

OFTEN = timedelta(minutes=5)
"""A page costs one indexed look; a write only after so long."""


SEEN = Asked(lambda: UserSession.objects.filter(session_key=Slot("key", CharField())).values_list("last_seen_at"))


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def with_sighting(request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and request.user.is_authenticated:
            note(request, key)
        return get_response(request)

    return with_sighting


def note(request: HttpRequest, key: str) -> None:
    seen = max((at for (at,) in SEEN(key=key)), default=None)
    if seen is None or now() - seen > OFTEN:
        UserSession.objects.create_from_request(request)
