"""Comments that were made elsewhere, as they take their place under what they were said to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sociable.kit.databases import text_to_stored
from sociable.ledger.acts import Act, record
from sociable.responses.comments.doors import KIND
from sociable.responses.comments.models import Decision, Guest, Hold, Withdrawal
from sociable.responses.comments.verbs import LONGEST_NAME, ROLE, hold
from sociable.things.models import Thing
from sociable.things.verbs import Draft, publish, withdraw


@dataclass(frozen=True, slots=True)
class Arrival:
    """A comment as it was elsewhere. `by` is a person's id; a visitor has a name only."""

    on: int
    """Id of the thing it was said to."""
    public: int
    text: str
    at: datetime
    by: int | None
    guest: str
    state: str
    """shown, waits, refused or gone."""


@transaction.atomic
def arrive(*, arrivals: Sequence[Arrival]) -> list[int]:
    """Puts comments that were made elsewhere where they belong: shown, waiting, refused or withdrawn, as there."""
    ids = publish([draft_of(one) for one in arrivals])
    guests = [(id_, one) for id_, one in zip(ids, arrivals, strict=True) if one.by is None]
    Guest.objects.bulk_create([Guest(thing_id=id_, name=name_of(one)) for id_, one in guests])
    for id_, one in zip(ids, arrivals, strict=True):
        if one.state != "shown":
            hide(Thing.objects.get(pk=id_), one)
    return ids


def draft_of(one: Arrival) -> Draft:
    people = [(one.by, ROLE)] if one.by else []
    return Draft(KIND, one.public, "", one.text, one.at, people, reply_to=one.on)


def name_of(one: Arrival) -> str:
    return text_to_stored(one.guest).strip()[:LONGEST_NAME] or "…"


def hide(said: Thing, one: Arrival) -> None:
    """Holds a comment that waits, or that was refused; withdraws one that was taken away. Nobody here decided it."""
    if one.state == "gone":
        Withdrawal.objects.create(thing=said, by=None, at=one.at)
        withdraw(thing=said, by=None, at=one.at)
        return
    hold(said, None, one.at)
    if one.state == "refused":
        Decision.objects.create(hold=Hold.objects.get(thing=said), admitted=False, by=None, at=one.at)
        record([Act("sociable:Refuse", one.at, None, said.pk, None, said.public_id)])


@transaction.atomic
def let_in(*, comment: Thing, at: datetime) -> None:
    """Shows a comment that waited, because it was let in where it came from."""
    held = Hold.objects.filter(thing=comment, decision=None).first()
    if held and not Withdrawal.objects.filter(thing=comment).exists():
        Decision.objects.create(hold=held, admitted=True, by=None, at=at)
        Thing.objects.filter(pk=comment.pk).update(withdrawn_at=None)
        record([Act("sociable:Admit", at, None, comment.pk, None, comment.public_id)])
