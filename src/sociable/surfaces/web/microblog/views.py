"""The timelines: home, everybody's, a person's; what is new since; and how far one has read."""

from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from sociable.kit.clock import now
from sociable.ledger.acts import settled
from sociable.publics.models import Public
from sociable.publics.readers import people_visible_to
from sociable.responses.follows.verbs import is_tag_seen
from sociable.rooms.microblog.verbs import keep_place
from sociable.rooms.microblog.words import as_tag
from sociable.surfaces.web.microblog.composing import composer
from sociable.surfaces.web.microblog.timelines import (
    COUNTED,
    EMPTY,
    Timeline,
    everybody,
    home_of,
    number_of_new,
    of_person,
    of_public,
    of_tag,
    place_in,
    sheet,
)
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.things.models import Tag


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    assert me is not None
    return shown(request, home_of(me, reader_of(request)), "microblog/home.html", {"here": "home"})


@require_safe
def notes(request: HttpRequest) -> HttpResponse:
    return shown(request, everybody(reader_of(request)), "microblog/notes.html", {"here": "notes"})


@require_safe
def of_somebody(request: HttpRequest, id_: int) -> HttpResponse:
    person = get_object_or_404(people_visible_to(reader_of(request)), pk=id_)
    more = {"person": person, "here": "person"}
    return shown(request, of_person(person, reader_of(request)), "microblog/person.html", more)


@require_safe
def of_tag_named(request: HttpRequest, name: str) -> HttpResponse:
    """What carries a tag. One that nothing carries has a page like one whose things are for others."""
    tag = Tag.objects.filter(name=as_tag(name)).first() or Tag.objects.filter(name=name).first()
    if tag is None or not is_tag_seen(tag, reader_of(request)):
        tag = Tag(name=as_tag(name))
        return render(request, "microblog/tag.html", {"tag": tag, "sheet": EMPTY, "here": "tag"})
    return shown(request, of_tag(tag, reader_of(request)), "microblog/tag.html", {"tag": tag, "here": "tag"})


def shown(
    request: HttpRequest, timeline: Timeline, template: str, more: dict[str, object], public: Public | None = None
) -> HttpResponse:
    """A page of a timeline: fifty things, newest first; the reader's own mark says which are new."""
    xid, act = settled()  # before what the page shows is read
    before = place_in(request.GET.get("before", ""))
    me, reader = person_of(request), reader_of(request)
    part = sheet(timeline, reader, before, me)
    compose = composer(request, public=public) if me else None
    context = {"timeline": timeline, "sheet": part, "compose": compose, "is_first": before is None, **more}
    context["told_up_to"] = f"{xid}.{act}"
    return render(request, template, context)


@login_required
@require_safe
def newer(request: HttpRequest) -> HttpResponse:
    """How many things came into a timeline since a place in it, as a line that leads to them; empty for none."""
    timeline, after = timeline_named(request, request.GET.get("timeline", "")), place_in(request.GET.get("after", ""))
    if after is None:
        raise Http404
    number = number_of_new(timeline, reader_of(request), after, person_of(request))
    context = {"number": number, "many": number >= COUNTED, "address": address_of(timeline)}
    return render(request, "microblog/newer.html", context)


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Keeps how far the reader has read a timeline, for all their devices."""
    me, timeline = person_of(request), timeline_named(request, request.POST.get("timeline", ""))
    place = place_in(request.POST.get("place", ""))
    if me is None or place is None:
        raise Http404
    keep_place(person=me, timeline=timeline.name, place=place, at=now())
    return HttpResponse(status=204) if request.POST.get("alone") else redirect(address_of(timeline))


def timeline_named(request: HttpRequest, name: str) -> Timeline:
    """The timeline of that name, if the reader has it. Raises Http404."""
    me, reader = person_of(request), reader_of(request)
    kind, _colon, number = name.partition(":")
    if name == "home" and me is not None:
        return home_of(me, reader)
    if name == "notes":
        return everybody(reader)
    id_ = int(number) if number.isascii() and number.isdecimal() and len(number) < 15 else 0
    if kind == "circle" and id_ in reader.publics:
        return of_public(Public.objects.get(pk=id_))
    if kind == "tag":
        tag = get_object_or_404(Tag, pk=id_)
        if is_tag_seen(tag, reader):
            return of_tag(tag, reader)
    if kind == "person":
        return of_person(get_object_or_404(people_visible_to(reader), pk=id_), reader)
    raise Http404


def address_of(timeline: Timeline) -> str:
    kind, _colon, number = timeline.name.partition(":")
    if kind == "tag":
        return f"/tags/{quote(Tag.objects.get(pk=int(number)).name, safe='')}/"
    return {"home": "/home/", "notes": "/notes/", "circle": f"/circles/{number}/"}.get(kind, f"/people/{number}/notes/")
