"""Useful, and saved for later: the buttons, and the list of what one saved."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sociable.kit.clock import now
from sociable.people.verbs import Refused
from sociable.responses.saved.models import Saved
from sociable.responses.saved.verbs import of, save, unsave
from sociable.responses.votes.verbs import like, unlike
from sociable.surfaces.web.cards import cards_of
from sociable.surfaces.web.microblog.writing import way_back
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.topics import number_in
from sociable.surfaces.web.undo import told
from sociable.things.models import Thing

A_PAGE = 30


@login_required
@require_POST
def respond(request: HttpRequest, id_: int) -> HttpResponse:
    """Does what a button under a thing says, and leads back to where it was pressed."""
    me, word = person_of(request), request.POST.get("do", "")
    thing = get_object_or_404(Thing.objects.visible_to(reader_of(request)), pk=id_)
    assert me is not None
    back = way_back(request, reverse("thing", args=[thing.pk]))
    try:
        if word not in DEEDS:
            raise Refused(_("Nothing was changed: that button is not known here."))
        deed, words, contrary = DEEDS[word]
        deed(thing=thing, by=me, at=now())
        here = reverse("respond", args=[thing.pk])
        told(request, str(words), action=here, fields={"do": contrary, "next": back})
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect(back)


DEEDS: Mapping[str, tuple[Callable[..., object], object, str]] = {
    "like": (like, gettext_lazy("You said that it was useful."), "unlike"),
    "unlike": (unlike, gettext_lazy("You took that back."), "like"),
    "save": (save, gettext_lazy("Saved for later, for you alone."), "unsave"),
    "unsave": (unsave, gettext_lazy("Not saved any more."), "save"),
}


@login_required
@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    """What one saved for later, the latest first; what closed since is not there."""
    me, reader = person_of(request), reader_of(request)
    assert me is not None
    seen = Thing.objects.visible_to(reader)
    mine = Saved.objects.filter(of(me))
    again = mine.filter(thing=OuterRef("thing"), pk__gt=OuterRef("pk"))  # both halves of who was merged saved it
    rows = mine.filter(~Exists(again), thing__in=seen).order_by("-pk").select_related("thing__public")
    before = number_in(request.GET.get("before", ""))
    found = list((rows.filter(pk__lt=before) if before else rows)[: A_PAGE + 1])
    shown = found[:A_PAGE]
    older = shown[-1].pk if len(found) > A_PAGE else None
    cards = cards_of([row.thing for row in shown], reader)
    return render(request, "microblog/saved.html", {"cards": cards, "older": older, "here": "saved"})
