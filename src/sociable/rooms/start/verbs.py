"""What is done on the first day: take a step, or skip it."""

from datetime import datetime

from django.db import transaction

from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.rooms.start.models import Step


@transaction.atomic
def take(*, step: Step.Name, by: Person, at: datetime, skipped: bool = False) -> Step:
    """Says that a step of the first day is behind us; what was skipped may be taken later, and counts as taken then."""
    said = {"skipped": skipped, "by": by, "at": at}
    row, is_new = Step.objects.get_or_create(name=step, defaults=said)
    if not is_new and (skipped or not row.skipped):
        return row
    if not is_new:
        row.skipped, row.by, row.at = skipped, by, at
        row.save(update_fields=["skipped", "by", "at"])
    record([Act("sociable:Begin", at, by.pk, detail={"step": int(step), "skipped": int(skipped)})])
    return row
