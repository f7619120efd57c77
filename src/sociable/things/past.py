"""What a thing said elsewhere, before it came here: versions of other days, each by whoever wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sociable.kit.databases import as_stored, insert_rows, reserve_ids
from sociable.ledger.acts import Act, record
from sociable.things.language import language_of
from sociable.things.models import Thing, Version


@dataclass(frozen=True, slots=True)
class Past:
    """What it said from one time on. `by` is a person's id; None where nobody is known."""

    text: str
    at: datetime
    by: int | None


@transaction.atomic
def go_through(*, thing: Thing, past: Sequence[Past]) -> Thing:
    """Gives a thing the versions it had elsewhere after the one that stands, the oldest first."""
    ids = reserve_ids(Version, len(past))
    numbered = list(zip(range(thing.revision + 1, thing.revision + 1 + len(past)), ids, past, strict=True))
    insert_rows(
        Version,
        ("id", "thing", "number", "title", "text", "at"),
        [(id_, thing.pk, number, thing.title, one.text, as_stored(one.at)) for number, id_, one in numbered],
    )
    record(
        Act("Update", one.at, one.by, thing.pk, id_, thing.public_id, {"number": number})
        for number, id_, one in numbered
    )
    thing.revision += len(past)
    thing.changed_at = past[-1].at
    thing.language = language_of(f"{thing.title} {past[-1].text[:300]}")
    thing.save(update_fields=["revision", "changed_at", "language"])
    return thing
