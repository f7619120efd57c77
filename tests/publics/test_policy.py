"""The organisation's rules are set by an administrator; asking somebody for help leaves a trace, once."""

from datetime import timedelta

import pytest

from sociable.ledger.acts import latest
from sociable.people.models import Request
from sociable.people.verbs import Refused, ask_for_help, merge
from sociable.publics.models import Policy, Public
from sociable.publics.verbs import found, set_policy
from tests.conftest import Office

pytestmark = pytest.mark.django_db


def test_an_administrator_sets_the_policy_and_the_ledger_counts_without_quoting(office: Office) -> None:
    it = Public.objects.get(slug="it")
    rules = {"languages": ["fr", "en"], "functions": ["finance"], "place": "Oslo", "public": it, "available": True}
    set_policy(by=office.chioma, at=office.later(), **rules)  # type: ignore[arg-type]
    _id, act = latest(1)[0]
    assert (act.verb, act.actor, act.public) == ("sociable:SetPolicy", office.chioma.pk, it.pk)
    assert act.detail == {"languages": 2, "functions": 1, "place": 1, "at_work": 0, "available": 1}
    set_policy(by=None, at=office.later())
    only = Policy.objects.get()
    assert (only.languages, only.public, only.by, only.at) == ("", None, None, office.at)


def test_nobody_else_sets_it(office: Office) -> None:
    with pytest.raises(Refused, match="administrator"):
        set_policy(by=office.ada, at=office.later(), at_work=True)
    assert not Policy.objects.exists()


def test_what_is_not_known_is_refused_in_words(office: Office) -> None:
    circle = found(slug="merger-plans", name="Merger plans", owner=office.chioma, at=office.later())
    for rules, said in (
        ({"languages": ["klingon"]}, "klingon"),
        ({"functions": ["juggling"]}, "juggling.*finance"),
        ({"public": circle}, "circle"),
    ):
        with pytest.raises(Refused, match=said):
            set_policy(by=office.chioma, at=office.later(), **rules)  # type: ignore[arg-type]


def test_asking_is_recorded_once_an_hour(office: Office) -> None:
    ask_for_help(person=office.bruno, by=office.ada, at=office.later())
    ask_for_help(person=office.bruno, by=office.ada, at=office.later())
    assert [act.detail for _id, act in latest(9) if act.verb == "Invite"] == [{"person": office.bruno.pk}]
    ask_for_help(person=office.bruno, by=office.ada, at=office.at + timedelta(hours=2))
    assert Request.objects.filter(person=office.bruno).count() == 2


def test_nobody_asks_themselves_under_whatever_name(office: Office) -> None:
    merge(person=office.bruno, into=office.ada, by=None, at=office.later())
    with pytest.raises(Refused, match="themselves"):
        ask_for_help(person=office.bruno, by=office.ada, at=office.later())
