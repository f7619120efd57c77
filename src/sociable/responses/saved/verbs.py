"""What is done with what is kept for later: save, and unsave. No act: it concerns nobody else."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.readers import reader_for
from sociable.responses.saved.models import Saved
from sociable.things.models import Thing


def save(*, thing: Thing, by: Person, at: datetime) -> Saved:
    """Keeps a thing for later."""
    if not Thing.objects.visible_to(reader_for(by)).filter(pk=thing.pk).exists():
        raise Refused(_("That is not there any more, or it is not open to you."))
    return Saved.objects.get_or_create(thing=thing, person=by.root, defaults={"at": at})[0]


def unsave(*, thing: Thing, by: Person, at: datetime) -> Thing:
    """Keeps it no longer."""
    Saved.objects.filter(of(by), thing=thing).delete()
    return thing


def forget(people: Collection[int], at: datetime) -> None:
    Saved.objects.filter(person__in=people).delete()


def of(person: Person) -> Q:
    return Q(person=person.root_id) | Q(person__same_as=person.root_id)
