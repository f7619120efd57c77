"""Who comes in: whoever is signed in on the site's own pages, by the same cookie. Nobody else."""

from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth import get_user

from sociable.surfaces.stream.happenings import place_in
from sociable.surfaces.stream.hub import Line

LONGEST = 100
"""Characters of a place's name."""


def is_ours(headers: dict[bytes, bytes]) -> bool:
    """Whether the page that asks is one of the site's own. A browser says where a page of another site comes from."""
    origin = headers.get(b"origin", b"").decode("latin-1")
    if not origin:
        return True
    host = headers.get(b"host", b"").decode("latin-1")
    return origin in settings.CSRF_TRUSTED_ORIGINS or is_beside(origin, host)


def is_beside(origin: str, host: str) -> bool:
    """The same machine by the same name, on another port: how the site runs without a proxy. Never in production."""
    name = urlsplit(f"//{host}").hostname
    return not settings.PRODUCTION and name in settings.ALLOWED_HOSTS and urlsplit(origin).hostname == name


def line_for(query: bytes, headers: dict[bytes, bytes]) -> Line | None:
    """The connection that is asked for; None for whoever is not signed in."""
    session = session_of(headers.get(b"cookie", b"").decode("latin-1"))
    account = get_user(SimpleNamespace(session=session)) if session else None  # type: ignore[arg-type]
    if session is None or account is None or not account.is_authenticated:
        return None
    asked = parse_qs(query.decode("latin-1"))
    last = headers.get(b"last-event-id", b"").decode("latin-1")
    place = asked.get("place", [""])[0][:LONGEST]
    after = place_in(last or asked.get("after", [""])[0])
    return Line(account.person_id, place, after, session.session_key, account.pk, account.password)


def session_of(cookies: str):  # type: ignore[no-untyped-def]  # a store that the settings name
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(cookies)
    except CookieError:
        return None
    key = jar.get(settings.SESSION_COOKIE_NAME)
    return import_module(settings.SESSION_ENGINE).SessionStore(key.value) if key and key.value else None
