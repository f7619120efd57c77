"""A query that is compiled once says the same as the queryset it was written as."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F, Q
from django.test.utils import CaptureQueriesContext

from sociable.kit.asked import Asked, Fetched, Id, Ids, Moment, Words
from sociable.kit.clock import now
from sociable.people.models import Absence, Person
from sociable.people.verbs import go_away
from tests.conftest import Office

pytestmark = pytest.mark.django_db
NAMES = Asked(
    lambda: Person.objects.filter(pk__in=Ids("people")).order_by("pk").values_list("pk", "name", "known_since")
)
AWAY = Asked(
    lambda: Absence.objects.during(Moment("at")).filter(person__in=Ids("people")).values_list("person_id", "ends")
)


def test_the_same_rows_as_the_queryset_for_whoever_is_asked_about(office: Office) -> None:
    for people in ([office.ada.pk], [office.bruno.pk, office.ada.pk], [], [10**12]):
        plain = Person.objects.filter(pk__in=people).order_by("pk").values_list("pk", "name", "known_since")
        assert NAMES(people=people) == list(plain)


def test_moments_are_moments_on_the_way_in_and_on_the_way_out(office: Office) -> None:
    at = now()
    go_away(person=office.bruno, begins=at - timedelta(days=1), ends=at + timedelta(days=1), stand_in=office.ada)
    [(who, ends)] = AWAY(people=[office.bruno.pk, office.ada.pk], at=at)
    assert (who, ends) == (office.bruno.pk, Absence.objects.get().ends)
    assert AWAY(people=[office.bruno.pk], at=at + timedelta(days=2)) == []


def test_it_is_compiled_once_and_asked_with_one_query(office: Office) -> None:
    compiled = []

    def people() -> object:
        compiled.append(1)
        return Person.objects.filter(Q(pk__in=Ids("people"))).values_list("pk")

    asked = Asked(people)  # type: ignore[arg-type]
    with CaptureQueriesContext(connection) as seen:
        assert [asked(people=[one.pk]) for one in (office.ada, office.bruno)] == [
            [(office.ada.pk,)],
            [(office.bruno.pk,)],
        ]
    assert (len(compiled), len(seen)) == (1, 2)


def test_whole_rows_come_with_what_belongs_to_them(office: Office) -> None:
    at = now()
    go_away(person=office.bruno, begins=at - timedelta(days=1), ends=None, stand_in=office.ada)
    away = Fetched(
        lambda: (
            Absence.objects.filter(person=Id("person"), person__name__in=Words("names"))
            .select_related("stand_in", "person__same_as")
            .annotate(called=F("person__name"))
        )
    )
    [one] = away(person=office.bruno.pk, names=[office.bruno.name, "Zoé"])
    assert one == Absence.objects.get()
    with CaptureQueriesContext(connection) as seen:
        assert (one.stand_in, one.person, one.person.same_as) == (office.ada, office.bruno, None)
        assert one.called == office.bruno.name  # type: ignore[attr-defined]
    assert len(seen) == 0
    assert away.first(person=office.bruno.pk, names=[]) is None
    assert away(person=None, names=[office.bruno.name]) == [], "None is nobody's"
