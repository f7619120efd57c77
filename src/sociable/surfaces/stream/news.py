"""Reading for the hub: the acts that settled, the rights of those whom they speak of, and whose sign-in has ended."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.contrib.sessions.models import Session

from sociable.kit.clock import now
from sociable.ledger.acts import Act, Position, before, read, settled
from sociable.people.models import Account, Person
from sociable.publics.readers import readers_for
from sociable.surfaces.stream.happenings import happenings
from sociable.surfaces.stream.hub import RECENT, Hub, Line, News
from sociable.things.models import Thing

WINDOW = 500
"""Acts read at a time."""
RIGHTS_OF_ALL = frozenset({"sociable:Merge", "sociable:Split"})
"""Verbs after which any number of people may stand elsewhere."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a turn is to read: from where, for whom who has just come, and who else is there."""

    after: Position | None
    waited: tuple[Line, ...]
    missed: frozenset[int]
    """Things of which somebody may have to be told again."""
    there: Mapping[int, int]
    """Who listens: the id they sign in under, and the one they are known under."""


def wish_of(hub: Hub) -> Wish:
    """What the hub has to know next."""
    waited = tuple(hub.waiting)
    hub.waiting.clear()
    missed = frozenset(one.thing for _line, one in hub.missed_by(waited)) if waited else frozenset[int]()
    there = {person: seat.reader.person or person for person, seat in hub.seats.items() if seat.reader}
    return Wish(None if hub.is_asleep else hub.position, waited, missed, there)


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
    again = wish.missed | ({one.thing for one in found} if since else set())
    return News(
        position=acts[-1][0] if acts else after,
        happenings=found,
        readers=readers_for(asked) if asked else {},
        asked=asked,
        where=dict(Thing.objects.filter(pk__in=again, withdrawn_at=None).values_list("pk", "public_id")),
        since=since,
    )


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


def ended(lines: Collection[Line]) -> list[Line]:
    """Those whose sign-in does not stand any more: signed out, expired, closed, or under another password."""
    keys = {line.session for line in lines}
    open_ = set(Session.objects.filter(session_key__in=keys, expire_date__gt=now()).values_list("pk", flat=True))
    people = {line.account for line in lines}
    marks = dict(Account.objects.filter(pk__in=people, is_active=True).values_list("pk", "password"))
    return [line for line in lines if line.session not in open_ or marks.get(line.account) != line.mark]
