"""`/look/`: the small system of which every page is made, shown by itself: colours, type, parts, and their use."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

COLOURS = (
    ("paper", _("the page")),
    ("sheet", _("fields, notes, code")),
    ("ink", _("text")),
    ("faint", _("what may be read last")),
    ("line", _("between parts")),
    ("edge", _("around what can be filled in")),
    ("accent", _("what can be pressed, and only that")),
    ("mistake", _("what went wrong")),
)
"""Names of the colours in `ground.css`, and what each is for."""
PEOPLE = (
    (1, "Ada Lovelace"),
    (2, "Bruno Côté"),
    (3, "Chioma Adeyemi"),
    (4, "Dilan Aydın"),
    (5, "Élise Gagnon"),
    (6, "Wei"),
)


@require_safe
def look(request: HttpRequest) -> HttpResponse:
    return render(request, "web/look.html", {"colours": COLOURS, "people": PEOPLE})
