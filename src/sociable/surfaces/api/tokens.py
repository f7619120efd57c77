"""`/api/v1/me/tokens`: the tokens by which scripts speak for me; the same as the page `/me/tokens/`."""

from typing import Annotated, Literal

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router, Schema, Status
from ninja.errors import HttpError
from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from sociable.kit.clock import now
from sociable.people import tokens
from sociable.people.models import Token
from sociable.people.verbs import Refused
from sociable.surfaces.api.callers import Caller, caller_of, my_account, needs
from sociable.surfaces.api.ids import Id

router = Router(tags=["me"])

Scope = Literal["read", "write", "administer"]


class TokenRecord(TypedDict):
    id: int
    name: str
    beginning: str
    scopes: list[Scope]
    created_at: str
    expires_at: str
    used_at: str | None


class NewToken(TokenRecord):
    secret: str
    """The token itself, told this once."""


class Tokens(TypedDict):
    items: list[TokenRecord]


class Wanted(Schema):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: Annotated[str, Field(min_length=1, max_length=80, description=gettext_noop("What will use it."))]
    scopes: Annotated[
        list[Scope], Field(min_length=1, max_length=3, description=gettext_noop("What it may be used for."))
    ]
    days: Annotated[int, Field(ge=1, le=tokens.LONGEST_DAYS, description=gettext_noop("How long it lasts."))] = 90


@router.get("/tokens", response=Tokens, auth=needs("read"), operation_id="my_tokens", summary=gettext_noop("My tokens"))
def my_tokens(request: HttpRequest) -> Tokens:
    mine = Token.objects.standing(now()).filter(account=my_account(request)).order_by("-created_at", "-pk")
    return {"items": [as_record(one) for one in mine]}


@router.post(
    "/tokens",
    response={201: NewToken},
    auth=needs("write"),
    operation_id="create_token",
    summary=gettext_noop("Make a token"),
    description=gettext_noop(
        "The secret is told this once. A token makes no token that may do more than itself, or lasts longer."
    ),
)
def create(request: HttpRequest, wanted: Wanted) -> Status[NewToken]:
    at = now()
    refuse_more(caller_of(request), wanted)
    made = tokens.create(account=my_account(request), name=wanted.name, scopes=wanted.scopes, days=wanted.days, at=at)
    return Status(201, {**as_record(made.token), "secret": made.secret})


def refuse_more(caller: Caller, wanted: Wanted) -> None:
    """Raises Refused where somebody who found a token would make it more, or longer, than it is."""
    if not all(caller.may(scope) for scope in wanted.scopes):
        raise HttpError(403, _("A token makes no token that may do more than itself."))
    if caller.token is not None and wanted.days > (caller.token.expires_at - now()).days:
        raise Refused(_("A token makes no token that lasts longer than itself."))


@router.delete(
    "/tokens/{int:token}",
    response={204: None},
    auth=needs("write"),
    operation_id="revoke_token",
    summary=gettext_noop("Revoke a token"),
)
def revoke(request: HttpRequest, token: Id) -> Status[None]:
    try:
        tokens.revoke(account=my_account(request), token=token, at=now())
    except Refused:
        raise Http404 from None
    return Status(204, None)


def as_record(token: Token) -> TokenRecord:
    return {
        "id": token.pk,
        "name": token.name,
        "beginning": token.beginning,
        "scopes": token.scopes.split(),  # type: ignore[typeddict-item]
        "created_at": token.created_at.isoformat(),
        "expires_at": token.expires_at.isoformat(),
        "used_at": token.used_at.isoformat() if token.used_at else None,
    }
