"""Whom texts name, and where that leads: looked up for a whole page of notes at once."""

from collections.abc import Collection, Iterable

from django.db.models import Q
from django.urls import reverse

from sociable.kit.html import Resolve, Target
from sociable.kit.markdown import references_in
from sociable.people.models import Person
from sociable.publics.readers import Reader, people_visible_to

MOST = 200
"""Names looked up for one page."""


def people_named_in(texts: Iterable[str], reader: Reader) -> dict[str, Person]:
    """Who is meant by each `@[name]` in these texts, as it is written there: where one alone is called so."""
    written = {name for text in texts if "@[" in text for kind, name in references_in(text) if kind == "person"}
    asked = {one: one.partition("|")[0].strip() for one in sorted(written)[:MOST]}
    called = candidates(set(asked.values()), reader)
    found = {}
    for one, name in asked.items():
        number = one.partition("|")[2]
        meant = [who for who in called.get(name.casefold(), []) if not number or str(who.pk) == number]
        if len(meant) == 1:
            found[one] = meant[0]
    return found


def candidates(names: Collection[str], reader: Reader) -> dict[str, list[Person]]:
    if not names:
        return {}
    same = Q(pk__in=())
    for name in names:
        same |= Q(name__iexact=name)
    called: dict[str, list[Person]] = {}
    for person in people_visible_to(reader).filter(same):
        called.setdefault(person.name.casefold(), []).append(person)
    return called


def resolver_among(named: dict[str, Person]) -> Resolve:
    def resolve(kind: str, name: str) -> Target | None:
        person = named.get(name) if kind == "person" else None
        return Target(reverse("person", args=[person.pk])) if person else None

    return resolve
