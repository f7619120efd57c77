"""Light or dark: kept in the browser, like the language, so that it holds before anybody signs in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

THEMES = ("light", "dark")
A_YEAR = 365 * 24 * 3600


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    chosen, onward = request.POST.get("theme"), request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    answer = redirect(onward if is_ours else "home")
    if chosen not in THEMES:  # as the system has it
        answer.delete_cookie("theme", samesite="Lax")
        return answer
    secure = settings.SESSION_COOKIE_SECURE
    answer.set_cookie("theme", chosen, max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax")
    return answer
