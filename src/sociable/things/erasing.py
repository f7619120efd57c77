"""What else goes when a person is erased: whatever keeps something of people is asked to drop it."""

from collections.abc import Callable, Collection
from datetime import datetime

from sociable.things.models import Contribution
from sociable.things.words import MAKERS

Forget = Callable[[Collection[int], datetime], None]
"""Given the ids of who is erased, drops what is kept of them; within the transaction that erases, before their credits
go."""
FORGETTING: list[Forget] = []


def register(forget: Forget) -> Forget:
    """Lets a room or a response forget somebody together with their things."""
    FORGETTING.append(forget)
    return forget


def made_alone(things: Collection[int], people: Collection[int]) -> set[int]:
    """Those of these things that nobody made but these people: their words go with them."""
    makers = Contribution.objects.filter(thing__in=things, role__name__in=MAKERS)
    others = set(makers.exclude(person__in=people).values_list("thing_id", flat=True))
    return set(makers.filter(person__in=people).values_list("thing_id", flat=True)) - others
