"""A person's page: who they are, whether they can be asked, and what they made."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from sociable.kit.clock import now
from sociable.knowledge.expertise.topics import Topic, topics_of
from sociable.people.models import Absence, Identity, Person
from sociable.publics.readers import Reader, functions_of, people_visible_to
from sociable.surfaces.web.cards import cards_of
from sociable.surfaces.web.reader import reader_of
from sociable.things.models import Contribution, Thing, ThingQuerySet

A_PAGE = 20


@require_safe
def person(request: HttpRequest, id_: int) -> HttpResponse:
    reader = reader_of(request)
    known_as = Person.objects.filter(pk=id_).values_list("same_as_id", flat=True).first() or id_
    one = get_object_or_404(people_visible_to(reader), pk=known_as)
    if one.pk != id_:
        return redirect("person", id_=one.pk)
    page = Paginator(made_by(one, reader), A_PAGE).get_page(request.GET.get("page"))
    described = description(one, reader, now())
    return render(request, "web/person.html", {**described, "page": page, "cards": cards_of(page.object_list, reader)})


def description(one: Person, reader: Reader, at: datetime) -> Mapping[str, object]:
    absence = one.absence(at)
    return {
        "person": one,
        "functions": functions_of(one),
        "languages": one.languages.split(),
        "absence": absence,
        "available": absence is None,
        "stand_in": stand_in_of(absence, reader),
        "local_time": local_time(one, at),
        "identities": identities_of(one) if reader.is_inside else (),
        "topics": topics_shown(one, reader),
        "is_me": reader.person == one.pk,
        "unclaimed": reader.is_inside and not one.bot and not one.is_claimed,
    }


def topics_shown(one: Person, reader: Reader) -> list[Topic]:
    """What they are about, to colleagues: outside, only their things speak. What they hide is shown to them alone."""
    if one.bot or not reader.is_inside:
        return []
    return topics_of(one, reader, own=reader.person == one.pk)


def made_by(one: Person, reader: Reader) -> ThingQuerySet:
    """What this person, or anyone merged into them, had a hand in, newest first."""
    same = Person.objects.filter(Q(pk=one.pk) | Q(same_as=one.pk)).values_list("pk", flat=True)
    # Ids first, so that the database starts from this person's few rows, not from everything by date.
    theirs = Contribution.objects.filter(person__in=list(same)).values("thing")
    return Thing.objects.visible_to(reader).filter(pk__in=theirs).order_by("-published_at", "-pk")


def identities_of(one: Person) -> list[Identity]:
    mine = Identity.objects.filter(Q(person=one) | Q(person__same_as=one))
    return list(mine.order_by("-kind", "realm", "value"))


def stand_in_of(absence: Absence | None, reader: Reader) -> Person | None:
    if absence is None or absence.stand_in_id is None:
        return None
    return people_visible_to(reader).filter(pk=absence.stand_in_id).first()


def local_time(one: Person, at: datetime) -> datetime | None:
    """What their clock says; naive, so that the page does not move it to the reader's time zone."""
    try:
        return at.astimezone(ZoneInfo(one.time_zone)).replace(tzinfo=None) if one.time_zone else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
