"""Finding the person behind an address or a handle, many at a time."""

import hashlib
import hmac
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings

from sociable.kit.clock import now
from sociable.kit.databases import as_stored, insert_rows, one_line, reserve_ids, text_to_stored
from sociable.people.models import ErasedIdentity, Identity, Person

BOT = re.compile(r"\[bot\]$|^(dependabot|renovate|github-actions|weblate|codecov|greenkeeper)\b", re.IGNORECASE)
CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Handle:
    """How a source calls somebody. The identity decides who it is; the name is only what they are called."""

    kind: str
    value: str
    realm: str = ""
    name: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.kind, self.realm, self.value)


def mail(address: str, name: str = "") -> Handle:
    """The handle of an e-mail address; case does not matter, though RFC 5321 would let the local part differ by it."""
    return Handle("mail", address.strip().strip("<>").casefold()[:320], name=tidy(name))


def handle(value: str, realm: str, name: str = "") -> Handle:
    """The handle of a name that is unique within a realm: a forge, a corpus, a chat."""
    return Handle("handle", text_to_stored(value.strip())[:320], realm[:120], tidy(name))


def tidy(name: str) -> str:
    return text_to_stored(one_line(name))[:200]


def fingerprint(key: tuple[str, str, str]) -> str:
    """The keyed hash (HMAC-SHA-256) by which an erased identity is recognised without being kept."""
    return hmac.new(settings.SECRET_KEY.encode(), "\0".join(key).encode(), hashlib.sha256).hexdigest()


def find(handles: Iterable[Handle]) -> dict[tuple[str, str, str], int]:
    """Ids of the people known by these handles, by the handle's key; those unknown are left out."""
    values: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in handles:
        values[one.kind, one.realm].add(one.value)
    known: dict[tuple[str, str, str], int] = {}
    for (kind, realm), wanted in values.items():
        for part in chunks(sorted(wanted)):
            rows = Identity.objects.filter(kind=kind, realm=realm, value__in=part)
            known |= {(kind, realm, value): person for value, person in rows.values_list("value", "person_id")}
    return known


def chunks(values: list[str]) -> Iterator[list[str]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def know(handles: Iterable[Handle]) -> Mapping[tuple[str, str, str], int | None]:
    """Finds the person behind each handle, making those not met before. Inside a transaction.

    None stands for somebody who was erased: they are not made again, and nothing is credited to them.
    """
    wanted = {one.key: one for one in handles}
    known: dict[tuple[str, str, str], int | None] = dict(find(wanted.values()))
    strangers = [one for key, one in wanted.items() if key not in known]
    if strangers:
        erased = erased_among(strangers)
        known |= dict.fromkeys(erased)
        known |= make([one for one in strangers if one.key not in erased])
    return known


def erased_among(handles: list[Handle]) -> set[tuple[str, str, str]]:
    if not ErasedIdentity.objects.exists():
        return set()
    prints = {fingerprint(one.key): one.key for one in handles}
    found = ErasedIdentity.objects.filter(fingerprint__in=prints).values_list("fingerprint", flat=True)
    return {prints[mark] for mark in found}


def make(handles: list[Handle]) -> dict[tuple[str, str, str], int]:
    """New people, one a handle, with that handle as their identity."""
    ids = reserve_ids(Person, len(handles))
    since = as_stored(now())
    insert_rows(
        Person,
        ("id", "name", "headline", "languages", "place", "time_zone", "bot", "known_since"),
        [
            (id_, one.name or one.value.split("@")[0], "", "", "", "", bool(BOT.search(one.name or one.value)), since)
            for id_, one in zip(ids, handles, strict=True)
        ],
    )
    add_identities([(id_, one) for id_, one in zip(ids, handles, strict=True)])
    return {one.key: id_ for id_, one in zip(ids, handles, strict=True)}


def add_identities(pairs: Iterable[tuple[int, Handle]]) -> None:
    insert_rows(
        Identity,
        ("person", "kind", "realm", "value"),
        [(person, one.kind, one.realm, one.value) for person, one in pairs],
    )


def also_known_as(aliases: Mapping[Handle, int]) -> None:
    """Gives people further handles; one that somebody has already stays theirs."""
    taken = find(aliases)
    gone = erased_among(list(aliases))
    add_identities((person, one) for one, person in aliases.items() if one.key not in taken and one.key not in gone)
