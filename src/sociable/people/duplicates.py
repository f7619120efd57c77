"""Likely duplicates: people who look like one. Only ever suggested; a person decides."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sociable.people.models import Identity, Merge, Person

ANONYMOUS = re.compile(r"(^|\b)(noreply|no-reply|root|admin|unknown|users|localhost|your name|you)\b", re.IGNORECASE)
CROWD = 8
"""A name that more people than this carry says nothing of any two of them."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two people who may be one, and why it seems so."""

    person: Person
    into: Person
    reason: str


def folded(name: str) -> str:
    """A name without accents, case, punctuation or order: « Côté, Élise » and « elise cote » are alike."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    words = re.findall(r"\w+", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    return " ".join(sorted(words))


def suggest(limit: int | None = None) -> list[Suggestion]:
    """People who are probably one, the surest first: the same full name, then the same mailbox name at two hosts."""
    people = {one.pk: one for one in Person.objects.locatable()}
    rejected = {frozenset(pair) for pair in Merge.objects.exclude(ended_at=None).values_list("person_id", "into_id")}
    found: dict[frozenset[int], Suggestion] = {}
    for reason, clues in (("same name", by_name(people.values())), ("same mailbox name", by_mailbox(people))):
        for pair in pairs(clues):
            if pair not in found and pair not in rejected:
                later, first = sorted((people[one] for one in pair), key=lambda one: -one.pk)
                found[pair] = Suggestion(later, first, reason)
    return list(found.values())[:limit]


def by_name(people: Iterable[Person]) -> Iterator[tuple[str, int]]:
    for one in people:
        name = folded(one.name)
        if " " in name and not ANONYMOUS.search(name):
            yield name, one.pk


def by_mailbox(people: dict[int, Person]) -> Iterator[tuple[str, int]]:
    rows = Identity.objects.filter(kind="mail").values_list("value", "person_id", "person__same_as_id")
    for address, person, same_as in rows:
        box = re.sub(r"^\d+\+|\+.*$|[._-]", "", address.partition("@")[0])
        if len(box) > 5 and not ANONYMOUS.search(address.partition("@")[0]) and (same_as or person) in people:
            yield box, same_as or person


def pairs(clues: Iterable[tuple[str, int]]) -> Iterator[frozenset[int]]:
    """Each alike person with the first of them; a clue that a crowd shares is no clue."""
    alike: dict[str, dict[int, None]] = defaultdict(dict)
    for clue, person in clues:
        alike[clue][person] = None
    for group in alike.values():
        first, *others = sorted(group)
        if len(group) <= CROWD:
            yield from (frozenset((first, other)) for other in others)
