"""What is the same for every call: who it is, how often, what changed since, and words for whatever is refused."""

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from sociable.kit.clock import now
from sociable.surfaces.api.callers import WrongToken, caller_of
from sociable.surfaces.api.limits import Allowance, spend_as, spend_as_stranger
from sociable.surfaces.api.problems import nothing_here, problem

View = Callable[..., HttpResponse]


def every_call(view: View) -> View:
    """The view as all of them are served. Its own authentication looks after cross-site forgery."""

    @csrf_exempt
    @wraps(view)
    def call(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponse:
        allowance, response = admitted(request)
        if response is None:
            response = answer(view, request, *args, **parts)
        allowance.tell(response)
        response.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ["Accept-Language", "Authorization", "Cookie"])
        return response

    return call


def admitted(request: HttpRequest) -> tuple[Allowance, HttpResponse | None]:
    """What is left to the caller, and the answer where they are not let in."""
    at = now()
    try:
        allowance, response = spend_as(caller_of(request), request, at), None
    except WrongToken:
        allowance, response = spend_as_stranger(request, at), wrong_token()
    return allowance, too_often(allowance) if allowance.is_spent else response


def wrong_token() -> HttpResponse:
    said = _("This token is wrong, has ended or was revoked. Make another on /me/tokens/.")
    response = problem(HTTPStatus.UNAUTHORIZED, said)
    response["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    return response


def too_often(allowance: Allowance) -> HttpResponse:
    said = _("That was more than %(quota)s calls in a minute. Wait %(seconds)s seconds.")
    words = said % {"quota": allowance.quota, "seconds": allowance.seconds}
    response = problem(HTTPStatus.TOO_MANY_REQUESTS, words)
    response["Retry-After"] = str(allowance.seconds)
    return response


def answer(view: View, request: HttpRequest, *args: Any, **parts: Any) -> HttpResponse:
    """What the view says; to HEAD, what GET would say without saying it (RFC 9110, 9.3.2)."""
    is_head = request.method == "HEAD"
    if is_head:
        request.method = "GET"
    try:
        response = view(request, *args, **parts)
    except Http404:
        response = problem(HTTPStatus.NOT_FOUND, nothing_here())
    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return not_offered(response)
    if request.method == "GET" and response.status_code == HTTPStatus.OK:
        response = unless_unchanged(request, response)
    if is_head:
        response["Content-Length"] = len(response.content)
        response.content = b""
    return response


def not_offered(refusal: HttpResponse) -> HttpResponse:
    offered = {method.strip() for method in refusal["Allow"].split(",")}
    allow = ", ".join(sorted(offered | ({"HEAD"} if "GET" in offered else set())))
    response = problem(HTTPStatus.METHOD_NOT_ALLOWED, _("This address takes %(methods)s.") % {"methods": allow})
    response["Allow"] = allow
    return response


def unless_unchanged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response with its ETag; or 304, or 412, where the caller said what they have (RFC 9110, 13)."""
    if not response.has_header("ETag"):
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    told = get_conditional_response(request, etag=response["ETag"], response=response) or response
    return other_than_thought() if told.status_code == HTTPStatus.PRECONDITION_FAILED else told


def other_than_thought() -> HttpResponse:
    said = _("It has changed since you read it. Read it again, and change what is there now.")
    return problem(HTTPStatus.PRECONDITION_FAILED, said)
