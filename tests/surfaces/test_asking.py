"""From an answer to somebody's desk: filters that say what they do, a request that is noted, and a way back."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sociable.kit.clock import now
from sociable.ledger.models import Activity
from sociable.people.models import Person, Request
from sociable.people.verbs import go_away
from sociable.publics.models import Public
from sociable.publics.verbs import join, set_policy
from tests.conftest import Office
from tests.surfaces.test_web import body, page_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def budgets(office: Office) -> Office:
    """Bruno and Chioma both know about budgets; he speaks French in Montréal, she English and works in finance."""
    Person.objects.filter(pk=office.bruno.pk).update(languages="fr", place="Montréal, Québec")
    Person.objects.filter(pk=office.chioma.pk).update(languages="en", place="Lagos")
    join(person=office.chioma, public=Public.objects.get(slug="finance"), by=None, at=office.later())
    for person in (office.bruno, office.chioma):
        for number in range(3):
            office.write(f"Budget {number} of {person.name}", "How the budget is made.", by=person)
    office.settle()
    return office


def named(page: str) -> set[str]:
    return set(re.findall(r"<h3>\s*<a [^>]*><bdi>([^<]+)", page))


def test_filters_narrow_an_answer_and_each_can_be_lifted(budgets: Office) -> None:
    client = signed_in(budgets.ada)
    assert named(body(client, "/", q="budget")) == {"Bruno Côté", "Chioma Adeyemi"}
    page = body(client, "/", q="budget", language="fr", place="montreal")
    assert named(page) == {"Bruno Côté"}
    assert 'href="?q=budget&amp;place=montreal"' in page, "lifts the language, keeps the place"
    assert named(body(client, "/", q="budget", function="finance")) == {"Chioma Adeyemi"}


def test_a_rule_that_leaves_nobody_is_named_with_a_way_out(budgets: Office) -> None:
    page = body(signed_in(budgets.ada), "/", q="budget", language="vi", available="1")
    assert "a rule leaves none of them" in page
    assert "<strong>Speaks</strong>" in page
    assert 'href="?q=budget&amp;available=1"' in page


def test_a_rule_of_the_site_that_leaves_nobody_is_not_blamed_on_the_asker(budgets: Office) -> None:
    set_policy(by=None, at=budgets.later(), place="Ouagadougou")
    page = body(signed_in(budgets.ada), "/", q="budget")
    assert "holds for every question here" in page
    assert reverse("policy") not in page, "Ada does not run the site"
    assert reverse("policy") in body(signed_in(budgets.chioma), "/", q="budget")


def test_a_rule_that_nobody_knows_is_refused_in_words(budgets: Office) -> None:
    page = body(signed_in(budgets.ada), "/", q="budget", function="astrology")
    assert "There is no function" in page
    assert named(page) == set()


def test_asking_is_noted_once_and_says_how_to_reach_them(budgets: Office) -> None:
    ada = signed_in(budgets.ada)
    response = ada.post(reverse("ask", args=[budgets.bruno.pk]), {"q": "the budget of March"}, follow=True)
    page = response.content.decode()
    assert "mailto:bruno@office.example?subject=the%20budget%20of%20March" in page
    assert "Sociable sends nothing in your name" in page
    ada.post(reverse("ask", args=[budgets.bruno.pk]), {"q": "twice, by a trembling hand"})
    assert Request.objects.filter(person=budgets.bruno, by=budgets.ada).count() == 1


def test_a_request_is_taken_back_by_whoever_made_it_alone(budgets: Office) -> None:
    ada = signed_in(budgets.ada)
    ada.post(reverse("ask", args=[budgets.bruno.pk]), {"q": "budget"})
    address = reverse("asked", args=[Request.objects.get().pk])
    for stranger in (Client(), signed_in(budgets.chioma)):
        assert stranger.get(address).status_code in (302, 404)
        stranger.post(address)
    assert Request.objects.count() == 1
    back = ada.post(address, {"q": "budget"}, follow=True).content.decode()
    assert "Taken back" in back
    assert named(back) == {"Bruno Côté", "Chioma Adeyemi"}, "back at the answer"
    assert Request.objects.count() == 0
    assert Activity.objects.filter(verb="Undo", actor_id=budgets.ada.pk).count() == 1
    assert "took it back already" in ada.post(address, follow=True).content.decode()


def test_whoever_is_away_is_asked_through_their_stand_in(budgets: Office) -> None:
    today = now()
    go_away(person=budgets.bruno, begins=today, ends=today + timedelta(days=7), stand_in=budgets.chioma)
    page = (
        signed_in(budgets.ada).post(reverse("ask", args=[budgets.bruno.pk]), {"q": "b"}, follow=True).content.decode()
    )
    assert reverse("ask", args=[budgets.chioma.pk]) in page
    assert "instead" in page


def test_the_stranger_asks_nobody(budgets: Office) -> None:
    assert Client().post(reverse("ask", args=[budgets.bruno.pk])).headers["Location"].startswith("/sign-in/")
    assert signed_in(budgets.ada).get(reverse("ask", args=[budgets.bruno.pk])).status_code == 405
    refused = signed_in(budgets.ada).post(reverse("ask", args=[budgets.ada.pk]), follow=True).content.decode()
    assert "Nobody asks themselves" in refused
    assert page_of(budgets.ada) in refused
    assert Request.objects.count() == 0


def test_who_finds_nobody_may_say_that_they_can_help(budgets: Office) -> None:
    page = body(signed_in(budgets.ada), "/", q="volcanology")
    assert 'name="topic" value="volcanology"' in page
    assert "kept as a gap" in page
    assert "kept as a gap" not in body(Client(), "/", q="volcanology")
