"""What is done about questions that nobody can answer: miss, drop, put back."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db.models import F
from django.db.models.functions import Greatest, Lower

from sociable.kit.databases import one_line, text_to_stored
from sociable.people.models import Person
from sociable.rooms.questions.models import Gap

ADDRESS = re.compile(r"(?<![^\s@<>])[^\s@<>]+@[^\s@<>]+")
"""Looked for from the beginning of a word only: from each of its letters, one word of 100,000 took half a minute."""
LONGEST_NAME = 4
"""Words of a name that is looked for."""
READ = 60
"""Words of a question in which names are looked for."""
BLANK = "…"


def miss(*, question: str, topic: str, at: datetime) -> Gap:
    """Counts that a question found nobody, under its topic. Two at once are counted as two."""
    gap, _is_new = Gap.objects.get_or_create(
        topic=topic[:500],
        defaults={  # the example is made only of what is new
            "example": lambda: without_people(question)[:300],  # type: ignore[misc]
            "first_at": at,
            "last_at": at,
        },
    )
    Gap.objects.filter(pk=gap.pk).update(asked=F("asked") + 1, last_at=Greatest(F("last_at"), at))
    gap.refresh_from_db()
    return gap


def drop(*, gap: int) -> bool:
    """Takes a gap off the list: it is closed, or it should not be kept. Returns whether it was there."""
    deleted, _rows = Gap.objects.filter(pk=gap).delete()
    return bool(deleted)


def put_back(*, topic: str, example: str, asked: int, first_at: datetime, last_at: datetime) -> Gap:
    """Puts a gap back that was taken off the list by mistake, as often asked as it was; what came since is added."""
    gap, is_new = Gap.objects.get_or_create(
        topic=topic, defaults={"example": example, "asked": asked, "first_at": first_at, "last_at": last_at}
    )
    if not is_new:
        Gap.objects.filter(pk=gap.pk).update(asked=F("asked") + asked, first_at=first_at)
        gap.refresh_from_db()
    return gap


def without_people(question: str) -> str:
    """A question on one line, without addresses and the full names of people known here."""
    words = ADDRESS.sub(BLANK, one_line(text_to_stored(question))).split(" ")
    spans = {
        " ".join(words[start : start + length]).strip(".,;:!?()«»“”\"'"): None
        for start in range(min(len(words), READ))
        for length in range(2, LONGEST_NAME + 1)
    }
    text = " ".join(words)
    for name in sorted(known_names(spans), key=len, reverse=True):
        text = re.sub(re.escape(name), BLANK, text, flags=re.IGNORECASE)
    return text


def known_names(spans: Iterable[str]) -> set[str]:
    """Names of people among these, whatever their case; along the index, so that it costs the same on a large site."""
    lowered = {one.lower() for one in spans}
    lowered |= {
        "".join(letter.lower() if letter.isascii() else letter for letter in one) for one in spans
    }  # SQLite's way
    people = Person.objects.annotate(lowered=Lower("name")).filter(lowered__in=lowered)
    return set(people.values_list("name", flat=True))
