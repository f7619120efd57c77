"""The off button: one gesture on every page, and one gesture back. `/off/` says for how long, and who stands in."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sociable.kit.clock import now
from sociable.people.attention.reading import zone_of
from sociable.people.models import Person
from sociable.people.verbs import Refused, come_back, go_away
from sociable.surfaces.web.profile.views import colleague_named, colleagues_of
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.undo import told

MORNING = time(8)
STILL_NIGHT = 4
"""Before this hour, "tomorrow morning" is the one that comes."""
MONDAY = 7

Until = Callable[[datetime, ZoneInfo], datetime]


def in_an_hour(at: datetime, zone: ZoneInfo) -> datetime:
    return at + timedelta(hours=1)


def tomorrow_morning(at: datetime, zone: ZoneInfo) -> datetime:
    local = at.astimezone(zone)
    return datetime.combine(local.date() + timedelta(days=local.hour >= STILL_NIGHT), MORNING, tzinfo=zone)


def monday_morning(at: datetime, zone: ZoneInfo) -> datetime:
    local = at.astimezone(zone)
    return datetime.combine(local.date() + timedelta(days=MONDAY - local.weekday()), MORNING, tzinfo=zone)


SPANS: Mapping[str, tuple[object, Until]] = {
    "hour": (gettext_lazy("For an hour"), in_an_hour),
    "morning": (gettext_lazy("Until tomorrow morning"), tomorrow_morning),
    "monday": (gettext_lazy("Until Monday morning"), monday_morning),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: HttpRequest) -> HttpResponse:
    me, at = person_of(request), now()
    assert me is not None
    if request.method == "POST":
        try:
            return back(request, me, at) if request.POST.get("do") == "back" else switch_off(request, me, at)
        except Refused as reason:
            messages.error(request, str(reason))
    zone = zone_of(me)
    spans = [(name, words, until(at, zone)) for name, (words, until) in SPANS.items()]
    context = {
        "spans": spans,
        "chosen": request.POST.get("until", "morning"),
        "stand_in": request.POST.get("stand_in", ""),
        "colleagues": colleagues_of(me, reader_of(request)),
        "next": way_on(request),
    }
    return render(request, "attention/off.html", context)


def switch_off(request: HttpRequest, me: Person, at: datetime) -> HttpResponse:
    """Off from now on; what was said before of being away now is replaced."""
    if request.POST.get("until") not in SPANS:
        raise Refused(_("Nothing was changed: that button is not known here."))
    _words, until = SPANS[request.POST["until"]]
    words = request.POST.get("stand_in", "").strip()
    stand_in = colleague_named(words, reader_of(request)) if words else None
    with transaction.atomic():
        if me.absence(at):
            come_back(person=me, at=at)
        go_away(person=me, begins=at, ends=until(at, zone_of(me)), stand_in=stand_in)
    told(
        request,
        _("You are off. What arrives is held, and told together when you are back."),
        action=reverse("off"),
        fields={"do": "back", "next": way_on(request)},
    )
    return redirect(way_on(request))


def back(request: HttpRequest, me: Person, at: datetime) -> HttpResponse:
    come_back(person=me, at=at)
    messages.success(request, _("Welcome back. You can be asked again."))
    return redirect(way_on(request))


def way_on(request: HttpRequest) -> str:
    """The page that the reader pressed the button on."""
    asked = (request.POST if request.method == "POST" else request.GET).get("next", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return reverse("home")
