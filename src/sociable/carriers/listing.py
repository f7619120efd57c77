"""Bringing people in step with a list of the organisation: what would change, and changing it, through the verbs.

A list speaks where it says something else than the last time; so running it again loses nothing that was changed
here since. What people said of themselves stands above it, unless whoever runs it says otherwise.
"""

import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Q

from sociable.carriers.models import Listed, Source
from sociable.carriers.record import Away, Colleague, Reject
from sociable.carriers.run import Count, Progress, Run, batches
from sociable.people import verbs as people
from sociable.people.identities import erased_among, find, know
from sociable.people.models import ROOT, Absence, OwnWord, Person
from sociable.publics.models import Membership, Public
from sociable.publics.verbs import join, leave

NAMED = 20
"""People of an earlier list, and not of this one, that are named."""


def take_list(run: Run, colleagues: Iterator[Colleague | Reject], progress: Progress) -> None:
    """Brings people in step with a list; each line is a transaction of its own."""
    met: set[int] = set()
    for batch in batches(colleagues):
        for plan in planned(run.source, batch, run.at, override=run.override):
            done = attempt(run, plan)
            tally(run.count, done)
            if isinstance(done, Reject):
                run.rejects.add(done)
            elif someone := done.person or done.newcomer:
                met.add(someone.pk)
        progress(len(batch))
    if met and not run.is_partial and (gone := gone_from(run.source, met)):
        more = f" and {len(gone) - NAMED} more" if len(gone) > NAMED else ""
        run.count.notes.append(f"in the list before, and no more: {', '.join(gone[:NAMED])}{more}")


def attempt(run: Run, plan: "Plan | Reject") -> "Plan | Reject":
    """Carries a plan out. Gives it back with the person, or the reason for which it could not be done."""
    if isinstance(plan, Reject):
        return plan
    try:
        person = carry_out(run.source, plan, run.at)
    except (DatabaseError, people.Refused) as refusal:
        return Reject(str(refusal), plan.colleague.where, plan.colleague.raw)
    return plan if plan.person else replace(plan, newcomer=person)


def tally(count: Count, plan: "Plan | Reject") -> None:
    """Counts a line of the list; what is rejected counts itself where it is kept."""
    count.read += 1
    if isinstance(plan, Reject):
        return
    if plan.person is None:
        count.new += 1
    elif plan.is_empty:
        count.unchanged += 1
    else:
        count.changed += 1


@dataclass(frozen=True, slots=True)
class Plan:
    """What a list changes about somebody. `person` is None for somebody not known yet."""

    colleague: Colleague
    person: Person | None
    profile: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    """Fields of which the list says something else than they do themselves: theirs stay."""
    joins: Sequence[Public] = ()
    leaves: Sequence[Public] = ()
    away: Away | None = None
    instead_of: Absence | None = None
    said: Mapping[str, object] = field(default_factory=dict)
    """What to remember of it."""
    is_remembered: bool = False
    newcomer: Person | None = None
    """Who was made of it."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes about anybody."""
        return self.person is not None and not (self.profile or self.joins or self.leaves or self.away)


@dataclass(slots=True)
class Known:
    """What is known here of the people of some lines, read all at once."""

    people: Mapping[tuple[str, str, str], Person]
    own: set[tuple[int, str]]
    members: set[tuple[int, int]]
    listed: Mapping[int, Listed]
    absences: Mapping[int, list[Absence]]
    publics: Mapping[str, Public]
    by_id: Mapping[int, Public]
    erased: set[tuple[str, str, str]]


def planned(
    source: Source, batch: Sequence[Colleague | Reject], at: datetime, *, override: bool
) -> Iterator[Plan | Reject]:
    """What the list changes about each of these. `override`: also what people said of themselves."""
    known = known_of(source, [one for one in batch if isinstance(one, Colleague)])
    for one in batch:
        if isinstance(one, Reject):
            yield one
        elif one.handle.key in known.erased:
            yield Reject("whoever had this address asked to be forgotten here", one.where, one.raw)
        else:
            yield plan_for(source, one, known, at, override=override)


def known_of(source: Source, batch: Sequence[Colleague]) -> Known:
    handles = [one.handle for one in batch]
    handles += [one.away.stand_in for one in batch if one.away and one.away.stand_in]
    met = find(handles)
    people = Person.objects.select_related("same_as").in_bulk(set(met.values()))
    roots = {key: people[id_].root for key, id_ in met.items()}
    ids = {one.pk for one in roots.values()}
    group = Q(person__in=ids) | Q(person__same_as__in=ids)
    absences: dict[int, list[Absence]] = defaultdict(list)
    for absence in Absence.objects.filter(group).select_related("person"):
        absences[absence.person.root_id].append(absence)
    publics = list(Public.objects.all())
    lines = Listed.objects.filter(group, source=source.pk).select_related("person").order_by("pk")
    return Known(
        people=roots,
        own=set(OwnWord.objects.filter(group).values_list(ROOT, "field")),
        members=set(Membership.objects.filter(group).values_list(ROOT, "public_id")),
        listed={one.person.root_id: one for one in lines},
        absences=absences,
        publics={one.slug: one for one in publics},
        by_id={one.pk: one for one in publics},
        erased=erased_among([one for one in handles if one.key not in met]),
    )


def plan_for(source: Source, one: Colleague, known: Known, at: datetime, *, override: bool) -> Plan:
    person = known.people.get(one.handle.key)
    root = person.pk if person else 0
    line = known.listed.get(root)
    before: Mapping[str, object] = line.said if line else {}
    profile: dict[str, str] = {}
    kept: dict[str, str] = {}
    for name, value in one.profile.items():
        is_new = override or mark(value) != before.get(name)
        if person and is_new and value != getattr(person, name):
            (kept if (root, name) in known.own and not override else profile)[name] = value
    if not person:
        profile = dict(one.profile)
    joins, leaves, given = publics_for(source, one, known, before, root)
    away, instead_of, remembered = absence_for(one, known, before, root, at)
    said = {**before, **{name: mark(value) for name, value in one.profile.items()}, "publics": given, **remembered}
    return Plan(one, person, profile, kept, joins, leaves, away, instead_of, said, is_remembered=said == before)


def mark(words: str) -> str:
    """A keyed mark of what a cell said: enough to see that it says something else now."""
    return hmac.new(settings.SECRET_KEY.encode(), words.encode(errors="replace"), hashlib.sha256).hexdigest()[:16]


def publics_for(
    source: Source, one: Colleague, known: Known, before: Mapping[str, object], root: int
) -> tuple[list[Public], list[Public], list[int]]:
    """Whom they join and leave, and what the list has given them by then. It takes back only what it gave."""
    given = before.get("publics")
    gave = [int(id_) for id_ in given if id_ in known.by_id] if isinstance(given, list) else []
    wanted = [source.public_id, *(known.publics[slug].pk for slug in one.functions)]
    if not one.functions:
        wanted = list(dict.fromkeys((*wanted, *gave)))
    joins = [id_ for id_ in wanted if id_ not in gave and (root, id_) not in known.members]
    leaves = [id_ for id_ in gave if id_ not in wanted and (root, id_) in known.members]
    return [known.by_id[id_] for id_ in joins], [known.by_id[id_] for id_ in leaves], wanted


def absence_for(
    one: Colleague, known: Known, before: Mapping[str, object], root: int, at: datetime
) -> tuple[Away | None, Absence | None, dict[str, object]]:
    """The absence to note, the one of this list that it stands for, and what to remember."""
    away = one.away
    if away is None:
        return None, None, {}
    stand_in = known.people.get(away.stand_in.key) if away.stand_in else None
    words = [away.begins.isoformat(), away.ends and away.ends.isoformat(), away.stand_in and away.stand_in.value]
    remembered: dict[str, object] = {"away": mark(json.dumps(words))}
    if remembered["away"] == before.get("away") or (away.ends and away.ends <= at):
        return None, None, remembered
    theirs = known.absences.get(root, [])
    for absence in theirs:
        same = (absence.begins, absence.ends) == (away.begins, away.ends)
        if same and absence.stand_in_id == (stand_in.pk if stand_in else None):
            return None, None, remembered
    return away, next((one for one in theirs if one.pk == before.get("absence")), None), remembered


@transaction.atomic
def carry_out(source: Source, plan: Plan, at: datetime) -> Person:
    """Does what a plan says, and remembers what the list said."""
    said, person = dict(plan.said), plan.person or welcome(plan.colleague)
    if plan.is_empty and plan.is_remembered:
        return person
    if changes := {name: value for name, value in plan.profile.items() if value != getattr(person, name)}:
        people.introduce(person=person, profile=people.Profile(**changes), by=None, at=at)
    for public in plan.joins:
        join(person=person, public=public, by=None, at=at)
    for public in plan.leaves:
        leave(person=person, public=public, at=at)
    if plan.away:
        said["absence"] = note_absence(person, plan.away, plan.instead_of, at)
    Listed.objects.update_or_create(source=source, person=person, defaults={"said": said})
    return person


def welcome(colleague: Colleague) -> Person:
    """Made now; or met a moment ago, as somebody's stand-in."""
    return Person.objects.select_related("same_as").get(pk=know([colleague.handle])[colleague.handle.key] or 0).root


def note_absence(person: Person, away: Away, instead_of: Absence | None, at: datetime) -> int:
    if instead_of:
        people.call_off(absence=instead_of, at=at)
    stand_in = know([away.stand_in])[away.stand_in.key] if away.stand_in else None
    other = Person.objects.select_related("same_as").get(pk=stand_in).root if stand_in else None
    return people.go_away(person=person, begins=away.begins, ends=away.ends, stand_in=other).pk


def gone_from(source: Source, met: set[int]) -> list[str]:
    """Names of the people whom this list had, and has no more; nothing is done to them."""
    there = dict(Listed.objects.filter(source=source.pk).values_list("person_id", "person__name"))
    return sorted(name for id_, name in there.items() if id_ not in met)
