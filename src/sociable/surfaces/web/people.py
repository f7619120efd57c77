"""A person: when they can be reached, what they can help with and why, with whom they work, and what they made."""

from collections.abc import Mapping
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from sociable.kit.clock import now
from sociable.knowledge.expertise.topics import LOOKED_THROUGH, Topic, latest, topics_of
from sociable.knowledge.search.find import Search
from sociable.people.models import Person
from sociable.publics.readers import Reader, functions_of, people_visible_to
from sociable.surfaces.web.cards import cards_of
from sociable.surfaces.web.picture import picture_of
from sociable.surfaces.web.reach import identities_of, reach_of
from sociable.surfaces.web.reader import reader_of
from sociable.things.models import Contribution, Thing, ThingQuerySet

A_PAGE = 15
LONGEST_TOPIC = 120


@require_safe
def person(request: HttpRequest, id_: int) -> HttpResponse:
    reader = reader_of(request)
    known_as = Person.objects.filter(pk=id_).values_list("same_as_id", flat=True).first() or id_
    one = get_object_or_404(people_visible_to(reader), pk=known_as)
    if one.pk != id_:
        return redirect("person", id_=one.pk)
    topic = request.GET.get("topic", "").replace("\0", " ").strip()[:LONGEST_TOPIC]
    made = showing(topic, one, reader) if topic else made_by(one, reader)
    page = Paginator(made, A_PAGE).get_page(request.GET.get("page"))
    described = description(one, reader, now())
    context = {**described, "topic": topic, "page": page, "cards": cards_of(page.object_list, reader)}
    return render(request, "web/person.html", context)


def description(one: Person, reader: Reader, at: datetime) -> Mapping[str, object]:
    is_me = reader.person == one.pk
    return {
        "person": one,
        "functions": functions_of(one),
        "languages": one.languages.split(),
        "identities": identities_of(one) if reader.is_inside else (),
        "topics": topics_shown(one, reader),
        "picture": None if one.bot or not reader.is_inside else picture_of(one, reader),
        "is_me": is_me,
        "may_ask": reader.person is not None and not is_me and not one.bot,
        "unclaimed": reader.is_inside and not one.bot and not one.is_claimed,
        **reach_of(one, reader, at),
    }


def topics_shown(one: Person, reader: Reader) -> list[Topic]:
    """What they are about, to colleagues: outside, only their things speak. What they hide is shown to them alone."""
    if one.bot or not reader.is_inside:
        return []
    return topics_of(one, reader, own=reader.person == one.pk)


def showing(topic: str, one: Person, reader: Reader) -> ThingQuerySet:
    """Those of their things in which every word of a topic stands: why they are found for it."""
    search, things = Search(topic, reader), latest(one, reader, LOOKED_THROUGH)
    for _count, terms in search.words.values():
        things = search.among(terms, things)
    found = things if search.words else []
    return Thing.objects.visible_to(reader).filter(pk__in=found).order_by("-published_at", "-pk")


def made_by(one: Person, reader: Reader) -> ThingQuerySet:
    """What this person, or anyone merged into them, had a hand in, newest first."""
    same = Person.objects.filter(Q(pk=one.pk) | Q(same_as=one.pk)).values_list("pk", flat=True)
    # Ids first, so that the database starts from this person's few rows, not from everything by date.
    theirs = Contribution.objects.filter(person__in=list(same)).values("thing")
    return Thing.objects.visible_to(reader).filter(pk__in=theirs).order_by("-published_at", "-pk")
