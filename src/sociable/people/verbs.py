"""What is done to people: merge, keep apart, introduce, go away, withhold, ask for help, erase, and the ways back."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sociable.ledger.acts import Act, record
from sociable.people.identities import fingerprint
from sociable.people.models import (
    Absence,
    Account,
    ErasedIdentity,
    Identity,
    Merge,
    OwnWord,
    Person,
    Request,
    Stance,
    Withheld,
)

SAME_REQUEST = timedelta(hours=1)
"""Whoever asks the same person again so soon has pressed the button twice; it weighs on nobody."""


class Refused(Exception):
    """What was asked cannot be done; the message says why, in the asker's language."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What can be said of a person; None leaves it as it is. Languages are ISO 639-1 codes, separated by spaces."""

    name: str | None = None
    headline: str | None = None
    languages: str | None = None
    place: str | None = None
    time_zone: str | None = None


def id_of(person: Person | None) -> int | None:
    return person.pk if person else None


@transaction.atomic
def merge(*, person: Person, into: Person, by: Person | None, at: datetime) -> Merge:
    """Says that two people are one: what either did counts for both together, under the name of `into`.

    Nothing is rewritten: a `split` undoes it exactly.
    """
    loser, winner = root_of(person), root_of(into)
    if loser == winner:
        raise Refused(_("%(a)s and %(b)s are one person already.") % {"a": person, "b": into})
    if loser.erased_at or winner.erased_at:
        raise Refused(_("An erased person cannot be merged."))
    done = Merge.objects.create(person=loser, into=winner, by=by, at=at)
    refresh_roots({loser.pk, winner.pk})
    record([Act("sociable:Merge", at, id_of(by), detail={"person": loser.pk, "into": winner.pk})])
    return done


@transaction.atomic
def split(*, person: Person, by: Person | None, at: datetime) -> Merge:
    """Undoes the merge of this person: they stand alone again, with all that was theirs before it."""
    undone = Merge.objects.filter(person=person, ended_at=None).select_for_update().first()
    if undone is None:
        raise Refused(_("%(a)s is not merged into anybody.") % {"a": person})
    group = {root_of(person).pk}
    undone.ended_at, undone.ended_by = at, by
    undone.save(update_fields=["ended_at", "ended_by"])
    refresh_roots(group | {person.pk})
    record([Act("sociable:Split", at, id_of(by), detail={"person": person.pk, "from": undone.into_id})])
    return undone


@transaction.atomic
def keep_apart(*, person: Person, other: Person, by: Person | None, at: datetime) -> Merge:
    """Says that two people who look like one are two: the likeness is not suggested again.

    Kept as a merge that ended when it began, which is also what a merge leaves that was undone.
    """
    first, second = root_of(person), root_of(other)
    if first == second:
        raise Refused(_("%(a)s and %(b)s are one person already.") % {"a": person, "b": other})
    apart = Merge.objects.create(person=first, into=second, by=by, at=at, ended_at=at, ended_by=by)
    record([Act("sociable:KeepApart", at, id_of(by), detail={"person": first.pk, "from": second.pk})])
    return apart


@transaction.atomic
def suggest_again(*, person: Person, other: Person, by: Person | None, at: datetime) -> bool:
    """Takes back that two people were kept apart: they may be suggested as one again. Returns whether they were."""
    pair = Q(person=person, into=other) | Q(person=other, into=person)
    ended, _rows = Merge.objects.filter(pair).exclude(ended_at=None).delete()
    if ended:
        record([Act("Undo", at, id_of(by), detail={"person": person.pk, "from": other.pk})])
    return bool(ended)


def root_of(person: Person) -> Person:
    fresh = Person.objects.select_related("same_as").get(pk=person.pk)
    return fresh.root


def refresh_roots(people: set[int]) -> None:
    """Derives `same_as` again, from the merges that stand, for these people and all who were one with them."""
    members = people | set(Person.objects.filter(same_as__in=people).values_list("pk", flat=True))
    step = dict(Merge.objects.filter(person__in=members, ended_at=None).values_list("person", "into"))
    for member in members:
        root = member
        while root in step:
            root = step[root]
        Person.objects.filter(pk=member).update(same_as=None if root == member else root)


@transaction.atomic
def introduce(*, person: Person, profile: Profile, by: Person | None, at: datetime) -> Person:
    """Says who somebody is: name, role, languages, place and time zone; what is not said stays as it was.

    What people change of themselves is their own word, and stands above the organisation's lists.
    """
    changes = {name: value for name, value in asdict(profile).items() if value is not None}
    if by is not None and root_of(by) == root_of(person):
        for name in (name for name, value in changes.items() if value != getattr(person, name)):
            OwnWord.objects.update_or_create(person=person, field=name, defaults={"at": at})
    for name, value in changes.items():
        setattr(person, name, value)
    person.save(update_fields=list(changes))
    record([Act("sociable:Introduce", at, id_of(by), detail={"person": person.pk})])
    return person


@transaction.atomic
def go_away(*, person: Person, begins: datetime, ends: datetime | None, stand_in: Person | None = None) -> Absence:
    """Says that I cannot be asked for a while, until when, and who stands in for me."""
    if ends is not None and ends <= begins:
        raise Refused(_("An absence ends after it begins."))
    if stand_in is not None and root_of(stand_in) == root_of(person):
        raise Refused(_("Nobody stands in for themselves."))
    absence = Absence.objects.create(person=person, begins=begins, ends=ends, stand_in=stand_in)
    detail = {"stand_in": stand_in.pk} if stand_in else {}
    record([Act("sociable:GoAway", begins, person.pk, detail=detail)])
    return absence


@transaction.atomic
def call_off(*, absence: Absence, at: datetime) -> None:
    """Takes one absence back: from now on where it has begun, altogether where it has not."""
    if absence.begins >= at:
        absence.delete()
    elif absence.ends is None or absence.ends > at:
        absence.ends = at
        absence.save(update_fields=["ends"])
    else:
        return
    record([Act("sociable:Return", at, absence.person_id)])


@transaction.atomic
def come_back(*, person: Person, at: datetime) -> Person:
    """Says that I can be asked again."""
    person.absences.filter(begins__gte=at).delete()
    person.absences.during(at).update(ends=at)
    record([Act("sociable:Return", at, person.pk)])
    return person


@transaction.atomic
def withhold(*, person: Person, by: Person | None, at: datetime) -> Person:
    """Keeps the locator from naming this person."""
    _row, is_new = Withheld.objects.get_or_create(person=person, defaults={"by": by, "at": at})
    if is_new:
        record([Act("sociable:Withhold", at, id_of(by), detail={"person": person.pk})])
    return person


@transaction.atomic
def yield_again(*, person: Person, by: Person | None, at: datetime) -> Person:
    """Lets the locator name this person again."""
    deleted, _rows = Withheld.objects.filter(person=person).delete()
    if deleted:
        record([Act("sociable:Yield", at, id_of(by), detail={"person": person.pk})])
    return person


@transaction.atomic
def ask_for_help(
    *,
    person: Person,
    by: Person,
    at: datetime,
    verb: str = "Invite",
    thing: int | None = None,
    public: int | None = None,
) -> Request:
    """Says that I ask this person for help; asked often in a week, they step behind their equals.

    With the id of a question (`thing`, and its public), that I ask them to answer it.
    """
    asked, asker = root_of(person), root_of(by)
    if asked == asker:
        raise Refused(_("Nobody asks themselves."))
    if asked.bot or asked.erased_at:
        raise Refused(_("%(a)s cannot be asked.") % {"a": asked})
    just_now = Request.objects.filter(person=asked, by=asker, at__gt=at - SAME_REQUEST, at__lte=at).first()
    if just_now is not None and thing is None:
        return just_now
    request = just_now or Request.objects.create(person=asked, by=asker, at=at)
    record([Act(verb, at, asker.pk, thing, None, public, {"person": asked.pk})])
    return request


@transaction.atomic
def take_back_request(*, request: int, by: Person, at: datetime) -> Person:
    """Takes back that I asked somebody for help: it weighs on them no more. Returns whom I had asked."""
    asker = root_of(by)
    mine = Q(by=asker) | Q(by__same_as=asker)
    asked = Request.objects.select_related("person__same_as").filter(mine, pk=request).first()
    if asked is None:
        raise Refused(_("You have not asked that, or took it back already."))
    asked.delete()
    record([Act("Undo", at, asker.pk, detail={"person": asked.person.root_id})])
    return asked.person.root


@transaction.atomic
def forget(*, person: Person, by: Person | None, at: datetime) -> list[int]:
    """Forgets a person and all merged with them: name, addresses, account, stances. Returns the ids that are blank now.

    What they wrote is blanked by the floor above (`things.verbs.erase`), which calls this. The ids stay in the ledger,
    and mean nobody.
    """
    root = root_of(person)
    people = [root, *Person.objects.filter(same_as=root)]
    ids = [one.pk for one in people]
    for identity in Identity.objects.filter(person__in=ids):
        mark = fingerprint((identity.kind, identity.realm, identity.value))
        ErasedIdentity.objects.get_or_create(fingerprint=mark, defaults={"at": at})
    Identity.objects.filter(person__in=ids).delete()
    Account.objects.filter(person__in=ids).delete()
    Absence.objects.filter(person__in=ids).delete()
    Stance.objects.filter(person__in=ids).delete()
    OwnWord.objects.filter(person__in=ids).delete()
    Person.objects.filter(pk__in=ids).update(name="", headline="", languages="", place="", time_zone="", erased_at=at)
    record(Act("sociable:Erase", at, id_of(by), detail={"person": id_}) for id_ in ids)
    return ids
