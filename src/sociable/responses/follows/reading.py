"""What somebody follows and mutes, as the pages ask for it: in one query each."""

from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Coalesce

from sociable.people.models import Person
from sociable.responses.follows.models import Follow, Mute
from sociable.responses.follows.verbs import of


@dataclass(frozen=True, slots=True)
class Followed:
    """Ids: people under the names they are known by, tags, threads."""

    people: frozenset[int] = frozenset()
    tags: frozenset[int] = frozenset()
    things: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Muted:
    """Ids likewise; and words, in small letters."""

    people: frozenset[int] = frozenset()
    tags: frozenset[int] = frozenset()
    things: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.people or self.tags or self.things or self.words)


WHOM = Coalesce(F("whom__same_as"), F("whom"))


def followed_by(person: Person) -> Followed:
    rows = list(Follow.objects.filter(of(person)).values_list(WHOM, "tag", "thing"))
    return Followed(*(frozenset(one for one in column if one is not None) for column in zip(*rows, strict=True)))


def muted_by(person: Person) -> Muted:
    rows = list(Mute.objects.filter(of(person)).values_list(WHOM, "tag", "thing", "word"))
    if not rows:
        return Muted()
    people, tags, things, words = (frozenset(one for one in column if one) for column in zip(*rows, strict=True))
    return Muted(people, tags, things, words)
