"""Whose are the words that stand? Each word belongs to whoever brought it; what was only moved or left is not new.

Followed from version to version and kept, so that a save costs one comparison however long the history is. Derived:
dropped, it is worked out again from the versions and the ledger.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from sociable.ledger.acts import makers_of
from sociable.people.models import Person
from sociable.things.difference import Piece, difference
from sociable.things.models import Authorship, Thing, Version

STEPS = 200
"""Versions that one look follows; a longer history is told after a few looks, and until then as far as it was read."""

Run = list[int]
"""[person's id or 0, number of words]."""


@dataclass(frozen=True, slots=True)
class Share:
    """Somebody's part of a text, in words and in hundredths; nobody, where it is not known whose."""

    person: Person | None
    words: int
    percent: int


@dataclass(frozen=True, slots=True)
class Shares:
    """Whose the words are, of a version: the current one unless the history is still being read."""

    of: Sequence[Share]
    revision: int
    is_current: bool


def shares_of(thing: Thing) -> Shares:
    """Whose words stand in a thing, the most first. Who may be told of whom is for the caller to say."""
    row = follow(thing)
    words: dict[int, int] = {}
    roots = dict(Person.objects.filter(pk__in={who for who, _count in row.runs}).values_list("pk", "same_as"))
    for who, count in row.runs:
        known = roots.get(who) or who
        words[known] = words.get(known, 0) + count
    people = Person.objects.filter(erased_at=None).in_bulk(words)
    total = sum(words.values()) or 1
    ordered = sorted(words.items(), key=lambda one: (-one[1], one[0]))
    shares = [Share(people.get(who), count, round(100 * count / total)) for who, count in ordered]
    return Shares(shares, row.revision, row.revision == thing.revision)


@transaction.atomic
def follow(thing: Thing) -> Authorship:
    """Brings what is kept in step with the thing, by at most STEPS versions."""
    row = Authorship.objects.select_for_update().filter(pk=thing.pk).first() or Authorship(
        thing=thing, revision=0, runs=[]
    )
    if row.revision >= thing.revision:
        return row
    reached = Version.objects.filter(thing=thing, number=row.revision).values_list("text", flat=True).first() or ""
    ahead = Version.objects.filter(thing=thing, number__gt=row.revision).order_by("number")[:STEPS]
    versions = list(ahead)
    who = makers_of([one.pk for one in versions])
    for one in versions:
        row.runs = next_runs(row.runs, difference(reached, one.text), who.get(one.pk) or 0)
        row.revision, reached = one.number, one.text
    row.save()
    return row


def next_runs(runs: Iterable[Run], pieces: Iterable[Piece], who: int) -> list[Run]:
    """Whose the words are after a change, which `who` made."""
    standing = [list(run) for run in runs][::-1]
    made: list[Run] = []
    for piece in pieces:
        if piece.kind == "new":
            add(made, who, piece.words)
            continue
        left = piece.words
        while left and standing:
            taken = min(left, standing[-1][1])
            if piece.kind == "same":
                add(made, standing[-1][0], taken)
            left -= taken
            standing[-1][1] -= taken
            if not standing[-1][1]:
                standing.pop()
    return made


def add(runs: list[Run], who: int, words: int) -> None:
    if words and runs and runs[-1][0] == who:
        runs[-1][1] += words
    elif words:
        runs.append([who, words])


def follow_all(things: Mapping[int, Thing]) -> None:
    """After a save: keeps in step those that were, so that no look at them has much to read."""
    kept = dict(Authorship.objects.filter(pk__in=things).values_list("pk", "revision"))
    for id_, thing in things.items():
        if kept.get(id_, 1) == thing.revision - 1:
            follow(thing)
