"""Reading for the hub: the acts that settled, the rights of those whom they speak of, and whose sign-in has ended."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.contrib.sessions.models import Session

from sociable.kit.clock import now
from sociable.knowledge.notices.read import people_with_news, told_between, waiting
from sociable.ledger.acts import Act, Position, before, read, settled
from sociable.ledger.projections import reached
from sociable.people.models import Account, Person
from sociable.publics.readers import Reader, readers_for
from sociable.surfaces.stream.happenings import happenings
from sociable.surfaces.stream.hub import RECENT, Hub, Line, News
from sociable.things.models import Thing

WINDOW = 500
"""Acts read at a time."""
MARKS = 25
"""People whose mark at the notices is looked at in one turn: each is a few queries."""
RIGHTS_OF_ALL = frozenset({"sociable:Merge", "sociable:Split"})
"""Verbs after which any number of people may stand elsewhere."""
FEWER = frozenset({"Leave", "sociable:Split"})
"""Verbs after which somebody stands in fewer publics than before."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a turn is to read: from where, for whom who has just come, and who else is there."""

    after: Position | None
    waited: tuple[Line, ...]
    missed: frozenset[int]
    """Things of which somebody may have to be told again."""
    there: Mapping[int, int]
    """Who listens: the id they sign in under, and the one they are known under."""
    noticed: Position
    unsure: tuple[int, ...]
    """Those whose mark at the notices is asked for."""


def wish_of(hub: Hub) -> Wish:
    """What the hub has to know next."""
    waited = tuple(hub.waiting)
    hub.waiting.clear()
    missed = frozenset(one.thing for _line, one in hub.missed_by(waited)) if waited else frozenset[int]()
    there = {person: seat.reader.person or person for person, seat in hub.seats.items() if seat.reader}
    at = now()
    hub.unsure |= {person for person, seat in hub.seats.items() if seat.due and seat.due <= at}
    unsure = tuple(hub.unsure)
    hub.unsure.clear()
    return Wish(None if hub.is_asleep else hub.position, waited, missed, there, hub.noticed, unsure)


def news_for(wish: Wish) -> News:
    """Reads it. What somebody may see is read after the acts, so that it is never older than they are."""
    upto = settled()
    after = wish.after
    since = None
    if after is None or after > upto:
        after = since = before(upto, RECENT)
    acts = read(after, upto, RECENT if since else WINDOW) if after < upto else []
    asked = named_in(acts, wish.there) | {line.person for line in wish.waited}
    found = happenings(acts)
    readers = readers_for(asked) if asked else {}
    noticed = reached("notices")
    marked, later = whose_marks(wish, noticed, readers)
    again = wish.missed | ({one.thing for one in found} if since else set())
    return News(
        position=acts[-1][0] if acts else after,
        happenings=found,
        readers=readers,
        asked=asked,
        where=dict(Thing.objects.filter(pk__in=again, withdrawn_at=None).values_list("pk", "public_id")),
        lost=lost_in(acts),
        since=since,
        noticed=noticed,
        marks={person: waiting(reader, now()) for person, reader in readers_for(marked).items()} if marked else {},
        unsure=later,
    )


def whose_marks(wish: Wish, noticed: Position, readers: Mapping[int, Reader]) -> tuple[list[int], list[int]]:
    """Those whose mark is looked at in this turn, and those whose turn it is later: a crowd that comes back is served
    a few at a time. For whom nothing came since they last looked, there is nothing to look at."""
    roots = dict(wish.there) | {person: reader.person or person for person, reader in readers.items()}
    people = {person: roots[person] for person in wish.unsure if person in roots}
    if noticed > wish.noticed and wish.after is not None:
        told = told_between(wish.noticed, noticed)
        people |= {person: root for person, root in wish.there.items() if root in told or person in told}
    with_news = people_with_news(set(people.values())) if people else set[int]()
    asked = [person for person, root in people.items() if root in with_news]
    return asked[:MARKS], asked[MARKS:]


def named_in(acts: Iterable[tuple[Position, Act]], there: Mapping[int, int]) -> set[int]:
    """Those who listen and whose rights an act may have changed."""
    changing = [act for _at, act in acts if act.thing is None]
    if any(act.verb in RIGHTS_OF_ALL or (act.public and act.verb not in ("Join", "Leave")) for act in changing):
        return set(there)
    named = {id_ for act in changing for id_ in (act.actor, *act.detail.values()) if id_ is not None}
    if not named or not there:
        return set()
    named |= {one.root_id for one in Person.objects.filter(pk__in=named)}
    return {person for person, root in there.items() if person in named or root in named}


def lost_in(acts: Iterable[tuple[Position, Act]]) -> dict[int, Position]:
    """Who stands in fewer publics after these acts, and after which of them; under 0, anybody may."""
    left = [(at, act) for at, act in acts if act.verb in FEWER]
    people = {act.actor for _at, act in left if act.actor}
    roots = {one.pk: one.root_id for one in Person.objects.filter(pk__in=people)} if people else {}
    return {0 if act.verb in RIGHTS_OF_ALL else roots.get(act.actor or 0, 0): at for at, act in left}


def ended(lines: Collection[Line]) -> list[Line]:
    """Those whose sign-in does not stand any more: signed out, expired, closed, or under another password."""
    keys = {line.session for line in lines}
    open_ = set(Session.objects.filter(session_key__in=keys, expire_date__gt=now()).values_list("pk", flat=True))
    people = {line.account for line in lines}
    marks = dict(Account.objects.filter(pk__in=people, is_active=True).values_list("pk", "password"))
    return [line for line in lines if line.session not in open_ or marks.get(line.account) != line.mark]
