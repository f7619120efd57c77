"""What notes forget of an erased person: whom they passed on, where they are named, how far they read, their polls."""

from collections.abc import Collection
from datetime import datetime

from sociable.ledger.acts import Act, record
from sociable.rooms.microblog.models import Boost, Mention, Poll, ReadMark
from sociable.rooms.microblog.verbs import ROLE


def forget(people: Collection[int], at: datetime) -> None:
    """Their choices in the polls of others stay counted, and nobody's."""
    boosts = Boost.objects.filter(person__in=people).order_by("pk").values_list("person", "thing", "thing__public")
    record([Act("sociable:Unboost", at, person, thing, None, public) for person, thing, public in boosts])
    named = Mention.objects.filter(person__in=people).order_by("pk").values_list("person", "thing", "thing__public")
    record([Act("sociable:Unmention", at, None, thing, None, public, {"person": one}) for one, thing, public in named])
    for model in (Boost, Mention, ReadMark):
        model.objects.filter(person__in=people).delete()
    polls = Poll.objects.filter(thing__contributions__person__in=people, thing__contributions__role__name=ROLE)
    Poll.objects.filter(pk__in=list(polls.values_list("pk", flat=True))).delete()
