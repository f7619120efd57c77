"""Who stands behind a page as it will be saved, in a role that says how much of it they brought.

A role only rises: a quarter of the words that stand makes a co-author, however much is added later by others.
"""

from django.db.models import Q

from sociable.people.models import Person
from sociable.rooms.wiki.merge import WORDS, matches
from sociable.things.authorship import follow, next_runs
from sociable.things.difference import difference
from sociable.things.models import Contribution, Thing
from sociable.things.words import MAKERS

ROLES = ((0.25, "co-author"), (0.03, "editor"), (0.0, "proofreader"))
"""From which part of the text on a change makes whoever made it that."""
RISING = tuple(role for _part, role in reversed(ROLES))


def credits_now(thing: Thing, before: str, after: str, by: Person) -> list[tuple[int, str]]:
    """Who is credited once `by` has made the one text of the other: (person's id, role)."""
    standing = list(Contribution.objects.filter(thing=thing).order_by("pk").values_list("person", "role__name"))
    mine = [role for person, role in standing if person == by.pk]
    if MAKERS & set(mine):
        return standing
    now = role_for(part_of(thing, before, after, by))
    had = max((RISING.index(role) for role in mine if role in RISING), default=-1)
    if RISING.index(now) <= had:
        return standing
    others = [(person, role) for person, role in standing if person != by.pk or role not in RISING]
    return [*others, (by.pk, now)]


def role_for(part: float) -> str:
    return next(role for least, role in ROLES if part >= least)


def part_of(thing: Thing, before: str, after: str, by: Person) -> float:
    """The part of the words that are theirs after this change, earlier ones of theirs included where that is known."""
    kept = follow(thing)
    if kept.revision != thing.revision:
        return part_brought(before, after)
    runs = next_runs(kept.runs, difference(before, after), by.pk)
    same = Person.objects.filter(Q(pk=by.root_id) | Q(same_as=by.root_id)).values_list("pk", flat=True)
    mine = {by.pk, *same}
    return sum(words for who, words in runs if who in mine) / max(1, sum(words for _who, words in runs))


def part_brought(before: str, after: str) -> float:
    """The part of the later text's words that the earlier did not have there."""
    old, new = ([word for word in WORDS.findall(text) if word.strip()] for text in (before, after))
    kept = sum(length for _old, _new, length in matches(old, new))
    return (len(new) - kept) / max(1, len(new))
