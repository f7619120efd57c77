"""`/me/`. Plain forms; each ends on the same page, and says how it went."""

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sociable.kit.clock import now
from sociable.people.models import Absence, Person
from sociable.people.verbs import Refused, come_back, go_away, introduce
from sociable.publics.models import Membership, Public, Shown
from sociable.publics.readers import Reader, may_be_shown_to, people_visible_to
from sociable.publics.verbs import conceal, show
from sociable.surfaces.web.profile.forms import Away, about
from sociable.surfaces.web.reader import person_of, reader_of

COLLEAGUES = 100
"""Names offered to whoever looks for a stand-in."""

Saying = Callable[[HttpRequest, Person, datetime], str]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    assert person is not None
    if request.method != "POST":
        return shown(request, person)
    if request.POST.get("say") == "introduce" and not (form := about(person, request.POST)).is_valid():
        return shown(request, person, about_me=form)  # what they typed is not lost
    try:
        saying = SAYINGS.get(request.POST.get("say", ""))
        if saying is None:
            raise Refused(_("Nothing was changed: that button is not known here."))
        messages.success(request, saying(request, person, now()))
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("me")


def shown(request: HttpRequest, person: Person, **forms: object) -> HttpResponse:
    reader, at = reader_of(request), now()
    context = {
        "person": person,
        "about_me": about(person),
        "away": Away(label_suffix=""),
        "absences": person.absences.filter(Q(ends=None) | Q(ends__gt=at)).order_by("begins"),
        "at": at,
        "colleagues": colleagues_of(person, reader),
        "publics": publics_for(person, reader),
        **forms,
    }
    return render(request, "web/me.html", context)


def colleagues_of(person: Person, reader: Reader) -> QuerySet[Person]:
    """People of my functions and circles: who stands in is mostly one of them."""
    mine = Membership.objects.filter(person=person, public__kind__in=("function", "circle"), public__is_list=False)
    near = Membership.objects.filter(public__in=mine.values("public"))
    found = people_visible_to(reader).filter(pk__in=near.values("person"), bot=False).exclude(pk=person.pk)
    return found.order_by("name")[:COLLEAGUES]


def publics_for(person: Person, reader: Reader) -> list[tuple[Public, bool]]:
    """Publics outside the organisation, and whether I am shown to each."""
    seen = set(Shown.objects.filter(Q(person=person) | Q(person__same_as=person)).values_list("public", flat=True))
    return [(one, one.pk in seen) for one in may_be_shown_to(reader).order_by("pk")]


def say_who_i_am(request: HttpRequest, person: Person, at: datetime) -> str:
    form = about(person, request.POST)
    if form.is_valid():  # it was, a moment ago
        introduce(person=person, profile=form.profile(), by=person, at=at)
    return _("Kept. Your colleagues see it at once.")


def leave(request: HttpRequest, person: Person, at: datetime) -> str:
    form = Away(request.POST)
    if not form.is_valid():
        raise Refused(_("That is no day. Write it as year, month and day, for instance 2026-03-09."))
    if Absence.objects.filter(Q(ends=None) | Q(ends__gt=at), person=person).exists():
        raise Refused(_("You said already that you are away. Say that you are back first."))
    begins, ends = form.moments(zone_of(person))
    words = form.cleaned_data["stand_in"].strip()
    stand_in = colleague_named(words, reader_of(request)) if words else None
    go_away(person=person, begins=begins, ends=ends, stand_in=stand_in)
    return _("Noted. Whoever looks for you sees until when, and who stands in.")


def zone_of(person: Person) -> ZoneInfo | None:
    try:
        return ZoneInfo(person.time_zone) if person.time_zone else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def colleague_named(words: str, reader: Reader) -> Person:
    """The one person of that name or address, among those the reader may see."""
    named = Q(name__iexact=words) | Q(identities__kind="mail", identities__value=words.casefold())
    found = list(people_visible_to(reader).filter(named).distinct()[:2])
    if not found:
        raise Refused(_("Nobody here is known as “%(a)s”.") % {"a": words})
    if len(found) > 1:
        raise Refused(_("Several people are called “%(a)s”. Give an e-mail address.") % {"a": words})
    return found[0]


def come(request: HttpRequest, person: Person, at: datetime) -> str:
    come_back(person=person, at=at)
    return _("Welcome back. You can be asked again.")


def let_see(request: HttpRequest, person: Person, at: datetime) -> str:
    public = public_named(request)
    show(person=person, public=public, by=person, at=at)
    return _("You are shown to: %(public)s.") % {"public": public}


def hide(request: HttpRequest, person: Person, at: datetime) -> str:
    public = public_named(request)
    conceal(person=person, public=public, by=person, at=at)
    return _("You are no longer shown to: %(public)s.") % {"public": public}


def public_named(request: HttpRequest) -> Public:
    public = may_be_shown_to(reader_of(request)).filter(slug=request.POST.get("public", "")).first()
    if public is None:
        raise Refused(_("There is no such public, or it is not yours."))
    return public


SAYINGS: Mapping[str, Saying] = {
    "introduce": say_who_i_am,
    "go-away": leave,
    "come-back": come,
    "show": let_see,
    "conceal": hide,
}
