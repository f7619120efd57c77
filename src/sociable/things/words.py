"""Small tables of names with ids (roles, tags): found or made, many at a time, and remembered."""

from collections.abc import Iterable
from typing import TypeVar

from sociable.things.models import Role, Tag

MAKERS = frozenset({"author", "co-author", "asker", "answerer", "commenter", "poster", "suggester"})
"""Roles that make a thing; every other has a hand in it."""

Named = TypeVar("Named", Role, Tag)

ROLE_LENGTH = 40
TAG_LENGTH = 80
CHUNK = 5_000


def role_ids(names: Iterable[str]) -> dict[str, int]:
    """Ids of the roles with these names, made where there are none yet."""
    return ids_of(Role, {name[:ROLE_LENGTH] for name in names})


def tag_ids(names: Iterable[str]) -> dict[str, int]:
    """Ids of the tags with these names, made where there are none yet."""
    return ids_of(Tag, {name[:TAG_LENGTH] for name in names})


def ids_of(model: type[Named], names: set[str]) -> dict[str, int]:
    found = dict(model.objects.filter(name__in=names).values_list("name", "pk")) if names else {}
    missing = sorted(names - found.keys())
    if missing:
        # Another process may make the same name at this very moment: whoever comes second takes what is there.
        model.objects.bulk_create([model(name=name) for name in missing], ignore_conflicts=True, batch_size=CHUNK)
        found |= dict(model.objects.filter(name__in=missing).values_list("name", "pk"))
    return found
