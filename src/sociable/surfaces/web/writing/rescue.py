"""What was sent from an editor and not taken is kept: the session had ended, the form was too old, the server failed.

Whoever is signed in finds it in the editor, as after a closed tab. Who is not finds it there once they have signed in:
until then it waits in the session, and only there.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from sociable.kit.clock import now
from sociable.people.models import Account
from sociable.surfaces.web.reader import person_of
from sociable.surfaces.web.writing.views import Sent, sent
from sociable.things import drafts

WAITING = "writing_waiting"
LONGEST = 100_000
"""Characters that wait in a session: it is read at each request."""
SOON = 15 * 60
"""Seconds."""


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def with_rescue(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method != "POST" or not (is_lost(response) or leads_to_sign_in(response)):
            return response
        said = sent(request)
        return rescue(request, said, response) if said["where"] and said["text"].strip() else response

    return with_rescue


def is_lost(response: HttpResponse) -> bool:
    return response.status_code in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND) or response.status_code >= 500


def leads_to_sign_in(response: HttpResponse) -> bool:
    return urlsplit(response.headers.get("Location", "")).path == resolve_url(settings.LOGIN_URL)


def rescue(request: HttpRequest, said: Sent, response: HttpResponse) -> HttpResponse:
    me = person_of(request)
    if me is not None:
        drafts.keep(person=me, at=now(), **said)
        return response
    if not leads_to_sign_in(response):
        return response
    request.session[WAITING] = {"said": {**said, "text": said["text"][:LONGEST]}, "at": now().timestamp()}
    back = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect_to_login(back if ours else request.path)


@receiver(user_logged_in)
def take_over(sender: object, request: HttpRequest, user: Account, **_more: Any) -> None:
    """What waits in the session is taken for theirs who sign in there soon: a machine may be shared."""
    waiting = request.session.pop(WAITING, None) if hasattr(request, "session") else None
    if waiting and now().timestamp() - waiting["at"] < SOON:
        drafts.keep(person=user.person, at=now(), **waiting["said"])
