"""The pages of circles: which I am in, what is said there, who is in them; and the buttons that change that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sociable.kit.clock import now
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.circles import (
    accept,
    add,
    circles_of,
    close,
    decline,
    found_circle,
    hand_over,
    invitations_of,
    invite,
    leave_circle,
    members_of,
    remove,
    rename,
    reopen,
    take_back_invitation,
)
from sociable.publics.models import Public
from sociable.publics.readers import Reader, is_closed, may_know_members, owns, people_visible_to
from sociable.surfaces.web.microblog.timelines import of_public
from sociable.surfaces.web.microblog.views import shown
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.undo import told

LISTED = 8
"""People offered when a name fits several."""


@dataclass(frozen=True, slots=True)
class Row:
    """A circle as its reader sees it among theirs."""

    circle: Public
    is_mine: bool
    is_closed: bool


@login_required
@require_safe
def circles(request: HttpRequest) -> HttpResponse:
    """The circles and lists one is in, and those one is asked to join."""
    me, reader = person_of(request), reader_of(request)
    assert me is not None
    rows = [Row(one, owns(reader, one), hasattr(one, "closure")) for one in circles_of(reader)]
    context = {
        "circles": [row for row in rows if not row.circle.is_list],
        "lists": [row for row in rows if row.circle.is_list and row.is_mine],
        "on": [row for row in rows if row.circle.is_list and not row.is_mine],
        "invitations": [one for one in invitations_of(me) if one.public_id not in reader.publics],
        "here": "circles",
        "may_found": reader.is_inside,
    }
    return render(request, "microblog/circles.html", context)


@login_required
@require_POST
def found(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    assert me is not None
    try:
        is_list = request.POST.get("kind") == "list"
        one = found_circle(name=request.POST.get("name", ""), by=me, at=now(), is_list=is_list)
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect("circles")
    words = _("The list is there. Put people on it.") if one.is_list else _("The circle is there. Invite people.")
    messages.success(request, words)
    return redirect("circle-people", one.pk)


@login_required
@require_safe
def circle(request: HttpRequest, id_: int) -> HttpResponse:
    """What is said in a circle, newest first."""
    one, reader = circle_in(request, id_), reader_of(request)
    more = {
        "circle": one,
        "is_mine": owns(reader, one),
        "may_know": may_know_members(reader, one),
        "is_closed": is_closed(one),
        "here": "circles",
    }
    return shown(request, of_public(one), "microblog/circle.html", more, public=one)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, id_: int) -> HttpResponse:
    """Who is in a circle, to those who may know; its owner invites, adds and removes."""
    one, reader = circle_in(request, id_), reader_of(request)
    if request.method == "POST":
        return change(request, one)
    if not may_know_members(reader, one):
        raise Http404
    is_mine, name = owns(reader, one), request.GET.get("name", "").replace("\0", "").strip()[:120]
    members = members_of(one, reader)
    context = {
        "circle": one,
        "is_mine": is_mine,
        "is_closed": is_closed(one),
        "members": members,
        "invited": one.invitations.filter(declined_at=None).select_related("person").order_by("at") if is_mine else [],
        "name": name,
        "offered": called(name, reader, members) if is_mine and name else [],
        "here": "circles",
    }
    return render(request, "microblog/people.html", context)


def circle_in(request: HttpRequest, id_: int) -> Public:
    """A circle that the reader stands in; any other is not there."""
    mine = Public.objects.filter(pk=id_, kind=Public.Kind.CIRCLE, pk__in=reader_of(request).publics)
    one = mine.select_related("owner").first()
    if one is None:
        raise Http404
    return one


def called(name: str, reader: Reader, members: list[Person]) -> list[Person]:
    """People of that name who may be asked."""
    found = people_visible_to(reader).filter(name__icontains=name, bot=False).order_by("name", "pk")
    return list(found.exclude(pk__in=[one.pk for one in members])[:LISTED])


def change(request: HttpRequest, one: Public) -> HttpResponse:
    """Does what a button says, and leads back to the people; or, once one has left, to the circles."""
    me, word = person_of(request), request.POST.get("do", "")
    assert me is not None
    try:
        if word == "leave":
            leave_circle(circle=one, by=me, at=now())
            messages.success(request, _("You have left. What is said there is closed to you from now on."))
            return redirect("circles")
        if word == "rename":
            rename(circle=one, name=request.POST.get("name", ""), by=me, at=now())
            messages.success(request, _("It has another name now."))
        elif word in OF_CIRCLE:
            do_to_circle(request, one, me, word)
        else:
            do_to_person(request, one, me, word)
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("circle-people", one.pk)


def do_to_circle(request: HttpRequest, one: Public, me: Person, word: str) -> None:
    deed, words, contrary = OF_CIRCLE[word]
    deed(circle=one, by=me, at=now())
    told(request, str(words), action=reverse("circle-people", args=[one.pk]), fields={"do": contrary})


def do_to_person(request: HttpRequest, one: Public, me: Person, word: str) -> None:
    number = request.POST.get("person", "")
    whom = Person.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 15 else None
    if whom is None or word not in OF_PERSON:
        raise Refused(_("Nothing was changed: that button is not known here."))
    words, contrary = OF_PERSON[word]
    if word == "invite":
        invite(circle=one, person=whom, by=me, at=now())
    elif word == "uninvite":
        take_back_invitation(circle=one, person=whom, by=me, at=now())
    elif word == "add":
        add(to=one, person=whom, by=me, at=now())
    elif word == "remove":
        remove(circle=one, person=whom, by=me, at=now())
    else:
        hand_over(circle=one, to=whom, by=me, at=now())
    fields = {"do": contrary if contrary != "add" or one.is_list else "invite", "person": whom.pk}
    told(
        request,
        str(words) % {"name": whom.root},
        action=reverse("circle-people", args=[one.pk]) if contrary else "",
        fields=fields,
    )


OF_CIRCLE: Mapping[str, tuple[Callable[..., object], object, str]] = {
    "close": (close, gettext_lazy("Closed: nothing new is said there. What was said stays."), "reopen"),
    "reopen": (reopen, gettext_lazy("It is open again."), "close"),
}
OF_PERSON: Mapping[str, tuple[object, str]] = {
    "invite": (gettext_lazy("%(name)s is asked to join."), "uninvite"),
    "uninvite": (gettext_lazy("%(name)s is not asked any more."), "invite"),
    "add": (gettext_lazy("%(name)s is on the list."), "remove"),
    "remove": (gettext_lazy("%(name)s is out. What is said there is closed to them at once."), "add"),
    "hand-over": (gettext_lazy("The circle is %(name)s’s now."), ""),
}
"""What is told of each button, and the button that takes it back."""


@login_required
@require_POST
def answer(request: HttpRequest, id_: int) -> HttpResponse:
    """Says yes or no to an invitation."""
    me = person_of(request)
    assert me is not None
    one = Public.objects.filter(pk=id_, kind=Public.Kind.CIRCLE, pk__in=asked_to(me)).first()
    if one is None:
        raise Http404
    try:
        if request.POST.get("do") == "accept":
            accept(circle=one, by=me, at=now())
            messages.success(request, _("You are in. Here is what was said before."))
            return redirect("circle", one.pk)
        decline(circle=one, by=me, at=now())
        told(request, _("You said no, and are not asked again."), action=request.path, fields={"do": "accept"})
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("circles")


def asked_to(me: Person) -> list[int]:
    return [one.public_id for one in invitations_of(me)]
