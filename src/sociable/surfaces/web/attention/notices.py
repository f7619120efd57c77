"""`/notices/`: what the reader is told. Looking at it puts the mark out; what is held back waits for its time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sociable.kit.clock import now
from sociable.knowledge.notices.read import Notice, notices_for
from sociable.knowledge.notices.reasons import Reason
from sociable.ledger.acts import Position
from sociable.ledger.projections import reached
from sociable.people.attention.verbs import look
from sociable.people.models import Person
from sociable.publics.models import Public
from sociable.publics.readers import Reader, may_know_members, people_visible_to
from sociable.rooms.blogs.models import Blog
from sociable.rooms.blogs.publishing import words_of
from sociable.rooms.blogs.readers import posts_at_desk
from sociable.surfaces.web.attention.sentences import sentence
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.titles import Title, titles_of
from sociable.things.models import Thing

SHOWN = 100
AT_DESK = frozenset({Reason.REVIEW, Reason.APPROVED, Reason.SENT_BACK})
"""Reasons that speak of a post at somebody's desk."""


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as the page shows it."""

    notice: Notice
    person: Person | None
    """Who did it last; None for a visitor, or for somebody the reader may not be shown."""
    says: str
    title: Title | None
    address: str


@dataclass(frozen=True, slots=True)
class Digest:
    """What came while it was quiet, told together once that was over."""

    until: datetime
    lines: list[Line]


@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    reader, me, at = reader_of(request), person_of(request), now()
    assert me is not None
    all_of_it = notices_for(reader, at)
    held = [one for one in all_of_it if one.held_until and one.held_until > at and one.is_new]
    shows_held = "held" in request.GET
    told = [one for one in all_of_it if shows_held or one not in held][:SHOWN]
    lines = lines_for(told, reader)
    if place := looked_up_to(told, held):
        look(person=me, place=place, at=at)
    digests = digests_of(lines, at)
    apart = {id(line) for digest in digests for line in digest.lines}
    context = {
        "digests": digests,
        "lines": [line for line in lines if id(line) not in apart],
        "held": 0 if shows_held else len(held),
        "held_until": min((one.held_until for one in held if one.held_until), default=None),
        "is_empty": not all_of_it,
    }
    return render(request, "attention/notices.html", context)


def looked_up_to(told: Sequence[Notice], held: Sequence[Notice]) -> Position | None:
    """How far the reader has looked by this page: what it holds back stays new."""
    if not [one for one in held if one not in told]:
        return reached("notices")
    oldest = min(one.place for one in held)
    return max((one.place for one in told if one.place < oldest), default=None)


def digests_of(lines: Iterable[Line], at: datetime) -> list[Digest]:
    digests: dict[datetime, Digest] = {}
    for line in lines:
        until = line.notice.held_until
        if line.notice.is_new and until and until <= at:
            digests.setdefault(until, Digest(until, [])).lines.append(line)
    return list(digests.values())


def lines_for(told: Sequence[Notice], reader: Reader) -> list[Line]:
    """With the names and titles that the reader may see; a constant number of queries."""
    people = people_of({actor for one in told for actor in one.actors}, reader)
    about = {one.about for one in told}
    things = list(Thing.objects.filter(pk__in=about, public_id__in=reader.publics).select_related("public__owner"))
    titles = titles_of(things, reader)
    circles = Public.objects.in_bulk({one.public for one in told if one.public})
    blogs = Blog.objects.in_bulk({one.other for one in told if one.reason == Reason.BLOG})
    posts = titles_at_desk({one.other for one in told if one.reason in AT_DESK}, reader)
    secret = {one.pk for one in things if not may_know_members(reader, one.public)}
    lines = []
    for one in told:
        shown = () if one.reason == Reason.USEFUL and one.about in secret else one.actors
        actors = list(dict.fromkeys(people[actor] for actor in shown if actor in people))
        blog = blogs.get(one.other) if one.reason == Reason.BLOG else None
        post = posts.get(one.other) if one.reason in AT_DESK else None
        called = str(circles.get(one.public) or blog or post or "")
        title = titles.get(one.about) or (Title(called, "") if called else None)
        address = address_of(one, blog, actors[0] if actors else None)
        lines.append(Line(one, actors[0] if actors else None, sentence(one, list(map(str, actors))), title, address))
    return lines


def titles_at_desk(posts: set[int], reader: Reader) -> dict[int, str]:
    """What posts are called that the reader may open at their desk."""
    found = posts_at_desk(reader).filter(pk__in=posts) if posts else ()
    return {post.pk: words_of(post).title for post in found}


def people_of(actors: set[int], reader: Reader) -> dict[int, Person]:
    """Under the id of each deed, whom its doer is known as; without those the reader may not be shown."""
    known = {one.pk: one.root_id for one in Person.objects.filter(pk__in=actors)}
    shown = people_visible_to(reader).in_bulk(set(known.values()))
    return {actor: shown[root] for actor, root in known.items() if root in shown}


def address_of(one: Notice, blog: Blog | None, actor: Person | None) -> str:
    """Where a notice leads."""
    if one.reason == Reason.HELD:
        return reverse("comments-waiting")
    if one.reason in AT_DESK:
        return reverse("write-post", args=[one.other])
    if one.reason == Reason.CIRCLE:
        return reverse("circles")  # where one says yes or no; the circle itself is open to its members only
    if blog:
        return reverse("blog", args=[blog.slug])
    if one.public:
        return reverse("circle", args=[one.public])
    if one.thing:
        return reverse("thing", args=[one.thing])
    return reverse("person", args=[actor.pk]) if actor else reverse("notices")
