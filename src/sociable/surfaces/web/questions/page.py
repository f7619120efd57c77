"""A question's page: who asks, what, who was asked; the answers, and what may be done with each."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from sociable.kit.clock import now
from sociable.kit.html import from_markdown
from sociable.ledger.acts import settled
from sociable.people.models import Person
from sociable.publics.readers import Reader, may_answer_in, may_know_members, people_visible_to
from sociable.responses.comments.doors import CLOSED, how_taken
from sociable.rooms.questions.models import Endorsement, Need, Routing
from sociable.rooms.questions.routing import of
from sociable.rooms.questions.writing import QUESTION
from sociable.surfaces.web.cards import Card, cards_of
from sociable.surfaces.web.comments.threads import Said as Comment
from sociable.surfaces.web.comments.threads import threads_on
from sociable.surfaces.web.homes import register
from sociable.surfaces.web.microblog.names import people_named_in, resolver_among
from sociable.surfaces.web.microblog.standing import Standing, standings
from sociable.surfaces.web.questions.likely import Candidate, likely
from sociable.surfaces.web.questions.listing import needed
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.things import newest
from sociable.surfaces.web.writing.forms import editor_for
from sociable.things.models import Thing, Version
from sociable.things.tags import tags_of

MOST = 200
"""Answers shown on one page: an imported question has rarely more than thirty."""


@register
def at_home(thing: Thing) -> str | None:
    return f"/questions/{thing.pk}/" if thing.kind == QUESTION else None


@dataclass(frozen=True, slots=True)
class Said:
    """The question, or an answer, as its reader sees it."""

    card: Card
    html: SafeString
    standing: Standing
    is_mine: bool
    talk: Sequence[Comment] = ()
    """The comments on it."""

    @property
    def thing(self) -> Thing:
        return self.card.thing


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked to answer, as far as the reader is told: that somebody cannot, only who asked is."""

    people: list[Person]
    excused: list[Person]
    endorsed: list[tuple[Person, Person]]
    """Who would know, and who says so."""
    mine: Routing | None
    may_bring: bool = False
    """Whether the reader may bring it to others, or say who would know: not on a list of somebody else's."""


@require_safe
def question(request: HttpRequest, id_: int) -> HttpResponse:
    (xid, act), reader, me = settled(), reader_of(request), person_of(request)
    seen = Thing.objects.visible_to(reader).select_related("public", "public__owner")
    one = get_object_or_404(seen, pk=id_, kind=QUESTION)
    replies = list(seen.filter(reply_to=one).exclude(kind="comment").order_by("published_at", "pk")[: MOST + 1])
    said = said_of([one, *replies[:MOST]], reader)
    asks, answers = said[0], sorted(said[1:], key=lambda it: (not it.thing.accepted, -worth_of(it)))
    may_answer = me is not None and may_answer_in(reader, one.public)
    context = {
        "asks": asks,
        "answers": answers,
        "is_cut": len(replies) > MOST,
        "tags": tags_of(one),
        "asked": (asked := asked_of(one, reader, asks.is_mine)),
        "offered": offered(asks, asked, reader) if asked.may_bring else [],
        "needs": needed([one.pk]).get(one.pk, 0),
        "i_need": me is not None and Need.objects.filter(of("person", me), question=one).exists(),
        "form": editor_for(request, where=f"question:answer:{one.pk}", titled=False) if may_answer else None,
        "where": f"question:answer:{one.pk}",
        "talk": {"taken": how_taken(one, reader) != CLOSED},
        "cites": newest(seen.filter(cited_by__source=one), reader),
        "cited_by": newest(seen.filter(cites__target=one), reader),
        "told_up_to": f"{xid}.{act}",
        "next": request.path,
    }
    return render(request, "questions/question.html", context)


def offered(asks: Said, asked: Asked, reader: Reader) -> list[Candidate]:
    """Whom whoever asked, or is asked, may bring the question to: likely people whom nobody asked yet."""
    waits = asked.mine is not None and asked.mine.excused_at is None
    if not (waits or asks.is_mine) or asks.thing.accepted:
        return []
    public, words = asks.thing.public, f"{asks.thing.title} {asks.card.text}"
    known = {one.pk for one in (*asked.people, *asked.excused)} | {one.person.pk for one in asks.card.credits}
    people = likely(words, reader=reader, at=now(), public=public, chosen=()).people
    return [one for one in people if one.helper.id not in known | {reader.person}]


def worth_of(said: Said) -> int:
    return said.thing.score + said.standing.useful


def said_of(things: list[Thing], reader: Reader) -> list[Said]:
    """These, as far as the reader sees them; so many queries, however many there are."""
    ids = [one.pk for one in things]
    texts = dict(Version.objects.filter(thing__in=ids, number=F("thing__revision")).values_list("thing_id", "text"))
    resolve = resolver_among(people_named_in(texts.values(), reader))
    standing, talks = standings(ids, reader), threads_on(ids, reader)
    return [
        Said(
            card,
            from_markdown(card.text, resolve=resolve, scope=f"q{card.thing.pk}-"),
            standing[card.thing.pk],
            any(credit.person.pk == reader.person for credit in card.credits),
            talks[card.thing.pk],
        )
        for card in cards_of(things, reader, texts)
    ]


def asked_of(one: Thing, reader: Reader, is_mine: bool) -> Asked:
    knows = may_know_members(reader, one.public)
    rows = list(Routing.objects.filter(question=one).select_related("person", "by").order_by("at", "pk"))
    said = list(Endorsement.objects.filter(question=one).select_related("person", "by").order_by("at", "pk"))
    named = [row.person.root_id for row in rows] + [one.root_id for row in said for one in (row.person, row.by)]
    people = people_visible_to(reader).in_bulk(set(named))
    standing = [people[row.person.root_id] for row in rows if not row.excused_at and row.person.root_id in people]
    excused = [people[row.person.root_id] for row in rows if row.excused_at and row.person.root_id in people]
    pairs = [(people.get(row.person.root_id), people.get(row.by.root_id)) for row in said]
    return Asked(
        standing if knows else [],
        excused if is_mine else [],
        [(who, by) for who, by in pairs if who and by] if knows else [],
        next((row for row in rows if row.person.root_id == reader.person), None),
        knows,
    )
