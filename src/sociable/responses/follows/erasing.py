"""What follows forget of an erased person: whom they followed, who followed them, and the words that they muted."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from sociable.responses.follows.models import Follow, Mute


def forget(people: Collection[int], at: datetime) -> None:
    theirs = Q(person__in=people) | Q(whom__in=people)
    Follow.objects.filter(theirs).delete()
    Mute.objects.filter(theirs).delete()
