"""The key by which a feed reader reads what its owner may read: one a person, made anew or ended at will."""

from datetime import datetime

from django.db import transaction

from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.rooms.blogs.models import FeedKey


def standing_key(person: Person) -> FeedKey | None:
    return FeedKey.objects.filter(person=person.root_id, revoked_at=None).first()


@transaction.atomic
def make_key(*, person: Person, at: datetime) -> FeedKey:
    """Gives a person a new key; the one they had opens nothing any more."""
    end_key(person=person, at=at)
    key = FeedKey.objects.create(person_id=person.root_id, at=at)
    record([Act("sociable:MakeKey", at, person.root_id, detail={"key": key.pk})])
    return key


@transaction.atomic
def end_key(*, person: Person, at: datetime) -> None:
    """Ends a person's key: the addresses of their feeds lead nowhere from now on."""
    for key in FeedKey.objects.select_for_update().filter(person=person.root_id, revoked_at=None):
        key.revoked_at = at
        key.save(update_fields=["revoked_at"])
        record([Act("sociable:EndKey", at, person.root_id, detail={"key": key.pk})])
