"""What people read when something is not there, not theirs, or broken."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from sociable.rooms.blogs.readers import came_from
from sociable.surfaces.web.reader import reader_of


def explain(request: HttpRequest, status: HTTPStatus, title: str, advice: str) -> HttpResponse:
    return render(request, "web/error.html", {"title": title, "advice": advice}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    advice = _("The address or the form sent something this site cannot read. Go back, and try once more.")
    return explain(request, HTTPStatus.BAD_REQUEST, _("That could not be understood"), advice)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    advice = _("If you think you should be able to, ask whoever runs this site.")
    return explain(request, HTTPStatus.FORBIDDEN, _("This is not open to you"), advice)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Cross-site request forgery, or far more often a page that was open too long."""
    advice = _(
        "The page was open for too long, or your browser refuses cookies. Go back, reload the page and try again."
    )
    return explain(request, HTTPStatus.FORBIDDEN, _("That form is too old"), advice)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What a post's address on the site it came from asks for is where it stands now; anything else is not there."""
    if place := came_from(request.path, reader_of(request)):
        return redirect("post", *place, permanent=True)
    if request.user.is_authenticated:
        advice = _("It may have been moved or taken away, or it is not open to you.")
    else:
        advice = _("It may have been moved or taken away, or you may have to sign in to see it.")
    return explain(request, HTTPStatus.NOT_FOUND, _("There is nothing here"), advice)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    advice = _("That was tried too often from here. Wait a few minutes, then try once more.")
    return explain(request, HTTPStatus.TOO_MANY_REQUESTS, _("Too many tries"), advice)


def no_mail_just_now(request: HttpRequest) -> HttpResponse:
    advice = _(
        "The mail server does not answer. Try again in a few minutes; if it goes on, tell whoever runs this site."
    )
    return explain(request, HTTPStatus.SERVICE_UNAVAILABLE, _("The mail could not be sent"), advice)


def broken(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: whatever broke may be the session or the database."""
    context = {
        "title": _("Something broke on our side"),
        "advice": _("It is not your doing. Try again in a moment; if it goes on, tell whoever runs this site."),
    }
    return HttpResponse(render_to_string("web/broken.html", context), status=HTTPStatus.INTERNAL_SERVER_ERROR)
