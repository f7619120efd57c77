"""Thanking somebody for a thing: a quiet button on its page; told to whoever was thanked, on their own page."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sociable.kit.clock import now
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.readers import Reader, people_visible_to
from sociable.responses.thanks.models import Thanks
from sociable.responses.thanks.verbs import of, take_back_thanks, thank
from sociable.surfaces.web.cards import Card, cards_of
from sociable.surfaces.web.microblog.standing import Standing
from sociable.surfaces.web.microblog.writing import way_back
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.topics import number_in
from sociable.surfaces.web.undo import told
from sociable.things.models import Thing

OFFERED = 5
"""People of one thing whom its page offers to thank: the first that stand behind it."""
TOLD = 10


@dataclass(frozen=True, slots=True)
class Thankable:
    person: Person
    is_thanked: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One thanks, as it is told to whoever was thanked."""

    by: Person | None
    """None for whom the reader may not see."""
    card: Card
    said: Thanks


@login_required
@require_POST
def thanks(request: HttpRequest, id_: int) -> HttpResponse:
    me, reader = person_of(request), reader_of(request)
    assert me is not None
    thing = get_object_or_404(Thing.objects.visible_to(reader), pk=id_)
    person = get_object_or_404(people_visible_to(reader), pk=number_in(request.POST.get("person", "")))
    try:
        if request.POST.get("do") == "take-back":
            take_back_thanks(person=person, thing=thing, by=me, at=now())
            messages.success(request, _("Taken back."))
        else:
            thank(person=person, thing=thing, by=me, at=now())
            fields = {"person": person.pk, "do": "take-back"}
            told(request, _("%(name)s is told so.") % {"name": person}, action=request.path, fields=fields)
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect(way_back(request, reverse("thing", args=[thing.pk])))


def thankable(card: Card, standing: Standing, reader: Reader) -> list[Thankable]:
    """Whom the reader may thank for a thing, of those its page names, and whom they did."""
    people = [one.person for one in card.credits if one.person.pk != reader.person and not one.person.bot]
    return [Thankable(one, one.pk in standing.thanked) for one in people[:OFFERED]]


def told_to(me: Person, reader: Reader) -> list[Told]:
    """The latest thanks that a person received, for what they still see."""
    rows = list(
        Thanks.objects.filter(of(me, "person"), thing__public_id__in=reader.publics, thing__withdrawn_at=None)
        .select_related("thing", "by__same_as")
        .order_by("-at", "-pk")[:TOLD]
    )
    people = people_visible_to(reader).in_bulk({one.by.root_id for one in rows})
    cards = {card.thing.pk: card for card in cards_of({one.thing_id: one.thing for one in rows}.values(), reader)}
    return [Told(people.get(one.by.root_id), cards[one.thing_id], one) for one in rows]
