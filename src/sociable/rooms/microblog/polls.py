"""Polls: a note's question with choices, open until a time; how it stands is shown to whoever voted, then to all."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from sociable.kit.databases import one_line, text_to_stored
from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.readers import Reader, may_answer_in, reader_for
from sociable.rooms.microblog import models
from sociable.things.models import Thing

FEWEST, MOST = 2, 6
LONGEST = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll as somebody wants it: its choices, and when it closes."""

    choices: Sequence[str]
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """A choice as it is shown: `votes` and `percent` are None until the reader may know how the poll stands."""

    choice: models.Choice
    is_mine: bool
    votes: int | None = None
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A poll as one reader sees it at one time."""

    poll: models.Poll
    lines: tuple[Line, ...]
    is_closed: bool
    may_vote: bool
    votes: int


def open_poll(note: Thing, draft: Poll, at: datetime) -> models.Poll:
    texts = list(dict.fromkeys(filter(None, (one_line(text_to_stored(text)) for text in draft.choices))))
    if not FEWEST <= len(texts) <= MOST:
        raise Refused(_("A poll has two to six choices, each another."))
    if any(len(text) > 100 for text in texts):
        raise Refused(_("A choice has at most %(most)s characters.") % {"most": 100})
    if not at < draft.closes_at <= at + LONGEST:
        raise Refused(_("A poll closes within sixty days."))
    poll = models.Poll.objects.create(thing=note, closes_at=draft.closes_at)
    models.Choice.objects.bulk_create(
        models.Choice(poll=poll, number=number, text=text) for number, text in enumerate(texts, 1)
    )
    return poll


@transaction.atomic
def cast(*, choice: models.Choice, by: Person, at: datetime) -> models.Ballot:
    """Chooses in a poll: once."""
    reader = reader_for(by)
    polls = models.Poll.objects.select_for_update(of=("self",)).select_related("thing__public")
    poll = polls.get(pk=choice.poll_id)
    seen = Thing.objects.visible_to(reader).filter(pk=poll.thing_id).exists()
    if not seen or not may_answer_in(reader, poll.thing.public):
        raise Refused(_("That note is not there any more, or it is not open to you."))
    if at >= poll.closes_at:
        raise Refused(_("The poll is closed."))
    if models.Ballot.objects.filter(of(reader), poll=poll).exists():
        raise Refused(_("You have chosen already."))
    ballot = models.Ballot.objects.create(poll=poll, choice=choice, person=by.root, at=at)
    detail = {"choice": choice.pk}
    record([Act("sociable:Ballot", at, by.root_id, poll.thing_id, None, poll.thing.public_id, detail)])
    return ballot


def of(reader: Reader) -> Q:
    return Q(person=reader.person) | Q(person__same_as=reader.person)


def polls_of(notes: Collection[int], reader: Reader, at: datetime) -> dict[int, Shown]:
    """The polls of notes that the reader sees, as they may see them now: three queries, for however many."""
    polls = models.Poll.objects.filter(thing__in=notes).select_related("thing__public__owner", "thing__public__closure")
    listed = list(polls)
    if not listed:
        return {}
    choices = models.Choice.objects.filter(poll__in=listed).annotate(votes=Count("ballots")).order_by("poll", "number")
    ballots = (
        models.Ballot.objects.filter(of(reader), poll__in=listed) if reader.person else models.Ballot.objects.none()
    )
    mine = set(ballots.values_list("choice", flat=True))
    found: dict[int, list[models.Choice]] = {}
    for one in choices:
        found.setdefault(one.poll_id, []).append(one)
    return {poll.thing_id: shown(poll, found.get(poll.pk, []), mine, reader, at) for poll in listed}


def shown(
    poll: models.Poll, choices: Sequence[models.Choice], mine: Collection[int], reader: Reader, at: datetime
) -> Shown:
    is_closed = at >= poll.closes_at
    has_voted = any(one.pk in mine for one in choices)
    votes: list[int] = [one.votes for one in choices]  # type: ignore[attr-defined]
    known, all_ = is_closed or has_voted, sum(votes)
    lines = tuple(
        Line(one, one.pk in mine, count if known else None, round(100 * count / (all_ or 1)) if known else None)
        for one, count in zip(choices, votes, strict=True)
    )
    may_vote = not known and may_answer_in(reader, poll.thing.public)
    return Shown(poll, lines, is_closed, may_vote, all_ if known else 0)
