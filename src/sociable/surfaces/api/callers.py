"""Who calls: a script with its owner's token, a browser with its session, or anybody."""

from dataclasses import dataclass, replace
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja.errors import AuthorizationError
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from sociable.kit.clock import now
from sociable.people.models import Account, Person, Token
from sociable.people.tokens import holder
from sociable.publics.readers import STRANGER, Reader, may_administer, reader_for


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who calls, and as whom they read. `token` is what a script showed; a browser's session has none."""

    reader: Reader
    account: Account | None = None
    token: Token | None = None

    @property
    def person(self) -> Person | None:
        return self.account.person.root if self.account else None

    def may(self, scope: str) -> bool:
        return self.token is None or scope in self.token.scopes.split()


ANYBODY = Caller(STRANGER)


class WrongToken(Exception):
    """What was shown as a token is none, or none that stands."""


def caller_of(request: HttpRequest) -> Caller:
    """The caller; worked out once. Raises WrongToken rather than take the holder of an old token for a stranger."""
    if not hasattr(request, "_caller"):
        shown = request.headers.get("Authorization")
        request._caller = by_session(request) if shown is None else by_token(shown)  # type: ignore[attr-defined]
    return cast(Caller, request._caller)  # type: ignore[attr-defined]


def by_token(shown: str) -> Caller:
    scheme, _blank, secret = shown.strip().partition(" ")
    token = holder(secret.strip(), now()) if scheme.lower() == "bearer" else None
    if token is None:
        raise WrongToken
    reader = reader_for(token.account.person)
    caller = Caller(reader, token.account, token)
    return replace(caller, reader=replace(reader, administers=reader.administers and caller.may("administer")))


def by_session(request: HttpRequest) -> Caller:
    if not request.user.is_authenticated:
        return ANYBODY
    return Caller(reader_for(request.user.person), request.user)


class Known(AuthBase):
    """Lets in who is known, for what their token may be used for."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Any:
        caller = caller_of(request)
        if caller.account is None or (caller.token is None) == isinstance(self, BearerToken):
            return None
        if not caller.may(self.scope):
            raise AuthorizationError(
                message=_("This token may not be used for that: it lacks the scope %(scope)s.") % {"scope": self.scope}
            )
        if caller.token is None and check_csrf(request):
            raise AuthorizationError(
                message=_("The session’s CSRF token is missing from the header X-CSRFToken, or wrong.")
            )
        if self.scope == "administer" and not may_administer(caller.reader):
            raise Http404
        return caller


class BearerToken(Known):
    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = gettext_noop("A personal token, made on /me/tokens/ (RFC 6750).")


class Session(Known):
    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = settings.SESSION_COOKIE_NAME
    openapi_description = gettext_noop("A browser's session. What changes something also needs the header X-CSRFToken.")


class Anybody(AuthBase):
    """Lets in strangers too; they see what is for everyone."""

    openapi_type = ""

    def __call__(self, request: HttpRequest) -> Any:
        return caller_of(request).account is None


def needs(scope: str) -> list[AuthBase]:
    return [BearerToken(scope), Session(scope)]


def open_to_all() -> list[AuthBase]:
    return [*needs("read"), Anybody()]


def me_of(request: HttpRequest) -> Person:
    me = caller_of(request).person
    assert me is not None, "the call lets in only who is known"
    return me


def my_account(request: HttpRequest) -> Account:
    account = caller_of(request).account
    assert account is not None, "the call lets in only who is known"
    return account
