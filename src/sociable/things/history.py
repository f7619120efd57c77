"""What a thing said before, for those who may read what it says now; and the way back to it."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sociable.kit.asked import Fetched, Id, Moment
from sociable.ledger.acts import Act, last_moved, record
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.things.models import Thing, Version

ALWAYS = datetime.min.replace(tzinfo=UTC)
FEW = 10
"""The versions that a page lists itself; the history lists all."""


def versions_of(thing: Thing) -> QuerySet[Version]:
    """The versions that whoever may see the thing may read, the newest first. Take a few: there may be ten thousand.

    None from before it was moved to its public: what it said then was meant for others. None whose words were erased.
    """
    return readable(thing.pk, thing.revision, came_here(thing))


def readable(thing: int | Id, current: int | Id, since: datetime | Moment) -> QuerySet[Version]:
    is_current = Q(number=current)
    shown = Version.objects.filter(is_current | Q(at__gte=since), thing=thing)
    return shown.exclude(~is_current, title="", text="").order_by("-number")


def came_here(thing: Thing) -> datetime:
    """When it was moved to its public; ALWAYS, where it never was."""
    return last_moved(thing.pk) or ALWAYS


def how_many(thing: Thing) -> int:
    """How many of those versions there are, counted without reading them."""
    if last_moved(thing.pk):
        return versions_of(thing).count()
    of_thing = Version.objects.filter(thing=thing)
    return of_thing.count() - of_thing.filter(title="", text="").exclude(number=thing.revision).count()


def latest_versions(thing: Thing) -> list[Version]:
    """The newest of those versions, without their texts."""
    return LATEST(thing=thing.pk, current=thing.revision, since=came_here(thing))


LATEST = Fetched(lambda: readable(Id("thing"), Id("current"), Moment("since")).defer("text")[:FEW])


def version_of(thing: Thing, number: int) -> Version | None:
    """One of those versions, by its number."""
    return versions_of(thing).filter(number=number).first()


def version_before(version: Version) -> Version | None:
    """The version that this one changed, as far as it may be read."""
    return versions_of(version.thing).filter(number__lt=version.number).first()


@transaction.atomic
def restore(*, thing: Thing, number: int, by: Person, at: datetime, save: Callable[[Version], object]) -> Thing:
    """Makes what a thing said before what it says now: a new version, and an act that tells which came back.

    `save` is the room's own verb for saving; what stands now stays in the history.
    """
    thing = Thing.objects.select_for_update().get(pk=thing.pk)
    version = version_of(thing, number)
    if version is None or number == thing.revision:
        raise Refused(_("There is no such earlier version to bring back."))
    before = thing.revision
    save(version)
    thing.refresh_from_db()
    if thing.revision == before:
        raise Refused(_("It says that already."))
    current = Version.objects.only("pk").get(thing=thing, number=thing.revision)
    record([Act("sociable:Restore", at, by.pk, thing.pk, current.pk, thing.public_id, {"number": number})])
    return thing
