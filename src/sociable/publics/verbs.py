"""What is done with publics: found, join, leave, show."""

from datetime import datetime

from django.db import transaction

from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.people.verbs import id_of
from sociable.publics.models import Membership, Public, Shown


@transaction.atomic
def found(*, slug: str, name: str, owner: Person, at: datetime) -> Public:
    """Founds a circle; whoever founds it owns it, and is its first member."""
    circle = Public.objects.create(kind=Public.Kind.CIRCLE, slug=slug, name=name, owner=owner)
    record([Act("sociable:Found", at, owner.pk, public=circle.pk)])
    join(person=owner, public=circle, by=owner, at=at)
    return circle


@transaction.atomic
def join(*, person: Person, public: Public, by: Person | None, at: datetime) -> Membership:
    """Makes this person a member of the public; they see what is for it from now on."""
    membership, is_new = Membership.objects.get_or_create(
        person=person, public=public, defaults={"since": at, "by": by}
    )
    if is_new:
        record([Act("Join", at, person.pk, public=public.pk)])
    return membership


@transaction.atomic
def leave(*, person: Person, public: Public, at: datetime) -> Public:
    """Ends this person's membership; what is for the public is closed to them from now on."""
    deleted, _rows = Membership.objects.filter(person=person, public=public).delete()
    if deleted:
        record([Act("Leave", at, person.pk, public=public.pk)])
    return public


@transaction.atomic
def show(*, person: Person, public: Public, by: Person | None, at: datetime) -> Shown:
    """Lets this person be shown to a public outside the organisation."""
    shown, is_new = Shown.objects.get_or_create(person=person, public=public, defaults={"by": by, "at": at})
    if is_new:
        record([Act("sociable:Show", at, id_of(by), public=public.pk, detail={"person": person.pk})])
    return shown
