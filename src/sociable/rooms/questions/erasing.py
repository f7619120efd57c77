"""What questions forget of an erased person: that they were asked, needed an answer, or were said to know one."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from sociable.ledger.acts import Act, record
from sociable.rooms.questions.models import Endorsement, Need, Routing
from sociable.rooms.questions.routing import drop


def forget(people: Collection[int], at: datetime) -> None:
    """What they accepted as an answer stays accepted, by nobody."""
    needs = Need.objects.filter(person__in=people).order_by("pk").values_list("person", "question", "question__public")
    record([Act("sociable:Unneed", at, person, thing, None, public) for person, thing, public in needs])
    endorsed = Endorsement.objects.filter(Q(person__in=people) | Q(by__in=people)).order_by("pk")
    for row in endorsed.select_related("question"):
        drop(row, at)
    for model in (Need, Routing):
        model.objects.filter(person__in=people).delete()
