"""Bringing a question to people: ask somebody, pass it on, say that one cannot, say who would know.

Each is a row and an act; the locator learns from them (`docs/expertise.md`).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.people.verbs import Refused, ask_for_help
from sociable.publics.readers import may_know_members, people_visible_to, reader_for
from sociable.rooms.questions.models import Endorsement, Routing
from sociable.things.models import Thing
from sociable.things.words import role_ids

MOST = 12
"""People who are asked one question in all, so that nobody can call up the whole organisation."""
ENDORSED = "endorsed"
"""The role of whoever is said to know the answer to a question."""


@transaction.atomic
def route(*, question: Thing, person: Person, by: Person, at: datetime) -> Routing:
    """Asks somebody to answer: it counts among what they were asked lately. A second time changes nothing."""
    check(question, by)
    before = routing_of(question, person)
    if before is not None:
        return before
    return bring(question, person, by, at, "Invite")


@transaction.atomic
def pass_on(*, question: Thing, to: Person, by: Person, at: datetime) -> Routing:
    """Passes a question that one was asked to somebody else, who would know: that is said with it."""
    mine = asked(question, by)
    if routing_of(question, to) is not None:
        raise Refused(_("%(name)s is asked already.") % {"name": to.root})
    passed = bring(question, to, by, at, "sociable:Pass")
    endorse(question=question, person=to, by=by, at=at)
    leave(mine, at)
    return passed


@transaction.atomic
def excuse(*, question: Thing, by: Person, at: datetime) -> Routing:
    """Says that one cannot answer what one was asked. A second time changes nothing."""
    mine = asked(question, by)
    if mine.excused_at is None:
        leave(mine, at)
        record([Act("sociable:Excuse", at, by.root_id, question.pk, None, question.public_id)])
    return mine


@transaction.atomic
def take_up(*, question: Thing, by: Person, at: datetime) -> Routing:
    """Takes back that one cannot answer."""
    mine = asked(question, by)
    if mine.excused_at is not None:
        Routing.objects.filter(pk=mine.pk).update(excused_at=None)
        record([Act("sociable:TakeUp", at, by.root_id, question.pk, None, question.public_id)])
    mine.refresh_from_db()
    return mine


@transaction.atomic
def endorse(*, question: Thing, person: Person, by: Person, at: datetime) -> Endorsement:
    """Says who would know the answer, without asking them."""
    check(question, by)
    known = askable(question, person, by)
    if known.pk == by.root_id:
        raise Refused(_("If you know, answer."))
    row, is_new = Endorsement.objects.get_or_create(question=question, person=known, by=by.root, defaults={"at": at})
    if is_new:
        record([endorsing("sociable:Endorse", row, at)])
    return row


@transaction.atomic
def take_back_endorsement(*, question: Thing, person: Person, by: Person, at: datetime) -> None:
    """Says no longer that they would know."""
    rows = Endorsement.objects.filter(of("by", by), of("person", person), question=question)
    for row in rows.select_related("question").order_by("pk"):
        drop(row, at)


def drop(row: Endorsement, at: datetime) -> None:
    """Takes it back. As long as others say the same of them, it stands: the role is named with the last."""
    row.delete()
    others = Endorsement.objects.filter(question=row.question_id, person=row.person_id).exists()
    record([endorsing("sociable:Unendorse", row, at, stands=others)])


def endorsing(verb: str, row: Endorsement, at: datetime, *, stands: bool = False) -> Act:
    detail = {"person": row.person_id} | ({} if stands else {"role": role_ids([ENDORSED])[ENDORSED]})
    return Act(verb, at, row.by_id, row.question_id, None, row.question.public_id, detail)


def bring(question: Thing, person: Person, by: Person, at: datetime, verb: str) -> Routing:
    known = askable(question, person, by)
    if question.contributions.filter(of("person", known)).exists():
        raise Refused(_("%(name)s asked this.") % {"name": known})
    if Routing.objects.filter(question=question).count() >= MOST:
        raise Refused(_("Enough people were asked this: it stands in the list of questions for all others."))
    ask_for_help(person=known, by=by, at=at, verb=verb, thing=question.pk, public=question.public_id)
    return Routing.objects.create(question=question, person=known, by=by.root, at=at)


def askable(question: Thing, person: Person, by: Person) -> Person:
    """Under the name they are known by. Raises Refused for whoever may not see the question, or may not be shown."""
    reader = reader_for(by)
    if not may_know_members(reader, question.public):
        raise Refused(_("On somebody’s list, its owner alone asks others."))
    known = people_visible_to(reader).filter(pk=person.root_id).first()
    if known is None:
        raise Refused(_("There is nobody of that name here."))
    if question.public_id not in reader_for(known).publics:
        raise Refused(_("%(name)s may not see this question.") % {"name": known})
    return known


def check(question: Thing, by: Person) -> None:
    if not Thing.objects.visible_to(reader_for(by)).filter(pk=question.pk, kind="question").exists():
        raise Refused(_("That question is not there any more, or it is not open to you."))


def asked(question: Thing, by: Person) -> Routing:
    """One's own routing. Raises Refused for whoever was not asked."""
    check(question, by)
    found = routing_of(question, by)
    if found is None:
        raise Refused(_("You were not asked this."))
    return found


def routing_of(question: Thing, person: Person) -> Routing | None:
    return Routing.objects.filter(of("person", person), question=question).order_by("pk").first()


def leave(mine: Routing, at: datetime) -> None:
    Routing.objects.filter(pk=mine.pk).update(excused_at=at)
    mine.excused_at = at


def of(field: str, person: Person) -> Q:
    return Q(**{field: person.root_id}) | Q(**{f"{field}__same_as": person.root_id})


def person_called(name: str, by: Person) -> Person:
    """Who is meant by a name, as somebody typed it. Raises Refused for nobody, and for several."""
    called, _bar, number = name.partition("|")
    same = people_visible_to(reader_for(by)).filter(name__iexact=called.strip(), bot=False)
    found = list((same.filter(pk=int(number)) if number.isdecimal() and len(number) < 15 else same)[:2])
    if not found:
        raise Refused(_("There is nobody of that name here."))
    if len(found) > 1:
        raise Refused(_("Several people are called so: write the number of their page after the name, as in Name|42."))
    return found[0]
