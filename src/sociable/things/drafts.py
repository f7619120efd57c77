"""What somebody is writing and has not saved: theirs alone, kept until it is saved or forgotten. No act: nothing is
done yet."""

from datetime import datetime

from sociable.kit.asked import Fetched, Id, Word
from sociable.kit.databases import one_line, text_to_stored
from sociable.people.models import Person
from sociable.things.models import Unsaved
from sociable.things.verbs import TITLE


def keep(*, person: Person, where: str, title: str, text: str, base: int, at: datetime) -> Unsaved:
    """Keeps what somebody is writing there, in place of what was kept before.

    `where` says what it will be ("wiki:new:3", "thing:45"); `base` is the number of the version it started from, 0 for
    something new.
    """
    said = {"title": text_to_stored(one_line(title))[:TITLE], "text": text_to_stored(text), "base": base, "at": at}
    return Unsaved.objects.update_or_create(person_id=person.root_id, where=where, defaults=said)[0]


def kept(*, person: Person, where: str) -> Unsaved | None:
    """What this person was writing there and has not saved."""
    return KEPT.first(person=person.root_id, where=where)


KEPT = Fetched(lambda: Unsaved.objects.filter(person=Id("person"), where=Word("where")))


def drop(*, person: Person, where: str) -> None:
    """Forgets what somebody was writing there: it is saved, or they no longer want it."""
    Unsaved.objects.filter(person_id=person.root_id, where=where).delete()
