"""What a thing said before, for those who may read what it says now."""

from django.db.models import Q, QuerySet

from sociable.ledger.acts import last_time
from sociable.things.models import Thing, Version


def versions_of(thing: Thing) -> QuerySet[Version]:
    """The versions that whoever may see the thing may read, the newest first.

    None from before it was moved to its public: what it said then was meant for others. None whose words were erased.
    """
    moved = last_time("Move", thing.pk)
    current = Q(number=thing.revision)
    shown = current | Q(at__gte=moved) if moved else Q()
    return Version.objects.filter(shown, thing=thing).exclude(~current, title="", text="").order_by("-number")
