"""What is done with votes: like, and take it back."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.readers import reader_for
from sociable.responses.votes.models import Vote
from sociable.things.models import Contribution, Thing


@transaction.atomic
def like(*, thing: Thing, by: Person, at: datetime) -> Vote:
    """Says that a thing of others was useful. A second time changes nothing."""
    one = Thing.objects.visible_to(reader_for(by)).filter(pk=thing.pk).first()
    if one is None:
        raise Refused(_("That is not there any more, or it is not open to you."))
    if Contribution.objects.filter(of([by.root_id]), thing=one).exists():
        raise Refused(_("You had a hand in it yourself: others say whether it was useful."))
    vote, is_new = Vote.objects.get_or_create(thing=one, person=by.root, defaults={"at": at})
    if is_new:
        record([Act("Like", at, by.root_id, one.pk, None, one.public_id)])
    return vote


@transaction.atomic
def unlike(*, thing: Thing, by: Person, at: datetime) -> Thing:
    """Takes it back."""
    drop(Vote.objects.filter(of([by.root_id]), thing=thing).values_list("pk", flat=True), at)
    return thing


def forget(people: Collection[int], at: datetime) -> None:
    """The votes of an erased person count no longer."""
    drop(Vote.objects.filter(person__in=people).values_list("pk", flat=True), at)


def drop(votes: Iterable[int], at: datetime) -> None:
    rows = list(Vote.objects.filter(pk__in=list(votes)).select_related("thing").order_by("pk"))
    record(Act("sociable:Unlike", at, one.person_id, one.thing_id, None, one.thing.public_id) for one in rows)
    Vote.objects.filter(pk__in=[one.pk for one in rows]).delete()


def of(people: Collection[int]) -> Q:
    return Q(person__in=people) | Q(person__same_as__in=people)
