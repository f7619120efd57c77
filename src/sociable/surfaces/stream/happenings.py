"""What open pages are told: in which thread something was said, changed or taken away. Ids only, from the ledger."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sociable.ledger.acts import Act, Position
from sociable.responses.comments.models import Hold
from sociable.things.models import Thing
from sociable.things.threads import roots_of

WORDS = {
    "Accept": "changed",
    "Create": "new",
    "Delete": "gone",
    "Move": "gone",
    "Update": "changed",
    "sociable:Admit": "new",
    "sociable:PutBack": "new",
    "sociable:Unaccept": "changed",
}
"""Verbs after which a thread reads otherwise, and how."""
TIMELINE = "timeline"
"""The place of all timelines: what came into which, a page asks for itself."""
ENTERS = frozenset({"Announce", "Create"})
"""Verbs after which timelines may hold more."""


@dataclass(frozen=True, slots=True)
class Happening:
    """That a place reads otherwise. `thing` is what the place is about: whoever may see that one is told."""

    at: Position
    place: str
    thing: int
    publics: frozenset[int]
    """For whom the thing is; where it was moved, for whom it was, too: it vanishes from their screens."""
    data: bytes
    is_gone: bool = False

    def sent(self) -> bytes:
        return event("place", self.data, self.at)


def event(kind: str, data: bytes = b"{}", at: Position | None = None) -> bytes:
    """One server-sent event. With a place in the ledger, whoever reconnects goes on from there."""
    mark = b"id: %d.%d\n" % at if at else b""
    return mark + b"event: " + kind.encode() + b"\ndata: " + data + b"\n\n"


def place_in(text: str) -> Position | None:
    """A place in the ledger as an event's id says it; None for what is none."""
    first, dot, second = text.partition(".")
    numbers = [int(one) for one in (first, second) if one.isascii() and one.isdecimal() and len(one) < 19]
    return Position(*numbers) if dot and len(numbers) == 2 else None


def happenings(acts: Iterable[tuple[Position, Act]]) -> list[Happening]:
    """What these acts change on the pages of others, in their order."""
    told = [(at, act) for at, act in acts if (act.verb in WORDS or act.verb in ENTERS) and act.thing is not None]
    if not told:
        return []
    touched = {act.thing for _at, act in told if act.thing is not None}
    roots = roots_of(touched)
    publics = dict(Thing.objects.filter(pk__in=set(roots.values())).values_list("pk", "public_id"))
    hidden = never_shown(touched)
    found = []
    for at, act in told:
        root = roots.get(act.thing or 0)
        if root is not None and act.thing not in hidden.get(act.verb, hidden[""]):
            found += told_of(at, act, root, publics[root])
    return found


def told_of(at: Position, act: Act, root: int, public: int) -> list[Happening]:
    """Its thread reads otherwise; and whatever begins a thread, or is passed on, may have come into timelines."""
    found = [happening(at, act, root, public)] if act.verb in WORDS else []
    if act.verb in ENTERS and (act.thing == root or act.verb == "Announce"):
        data = json.dumps({"thing": act.thing, "what": "new"}).encode()
        found.append(Happening(at, TIMELINE, root, frozenset({public}), data))
    return found


def happening(at: Position, act: Act, root: int, public: int) -> Happening:
    publics = {public, act.detail["from"]} if act.verb == "Move" else {public}
    what = WORDS[act.verb]
    data = json.dumps({"thing": act.thing, "what": what}).encode()
    return Happening(at, f"thread:{root}", root, frozenset(publics), data, what == "gone")


def never_shown(things: Collection[int]) -> dict[str, set[int]]:
    """By verb, those of the things of which nobody is told: what is withdrawn now, unless that is the news; and what
    was never let in, whatever becomes of it."""
    held = set(Hold.objects.filter(thing__in=things).exclude(decision__admitted=True).values_list("thing", flat=True))
    gone = set(Thing.objects.filter(pk__in=things).exclude(withdrawn_at=None).values_list("pk", flat=True))
    return {"": held | gone, "Delete": held, "Move": held | gone}
