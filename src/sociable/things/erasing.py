"""What else goes when a person is erased: whatever keeps something of people is asked to drop it."""

from collections.abc import Callable, Collection
from datetime import datetime

Forget = Callable[[Collection[int], datetime], None]
"""Given the ids of who is erased, drops what is kept of them; within the transaction that erases, before their credits
go."""
FORGETTING: list[Forget] = []


def register(forget: Forget) -> Forget:
    """Lets a room or a response forget somebody together with their things."""
    FORGETTING.append(forget)
    return forget
