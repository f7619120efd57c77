"""`/me/notices/`: what I am told of, and in which hours I am told nothing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sociable.kit.clock import now
from sociable.people.attention.models import HouseHours, OwnHours, Unwanted
from sociable.people.attention.verbs import keep_house_hours, keep_quiet, tell
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.surfaces.web.attention.forms import QuietHours, form_of, hours_said
from sociable.surfaces.web.attention.sentences import KINDS
from sociable.surfaces.web.reader import person_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    assert me is not None
    if request.method != "POST":
        return shown(request, me, form_of(hours_in_force(me)))
    form = form_of(None, request.POST)
    try:
        messages.success(request, kept(request, me, form))
        return redirect("my-notices")
    except Refused as reason:
        messages.error(request, str(reason))
        return shown(request, me, form)


def kept(request: HttpRequest, me: Person, form: QuietHours) -> str:
    word, at = request.POST.get("say"), now()
    if word == "kinds":
        wanted = set(request.POST.getlist("kind"))
        for kind in KINDS:
            tell(person=me, reason=kind, wanted=str(int(kind)) in wanted, at=at)
        return _("Kept. You are told of what is ticked.")
    if word == "house":
        keep_house_hours(person=me, at=at)
        return _("Your quiet hours are the organisation’s.")
    if word != "hours":
        raise Refused(_("Nothing was changed: that button is not known here."))
    keep_quiet(person=me, at=at, **hours_said(form))
    return _("Kept. What arrives in these hours is held, and told together when they end.")


def hours_in_force(me: Person) -> OwnHours | HouseHours | None:
    return OwnHours.objects.filter(person=me).first() or HouseHours.objects.filter(pk=1).first()


def shown(request: HttpRequest, me: Person, form: QuietHours) -> HttpResponse:
    unwanted = set(Unwanted.objects.filter(person=me).values_list("reason", flat=True))
    context = {
        "form": form,
        "kinds": [(int(kind), words, int(kind) not in unwanted) for kind, words in KINDS.items()],
        "own": OwnHours.objects.filter(person=me).exists(),
        "house": HouseHours.objects.filter(pk=1).first(),
    }
    return render(request, "attention/settings.html", context)
