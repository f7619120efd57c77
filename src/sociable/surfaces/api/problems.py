"""Errors of the API as RFC 9457 problem details: what was wrong, where, and what to do, in the caller's language."""

import logging
from http import HTTPStatus
from typing import Any, NotRequired

from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from typing_extensions import TypedDict

from sociable.knowledge.expertise.rules import UnknownRule
from sociable.people.verbs import Refused

MEDIA_TYPE = "application/problem+json"
log = logging.getLogger("django.request")


class Mistake(TypedDict):
    """One parameter that is wrong."""

    parameter: str
    detail: str


class Problem(TypedDict):
    """RFC 9457, section 3.1. There is no `type`: the status says it all."""

    title: str
    status: int
    detail: str
    errors: NotRequired[list[Mistake]]


def problem(status: int, detail: str, errors: list[Mistake] | None = None) -> HttpResponse:
    said: Problem = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    if errors:
        said["errors"] = errors
    return JsonResponse(said, status=status, content_type=MEDIA_TYPE)


def nothing_here() -> str:
    return _("There is nothing at this address. What there is: /api/v1/openapi.json.")


WRONG = {
    "bool_parsing": gettext_lazy("Say true or false."),
    "bool_type": gettext_lazy("Say true or false."),
    "extra_forbidden": gettext_lazy("There is no such field."),
    "greater_than_equal": gettext_lazy("At least %(ge)s."),
    "int_parsing": gettext_lazy("A whole number."),
    "int_type": gettext_lazy("A whole number."),
    "less_than": gettext_lazy("Less than %(lt)s."),
    "less_than_equal": gettext_lazy("At most %(le)s."),
    "list_type": gettext_lazy("A list."),
    "literal_error": gettext_lazy("One of: %(expected)s."),
    "missing": gettext_lazy("It is missing."),
    "model_attributes_type": gettext_lazy("A JSON object."),
    "string_too_long": gettext_lazy("At most %(max_length)s characters."),
    "string_too_short": gettext_lazy("At least %(min_length)s characters."),
    "string_type": gettext_lazy("A text."),
    "timezone_aware": gettext_lazy("A moment with its offset from UTC (RFC 3339)."),
    "too_long": gettext_lazy("At most %(max_length)s of them."),
    "too_short": gettext_lazy("At least %(min_length)s of them."),
}
"""What is wrong with a parameter, by the validator's word for it."""


def mistake(error: Any) -> Mistake:
    where = error["loc"][2:] if error["loc"][0] == "body" else error["loc"][1:]
    context = error.get("ctx", {})
    if error["type"] in WRONG:
        detail = str(WRONG[error["type"]]) % context
    elif error["type"].startswith("datetime"):
        detail = str(WRONG["timezone_aware"])
    else:
        detail = str(context.get("error", error["msg"]))
    return {"parameter": ".".join(str(part) for part in where) or "body", "detail": detail}


def wrong_parameters(request: HttpRequest, exception: Any) -> HttpResponse:
    errors = [mistake(error) for error in exception.errors]
    detail = " ".join(f"{one['parameter']}: {one['detail']}" for one in errors)
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors)


def unknown_rule(request: HttpRequest, exception: Any) -> HttpResponse:
    said = str(exception)
    errors: list[Mistake] = [{"parameter": exception.rule, "detail": said}]
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"{exception.rule}: {said}", errors)


def refused(request: HttpRequest, exception: Any) -> HttpResponse:
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(exception))


def not_there(request: HttpRequest, exception: Any) -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, nothing_here())


def stopped(request: HttpRequest, exception: Any) -> HttpResponse:
    """What the library itself stops: a body that is no JSON, and callers it does not know."""
    if exception.status_code == HTTPStatus.BAD_REQUEST:
        return problem(HTTPStatus.BAD_REQUEST, _("The body is not JSON."))
    if exception.status_code == HTTPStatus.UNAUTHORIZED:
        said = _("This is for who is signed in. Show a token of yours: make one on /me/tokens/.")
        response = problem(HTTPStatus.UNAUTHORIZED, said)
        response["WWW-Authenticate"] = "Bearer"
        return response
    return problem(exception.status_code, str(exception))


def broken(request: HttpRequest, exception: Any) -> HttpResponse:
    log.error("%s %s", request.method, request.path, exc_info=exception)
    got_request_exception.send(sender=NinjaAPI, request=request)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, _("Something broke on our side. It is not your doing."))


HANDLERS: dict[type[Exception], Any] = {
    Exception: broken,
    Http404: not_there,
    HttpError: stopped,
    Refused: refused,
    UnknownRule: unknown_rule,
    ValidationError: wrong_parameters,
}
