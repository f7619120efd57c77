"""`/me/sessions/`: where I am signed in, and ending that."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sociable.surfaces.web.sign_in.devices import describe


@dataclass(frozen=True, slots=True)
class Session:
    """One device on which somebody is signed in."""

    id: int
    device: str
    address: str
    begins: datetime
    seen: datetime
    is_here: bool


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return end(request, request.POST.get("end", ""))
    found = sorted(UserSession.objects.purge_and_list(request.user), key=lambda one: one.last_seen_at, reverse=True)
    rows = [
        Session(one.pk, describe(one.user_agent), one.ip, one.created_at, one.last_seen_at, is_here(one, request))
        for one in found
    ]
    return render(request, "usersessions/usersession_list.html", {"sessions": rows})


def is_here(session: UserSession, request: HttpRequest) -> bool:
    return bool(session.session_key == request.session.session_key)


def end(request: HttpRequest, which: str) -> HttpResponse:
    """Ends one session, by its id, or all `others`."""
    mine = UserSession.objects.filter(user=request.user)
    number = int(which) if which.isascii() and which.isdecimal() and len(which) < 19 else 0
    ended = [one for one in mine if (not is_here(one, request) if which == "others" else one.pk == number)]
    here = any(is_here(one, request) for one in ended)
    for one in ended:
        one.end()
    if here:
        logout(request)
        return redirect("home")
    messages.success(request, _("Ended. Whoever uses that device has to sign in again.") if ended else nothing())
    return redirect("sessions")


def nothing() -> str:
    return _("Nothing was open there any more.")
