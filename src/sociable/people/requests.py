"""How often people were asked for help lately."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from sociable.kit.asked import Asked, Ids, Moment
from sociable.people.models import ROOT, Person, Request

LATELY = timedelta(days=7)


def asked_lately(people: Collection[int], at: datetime) -> Mapping[int, int]:
    """How often each of these people, under whatever name, was asked in the week before `at`; those never asked lack.

    One query, along the index of person and time.
    """
    return dict(ASKED(people=people, since=at - LATELY, at=at))


def counted() -> QuerySet[Request, tuple[int, int]]:
    same = Person.objects.filter(Q(pk__in=Ids("people")) | Q(same_as__in=Ids("people"))).values("pk")
    asked = Request.objects.filter(person__in=same, at__gt=Moment("since"), at__lte=Moment("at"))
    return asked.values_list(ROOT).annotate(times=Count("pk"))


ASKED = Asked(counted)
