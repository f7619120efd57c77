"""What people say of themselves, applied to the votes: a hidden topic is not theirs, a confirmed one a little more so.

A topic is asked for when all its words stand in the question (by any reading: "certificates" asks for "certificate").
Read from the database at each question, so that a person's word counts from the moment it is kept.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from django.db.models import QuerySet

from sociable.kit.asked import Asked, Ids
from sociable.knowledge.expertise.matches import FUNCTION, rarity_of
from sociable.knowledge.expertise.votes import Ints, Reals, Votes
from sociable.knowledge.search.analysis import question_words
from sociable.knowledge.search.find import Search
from sociable.people.models import ROOT, Stance

CONFIRMED = 1.15
"""What a person's own word adds to their score: enough to go before equals, not before the better known."""
NOTHING_LEFT = 0.05
"""Part of a question, without what somebody hides, below which they are not named for it."""
FEW = 1_000
"""Standing stances up to which all are read: cheaper than to name thousands of candidates in a query."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Of one topic that is asked for: which words of the question it takes up, and who says what of it."""

    words: frozenset[str]
    people: Mapping[str, set[int]] = field(default_factory=lambda: {str(kind): set() for kind in Stance.Kind})

    def by(self, kind: str) -> Ints:
        return np.array(sorted(self.people[kind]), np.int64)


def as_they_say(votes: Votes, search: Search) -> Votes:
    """The votes, with everybody's own say.

    *Hidden*: a score keeps the part of the question's weight that is not the topic's, and things that hold the topic
    no longer speak for the person; with nothing left, they are not named. *Confirmed*: the score times `CONFIRMED`.
    *Declared*: nothing, until a thing that speaks for them holds the topic; then the same as confirmed.
    """
    sayings = sayings_on(search, votes.people)
    if not sayings:
        return votes
    concerned = np.unique(np.concatenate([one.by(kind) for one in sayings for kind in one.people]))
    theirs = np.isin(votes.people, concerned)
    things = np.unique(votes.things[theirs]).tolist()
    drop, sure = np.zeros(len(votes.people), bool), set[int]()
    for one in sayings:
        holds = theirs & np.isin(votes.things, holding(one.words, things, search))
        drop |= holds & np.isin(votes.people, one.by(Stance.Kind.HIDDEN))
        shown = votes.people[holds & np.isin(votes.people, one.by(Stance.Kind.DECLARED))]
        sure |= one.people[Stance.Kind.CONFIRMED] | set(shown.tolist())
    left = parts_left(sayings, search)
    gone = np.array([one for one, part in left.items() if part < NOTHING_LEFT], np.int64)
    people, scores = votes.totals()
    scores *= [left.get(one, 1.0) * (CONFIRMED if one in sure else 1.0) for one in people.tolist()]
    keep = ~drop & ~np.isin(votes.people, gone)
    return adding_up(Votes(votes.people[keep], votes.things[keep], votes.weights[keep]), people, scores)


def adding_up(votes: Votes, people: Ints, scores: Reals) -> Votes:
    """Votes in the same proportions that add up to these scores of people (sorted ids, all that vote among them)."""
    known, sums = votes.totals()
    factors = scores[np.searchsorted(people, known)] / sums
    return Votes(votes.people, votes.things, votes.weights * factors[np.searchsorted(known, votes.people)])


def sayings_on(search: Search, people: Ints) -> list[Saying]:
    """What these people say of topics that the question asks for. One query, two where a great many have said much."""
    found: dict[str, Saying] = {}
    for person, kind, topic in stances_of(people):
        words = words_taken(topic, search)
        if words:
            found.setdefault(topic, Saying(words)).people[kind].add(person)
    return list(found.values())


def stances_of(people: Ints) -> Iterable[tuple[int, str, str]]:
    rows = FIRST()
    if len(rows) > FEW:
        rows = THEIRS(people=np.unique(people).tolist())
    theirs = set(people[np.isin(people, [row[0] for row in rows])].tolist()) if rows else ()
    return [row for row in rows if row[0] in theirs]


def standing() -> QuerySet[Stance]:
    return Stance.objects.standing().order_by("pk")


FIRST = Asked(lambda: standing().values_list(ROOT, "kind", "topic")[: FEW + 1])
THEIRS = Asked(lambda: standing().alias(root=ROOT).filter(root__in=Ids("people")).values_list(ROOT, "kind", "topic"))


@lru_cache(maxsize=10_000)
def readings_of(topic: str) -> tuple[frozenset[str], ...]:
    """For each word of a topic, the terms it may stand as."""
    return tuple(frozenset(terms) for _count, terms in question_words(topic).values())


def words_taken(topic: str, search: Search) -> frozenset[str]:
    """The words of the question that a topic takes up; none unless the whole topic is asked for."""
    taken: set[str] = set()
    for terms in readings_of(topic):
        same = [word for word, (_count, known) in search.words.items() if not terms.isdisjoint(known)]
        if not same:
            return frozenset()
        taken.update(same)
    return frozenset(taken)


def holding(words: Collection[str], things: list[int], search: Search) -> Ints:
    """Those of these things in which all these words of the question stand."""
    left = things
    for word in sorted(words):
        left = search.among(search.words[word][1], left)
    return np.array(sorted(left), np.int64)


def parts_left(sayings: Iterable[Saying], search: Search) -> dict[int, float]:
    """For each person who hides something asked for: the part of the question's weight that is left to them."""
    weights = {
        word: rarity_of(search, terms)
        for word, (_count, terms) in search.words.items()
        if word not in FUNCTION and any(term in search.frequencies for term in terms)
    }
    hidden: dict[int, set[str]] = {}
    for one in sayings:
        for person in one.people[Stance.Kind.HIDDEN]:
            hidden.setdefault(person, set()).update(one.words)
    total = math.fsum(weights.values())
    return {
        person: math.fsum(weight for word, weight in weights.items() if word not in words) / total if total else 0.0
        for person, words in hidden.items()
    }
