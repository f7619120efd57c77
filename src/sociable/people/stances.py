"""A person's own say on what they are found for: confirm, hide, correct, declare, retract."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sociable.kit.databases import one_line, text_to_stored
from sociable.ledger.acts import Act, record
from sociable.people.models import Person, Stance
from sociable.people.verbs import Refused, root_of, withhold, yield_again

LONGEST = 120
"""Characters of a topic."""
VERBS = {
    Stance.Kind.CONFIRMED: "sociable:Confirm",
    Stance.Kind.DECLARED: "sociable:Declare",
    Stance.Kind.HIDDEN: "sociable:Hide",
}


def confirm(*, person: Person, topic: str, by: Person, at: datetime) -> Stance:
    """Says that a topic is mine."""
    return say(Stance.Kind.CONFIRMED, person, topic, by, at)


def hide(*, person: Person, topic: str, by: Person, at: datetime) -> Stance:
    """Says that I am not to be found for a topic."""
    return say(Stance.Kind.HIDDEN, person, topic, by, at)


def declare(*, person: Person, topic: str, by: Person, at: datetime) -> Stance:
    """Says that I know a topic which my work does not show yet; it counts once something of mine does."""
    return say(Stance.Kind.DECLARED, person, topic, by, at)


@transaction.atomic
def correct(*, person: Person, topic: str, into: str, by: Person, at: datetime) -> Stance:
    """Says that a topic is not mine, and which one is instead."""
    if folded(tidy(topic)) == folded(tidy(into)):
        raise Refused(_("The correction says the same as the topic."))
    hide(person=person, topic=topic, by=by, at=at)
    return declare(person=person, topic=into, by=by, at=at)


@transaction.atomic
def retract(*, person: Person, stance: int, by: Person, at: datetime) -> Stance:
    """Takes back what I said of a topic, by its id: my work alone speaks again."""
    root = own(person, by)
    said = Stance.objects.standing().of(root.pk).filter(pk=stance).first()
    if said is None:
        raise Refused(_("You have said nothing of that, or took it back already."))
    end([said], root, at)
    return said


@transaction.atomic
def say(kind: Stance.Kind, person: Person, topic: str, by: Person, at: datetime) -> Stance:
    """One stance a topic: the last word ends the one before it, and saying the same again changes nothing."""
    root, words = own(person, by), tidy(topic)
    before = list(Stance.objects.standing().of(root.pk).filter(folded=folded(words)))
    for one in before:
        if one.kind == kind and one.person_id == root.pk:
            return one
    end(before, root, at)
    stance = Stance.objects.create(person=root, topic=words, folded=folded(words), kind=kind, at=at, by=root)
    record([Act(VERBS[kind], at, root.pk, detail={"stance": stance.pk})])
    return stance


def own(person: Person, by: Person) -> Person:
    """The person, under the name they are known by, held until the transaction ends: two words at once are in turn.

    Raises Refused for anybody else: nobody, not even who runs the site, speaks for another.
    """
    root = root_of(person)
    if root != root_of(by) or root.erased_at:
        raise Refused(_("Everybody speaks for themselves only."))
    Person.objects.select_for_update().get(pk=root.pk)
    return root


def end(stances: list[Stance], by: Person, at: datetime) -> None:
    for one in stances:
        one.ended_at = at
        one.save(update_fields=["ended_at"])
    record(Act("sociable:Retract", at, by.pk, detail={"stance": one.pk}) for one in stances)


def tidy(topic: str) -> str:
    """A topic on one line. Raises Refused for one that says nothing, or too much."""
    words = one_line(text_to_stored(topic))
    if not re.search(r"\w", words):
        raise Refused(_("Say which topic, in a word or a few."))
    if len(words) > LONGEST:
        raise Refused(_("A topic has at most %(most)s characters.") % {"most": LONGEST})
    return words


def folded(topic: str) -> str:
    """Two topics that differ by case, accents or blanks are one. Signs stay: C, C# and C++ are three."""
    plain = unicodedata.normalize("NFKD", text_to_stored(topic).casefold())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())[:240]


@dataclass(frozen=True, slots=True)
class Words:
    """What goes with a saying: each uses what it needs."""

    topic: str = ""
    into: str = ""
    stance: int = 0


SAYINGS: Mapping[str, Callable[[Person, Words, datetime], Stance | Person]] = {
    "confirm": lambda me, said, at: confirm(person=me, topic=said.topic, by=me, at=at),
    "hide": lambda me, said, at: hide(person=me, topic=said.topic, by=me, at=at),
    "correct": lambda me, said, at: correct(person=me, topic=said.topic, into=said.into, by=me, at=at),
    "declare": lambda me, said, at: declare(person=me, topic=said.topic, by=me, at=at),
    "retract": lambda me, said, at: retract(person=me, stance=said.stance, by=me, at=at),
    "decline": lambda me, said, at: withhold(person=me, by=me, at=at),
    "yield": lambda me, said, at: yield_again(person=me, by=me, at=at),
}
"""Everything that I can say of what I am found for, by its word: the pages and the API take it from here."""
