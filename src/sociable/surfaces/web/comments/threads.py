"""The comments on a thing as a page shows them: who said it first, then what was said to that, a page at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from sociable.kit.asked import Asked, Id
from sociable.publics.readers import Reader
from sociable.responses.comments.doors import AT_ONCE, CLOSED, KIND, how_taken, is_open_to_outsiders, looks_after
from sociable.responses.comments.models import Guest, Hold, Withdrawal
from sociable.surfaces.web.cards import Card
from sociable.surfaces.web.microblog.standing import Standing, standings
from sociable.surfaces.web.things import with_texts
from sociable.things.models import Contribution, Thing, ThingQuerySet

A_PAGE = 20
LEVELS = 12
MOST = 150
"""Answers on one page; all that was said to a comment is on the comment's own page."""


@dataclass
class Said:
    """One comment. Withdrawn ones stand without their words, as long as something was said to them."""

    card: Card
    guest: str = ""
    is_gone: bool = False
    waits: bool = False
    is_mine: bool = False
    standing: Standing = field(default_factory=Standing)
    replies: list["Said"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Thread:
    page: Page[Thing]
    said: list[Said]
    taken: str
    """How a comment of the reader is taken: at once, held, or not at all."""
    looks_after: bool
    is_open: bool
    """Whether outsiders may comment."""
    is_cut: bool
    """Whether there may be more answers than the page shows."""

    @property
    def is_worth_a_look(self) -> bool:
        return bool(self.said) or self.taken != CLOSED

    @property
    def at_once(self) -> bool:
        return self.taken == AT_ONCE


SAID = Asked(lambda: Thing.objects.filter(reply_to=Id("thing"), kind=KIND).values_list("pk")[:1])


def thread_on(thing: Thing, reader: Reader, number: str = "") -> Thread:
    """The thread on a thing that the reader sees."""
    decides = looks_after(reader, thing)
    taken, is_open = how_taken(thing, reader), is_open_to_outsiders(thing)
    if not SAID(thing=thing.pk):  # of most things nothing is said: ask no more
        return Thread(Paginator(Thing.objects.none(), A_PAGE).get_page(1), [], taken, decides, is_open, is_cut=False)
    top = of_reader(reader, decides).filter(reply_to=thing)
    some_said = Thing.objects.visible_to(reader).filter(kind=KIND, reply_to=OuterRef("pk"))
    page = Paginator(top.filter(Q(withdrawn_at=None) | Q(waits=True) | Exists(some_said)), A_PAGE).get_page(number or 1)
    first = [*page.object_list]
    answers = below(first, of_reader(reader, decides))
    said = tree([*first, *answers], reader, root=thing.pk)
    return Thread(page, said, taken, decides, is_open, is_cut=len(answers) >= MOST)


def of_reader(reader: Reader, decides: bool) -> ThingQuerySet:
    """Comments before the publics of a reader, in the order they were said; `waits` for those held they may see."""
    waiting = Hold.objects.filter(thing=OuterRef("pk"), decision=None)
    gone = Withdrawal.objects.filter(thing=OuterRef("pk"))
    waits = Q(Exists(waiting)) & ~Q(Exists(gone))
    if not decides:
        waits &= Q(Exists(mine(reader).filter(thing=OuterRef("pk"))))
    things = Thing.objects.filter(kind=KIND, public_id__in=reader.publics).annotate(waits=waits)
    return things.select_related("public").order_by("published_at", "pk")


def mine(reader: Reader) -> QuerySet[Contribution]:
    if reader.person is None:  # compared with nobody, everybody who was merged into nobody would match
        return Contribution.objects.none()
    return Contribution.objects.filter(Q(person=reader.person) | Q(person__same_as=reader.person))


def below(found: Sequence[Thing], comments: ThingQuerySet) -> list[Thing]:
    """What was said to these, level by level."""
    all_below: list[Thing] = []
    level: Sequence[Thing] = found
    for _level in range(LEVELS):
        level = list(comments.filter(reply_to__in=[one.pk for one in level])[: MOST - len(all_below)]) if level else []
        all_below += level
    return all_below


def threads_on(things: Collection[int], reader: Reader) -> dict[int, list[Said]]:
    """What was said to each of these things, of all that the reader sees: so many queries, however many there are."""
    first = list(of_reader(reader, False).filter(reply_to__in=things, withdrawn_at=None)[:MOST])
    return trees([*first, *below(first, of_reader(reader, False))], reader, things)


def tree(found: Sequence[Thing], reader: Reader, root: int) -> list[Said]:
    return trees(found, reader, [root])[root]


def trees(found: Sequence[Thing], reader: Reader, roots: Collection[int]) -> dict[int, list[Said]]:
    """Each under what it was said to; without those that are gone and have nothing under them."""
    if not found:
        return {root: [] for root in roots}
    names = dict(Guest.objects.filter(thing__in=found).values_list("thing", "name"))
    standing = standings([one.pk for one in found], reader)
    own = set(mine(reader).filter(thing__in=found).values_list("thing", flat=True))
    under: defaultdict[int, list[Said]] = defaultdict(list)
    for card in with_texts(list(found), reader):
        waits = bool(getattr(card.thing, "waits", False))
        gone = card.thing.withdrawn_at is not None and not waits
        id_ = card.thing.pk
        one = Said(card, names.get(id_, ""), gone, waits, id_ in own, standing[id_])
        under[card.thing.reply_to_id or 0].append(one)
    return {root: kept(under[root], under) for root in roots}


def kept(level: Iterable[Said], under: defaultdict[int, list[Said]]) -> list[Said]:
    shown = []
    for one in level:
        one.replies = kept(under[one.card.thing.pk], under)
        if one.replies or not one.is_gone:
            shown.append(one)
    return shown


def number_of_page(top: Thing, reader: Reader) -> int:
    """On which page of its thread a comment stands that was said to the thing itself."""
    before = Thing.objects.visible_to(reader).filter(kind=KIND, reply_to=top.reply_to_id)
    earlier = Q(published_at__lt=top.published_at) | Q(published_at=top.published_at, pk__lt=top.pk)
    return before.filter(earlier).count() // A_PAGE + 1
