"""Who listens, to which place, and what they are told. No clock, no database, no network: `news.py` reads, `asgi.py`
speaks."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sociable.knowledge.notices.read import Waiting
from sociable.ledger.acts import START, Position
from sociable.publics.readers import Reader
from sociable.surfaces.stream.happenings import Happening, event

RECENT = 2_000
"""Acts that are kept, for whoever comes back after a dropped connection; before them, a page is told to look anew."""
MOST_UNREAD = 200
"""Events that wait for one slow connection; beyond, it is told once to look anew."""
MOST_EACH = 20
"""Connections of one person: hidden tabs close theirs."""
MOST = 20_000

BEHIND = event("behind")
ACCESS = event("access")
NOTICE = event("notice", b'{"waiting": true}')


class Full(Exception):
    """There is no room for one more connection."""


@dataclass(eq=False, slots=True)
class Line:
    """One open page: where it is, what it has yet to be told, and by which sign-in it came."""

    person: int
    place: str
    after: Position | None
    session: str = ""
    account: int = 0
    mark: str = ""
    """Of the account's password: when that changes, the sign-in ends."""
    unread: deque[bytes] = field(default_factory=deque)
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False

    def tell(self, words: bytes) -> None:
        if len(self.unread) >= MOST_UNREAD:
            self.unread.clear()
            words = BEHIND
        self.unread.append(words)
        self.woken.set()

    def end(self) -> None:
        self.is_over = True
        self.woken.set()


@dataclass(eq=False, slots=True)
class Seat:
    """Somebody who listens, on any number of pages."""

    reader: Reader | None = None
    lines: set[Line] = field(default_factory=set)
    due: datetime | None = None
    """When what is held back from them is to be told."""


@dataclass(frozen=True, slots=True)
class News:
    """What was read in one turn."""

    position: Position
    happenings: list[Happening]
    readers: dict[int, Reader]
    """Those asked for, as they stand after the last act read; without whoever is nobody any more."""
    asked: Collection[int]
    where: dict[int, int]
    """For what may have to be told again: which public each thing is for now; without those withdrawn."""
    lost: dict[int, Position] = field(default_factory=dict)
    """Who stands in fewer publics since when, by the id they are known under; under 0, anybody."""
    since: Position | None = None
    """Given where the reading began anew: what was kept before is void."""
    noticed: Position = START
    """How far the notices have been looked at."""
    marks: dict[int, Waiting] = field(default_factory=dict)
    """What the mark at the notices says, for those whom it was asked for."""
    unsure: Collection[int] = ()
    """Whose mark has yet to be asked for."""


class Hub:
    def __init__(self) -> None:
        self.position = START
        self.noticed = START
        self.since = START
        self.is_asleep = True
        self.recent: deque[Happening] = deque(maxlen=RECENT)
        self.lost: dict[int, Position] = {}
        self.seats: dict[int, Seat] = {}
        self.places: defaultdict[str, set[Line]] = defaultdict(set)
        self.waiting: list[Line] = []
        self.unsure: set[int] = set()
        """Those whose mark at the notices may have to be lit."""
        self.size = 0

    def open(self, line: Line) -> None:
        """Takes a connection in; it is told what it missed, and what follows, from the next turn on."""
        seat = self.seats.setdefault(line.person, Seat())
        if len(seat.lines) >= MOST_EACH or self.size >= MOST:
            raise Full
        seat.lines.add(line)
        self.waiting.append(line)
        self.unsure.add(line.person)
        self.size += 1

    def close(self, line: Line) -> None:
        seat = self.seats.get(line.person)
        if seat is None or line not in seat.lines:
            return
        seat.lines.discard(line)
        self.size -= 1
        if not seat.lines:
            del self.seats[line.person]
        here = self.places.get(line.place)
        if here is not None:
            here.discard(line)
            if not here:
                del self.places[line.place]

    def missed_by(self, lines: Iterable[Line]) -> list[tuple[Line, Happening]]:
        """What was said in the place of each since it was last told anything."""
        kept: defaultdict[str, list[Happening]] = defaultdict(list)
        for one in self.recent:
            kept[one.place].append(one)
        return [(line, one) for line in lines if line.after for one in kept[line.place] if one.at > line.after]

    def take(self, news: News, waited: Collection[Line]) -> None:
        """Passes on what was read. `waited` came in before the reading began: their rights are as fresh as the news."""
        for person in news.asked:
            self.seat_anew(person, news.readers.get(person))
        if news.since is not None:
            self.recent.clear()
            self.lost.clear()
            self.since, self.is_asleep = news.since, False
            self.keep(news.happenings)
        self.lost.update(news.lost)
        self.tell_what_was_missed([line for line in waited if not line.is_over], news.where)
        if news.since is None:
            self.keep(news.happenings)
            for one in news.happenings:
                self.pass_on(one)
        self.position, self.noticed = news.position, news.noticed
        self.unsure.update(news.unsure)
        for person, mark in news.marks.items():
            self.show_mark(person, mark)

    def show_mark(self, person: int, mark: Waiting) -> None:
        """Lights somebody's mark on all their pages, or leaves it until what is held back is due."""
        seat = self.seats.get(person)
        if seat is None:
            return
        seat.due = mark.held_until
        for line in seat.lines if mark.some else ():
            line.tell(NOTICE)

    def keep(self, happenings: Iterable[Happening]) -> None:
        for one in happenings:
            if len(self.recent) == RECENT:
                self.since = self.recent[0].at
            self.recent.append(one)

    def seat_anew(self, person: int, reader: Reader | None) -> None:
        """Gives somebody the rights they have now. Pages of a public that closed to them look anew, at once."""
        seat = self.seats.get(person)
        if seat is None:
            return
        before, seat.reader = seat.reader, reader
        for line in seat.lines:
            if reader is None:
                line.end()
            elif before is not None and not before.publics <= reader.publics:
                line.tell(ACCESS)

    def tell_what_was_missed(self, waited: Collection[Line], where: dict[int, int]) -> None:
        for line in waited:
            self.places[line.place].add(line)
            if line.after is not None and line.after < max(self.since, self.lost_at(line)):
                line.tell(BEHIND)
        for line, one in self.missed_by(line for line in waited if line.after and line.after >= self.since):
            reader = self.seats[line.person].reader
            if reader and where.get(one.thing) in reader.publics:
                line.tell(one.sent())
            elif reader and one.is_gone and is_for(one, reader) and ACCESS not in line.unread:
                line.tell(ACCESS)  # not of what: they may have come to that public after it had left

    def lost_at(self, line: Line) -> Position:
        """When the last public closed to whoever reads this page: what it shows may not be theirs any more."""
        reader = self.seats[line.person].reader
        mine = self.lost.get(reader.person, START) if reader and reader.person else START
        return max(mine, self.lost.get(0, START))

    def pass_on(self, one: Happening) -> None:
        """Tells all who are there. One who comes from another node, or whose page was just made, may be ahead of us."""
        words = one.sent()
        for line in self.places.get(one.place, ()):
            reader = self.seats[line.person].reader
            if reader and is_for(one, reader) and (line.after is None or line.after < one.at):
                line.tell(words)

    def at_rest(self) -> list[Line]:
        """Those who know all there is. One who came back, and has yet to be told what they missed, is not among them:
        the place that a sign of life carries would make it lost for good, were the line to drop again."""
        return [line for here in self.places.values() for line in here if not line.unread]


def is_for(one: Happening, reader: Reader) -> bool:
    return not one.publics.isdisjoint(reader.publics)
