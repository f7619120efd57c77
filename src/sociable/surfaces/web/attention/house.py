"""`/administration/quiet/`: the quiet hours of everybody who has chosen none."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sociable.kit.clock import now
from sociable.people.attention.models import HouseHours
from sociable.people.verbs import Refused
from sociable.publics.hours import set_house_hours
from sociable.surfaces.web.administration.doors import for_administrators
from sociable.surfaces.web.attention.forms import form_of, hours_said
from sociable.surfaces.web.reader import person_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def hours(request: HttpRequest) -> HttpResponse:
    form = form_of(HouseHours.objects.filter(pk=1).first(), request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            set_house_hours(by=person_of(request), at=now(), **hours_said(form))
            messages.success(request, _("These hours hold from now on, for whoever has chosen none."))
            return redirect("house-hours")
        except Refused as reason:
            messages.error(request, str(reason))
    last = HouseHours.objects.select_related("by").filter(pk=1).first()
    return render(request, "attention/house.html", {"form": form, "last": last})
