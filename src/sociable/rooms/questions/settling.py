"""What becomes of a question: somebody needs it too; an answer settles it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.readers import reader_for
from sociable.rooms.questions.models import Acceptance, Need
from sociable.rooms.questions.writing import ANSWER, QUESTION, held, is_mine
from sociable.things.models import Thing
from sociable.things.verbs import accept as accepted
from sociable.things.verbs import take_back_acceptance as not_accepted


@transaction.atomic
def accept(*, answer: Thing, by: Person, at: datetime) -> Acceptance:
    """Says that this answer settles one's question; another that did settles it no more."""
    question, given = asked_by_me(answer, by)
    row = Acceptance.objects.select_related("answer").filter(question=question).first()
    if row is not None and row.answer_id == given.pk:
        return row
    if row is not None:
        drop(row, by, at)
    accepted(thing=given, by=by, at=at)
    return Acceptance.objects.create(question=question, answer=given, by=by.root, at=at)


@transaction.atomic
def take_back_acceptance(*, answer: Thing, by: Person, at: datetime) -> Thing:
    """Says that this answer does not settle one's question after all."""
    question, given = asked_by_me(answer, by)
    row = Acceptance.objects.select_related("answer").filter(question=question, answer=given).first()
    if row is not None:
        drop(row, by, at)
    return given


def drop(row: Acceptance, by: Person, at: datetime) -> None:
    row.delete()
    not_accepted(thing=row.answer, by=by, at=at)


def asked_by_me(answer: Thing, by: Person) -> tuple[Thing, Thing]:
    """The question, held, and the answer, if this person asked it."""
    reader = reader_for(by)
    given = Thing.objects.visible_to(reader).filter(pk=answer.pk, kind=ANSWER, reply_to__kind=QUESTION).first()
    if given is None or given.reply_to is None:
        raise Refused(_("That answer is not there any more, or it is not open to you."))
    question = held(given.reply_to, reader)
    if not is_mine(question, reader):
        raise Refused(_("Whoever asked says which answer settles it."))
    return question, given


@transaction.atomic
def need(*, question: Thing, by: Person, at: datetime) -> Need:
    """Says that one needs the answer, too. A second time changes nothing."""
    reader = reader_for(by)
    one = held(question, reader)
    if is_mine(one, reader):
        raise Refused(_("You asked it yourself."))
    same = Q(person=by.root_id) | Q(person__same_as=by.root_id)
    row = Need.objects.filter(same, question=one).first()
    if row is None:
        row = Need.objects.create(question=one, person=by.root, at=at)
        record([Act("sociable:Need", at, by.root_id, one.pk, None, one.public_id)])
    return row


@transaction.atomic
def need_no_more(*, question: Thing, by: Person, at: datetime) -> Thing:
    """Takes that back."""
    same = Q(person=by.root_id) | Q(person__same_as=by.root_id)
    for row in Need.objects.filter(same, question=question).order_by("pk"):
        record([Act("sociable:Unneed", at, row.person_id, question.pk, None, question.public_id)])
        row.delete()
    return question
