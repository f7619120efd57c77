"""Rules take people away and nothing else, say which one left nobody, and share the load among equals."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sociable.knowledge.expertise.fair import fair, to_weigh
from sociable.knowledge.expertise.locate import locate
from sociable.knowledge.expertise.rules import Rules, UnknownRule
from sociable.people.models import Person
from sociable.people.verbs import Profile, ask_for_help, go_away, introduce, merge, withhold
from sociable.publics.models import EVERYONE, Public
from sociable.publics.readers import INSIDER, STRANGER, Reader
from sociable.publics.verbs import found, join, set_policy, show
from tests.conftest import Office, hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks(office: Office) -> Office:
    """Bruno (French, Montréal, finance) and Chioma (English and Yoruba, Lagos, IT) both know about kayaks."""
    tell(office, office.bruno, Profile(languages="fr", place="Montréal, Québec", time_zone="America/Montreal"))
    tell(office, office.chioma, Profile(languages="en yo", place="Lagos", time_zone="Africa/Lagos"))
    for person, slug in ((office.bruno, "finance"), (office.chioma, "it")):
        join(person=person, public=Public.objects.get(slug=slug), by=None, at=office.later())
    office.write("Kayak repair", "How to mend a kayak with epoxy.", by=office.bruno)
    office.write("Kayak repair", "How to mend a kayak with epoxy and a cloth, and then to sand it.", by=office.chioma)
    office.settle()
    return office


def tell(office: Office, person: Person, profile: Profile) -> None:
    introduce(person=person, profile=profile, by=person, at=office.later())


def names(office: Office, *, at: datetime | None = None, reader: Reader | None = None, **rules: object) -> list[str]:
    asker = reader or office.reader(office.ada)
    answer = locate("kayak repair", reader=asker, at=at or office.at, rules=Rules(**rules))  # type: ignore[arg-type]
    return [one.name.split()[0] for one in answer.people] or [f"removed by {answer.removed_by}"]


def test_without_rules_both_are_named(desks: Office) -> None:
    assert names(desks) == ["Bruno", "Chioma"]


def test_one_of_several_languages_is_enough(desks: Office) -> None:
    assert names(desks, languages=("fr",)) == ["Bruno"]
    assert names(desks, languages=("fr", "yo")) == ["Bruno", "Chioma"]
    assert names(desks, languages=("de",)) == ["removed by languages"]


def test_one_of_several_functions_is_enough(desks: Office) -> None:
    assert names(desks, functions=("it",)) == ["Chioma"]
    assert names(desks, functions=("it", "finance")) == ["Bruno", "Chioma"]
    assert names(desks, functions=("marketing",)) == ["removed by functions"]


@pytest.mark.parametrize("place", ["Montréal", "montreal", " MONTREAL, Québec "])
def test_a_place_is_meant_whatever_its_case_and_accents(desks: Office, place: str) -> None:
    assert names(desks, place=place) == ["Bruno"]


def test_part_of_a_word_is_no_place(desks: Office) -> None:
    assert names(desks, place="Mont") == ["removed by place"]


@pytest.mark.parametrize(
    ("hour", "who"),
    [
        ("2026-03-02T06:59", "removed by at_work"),
        ("2026-03-02T07:00", "Chioma"),
        ("2026-03-02T13:00", "Bruno Chioma"),
        ("2026-03-02T17:00", "Bruno"),
        ("2026-03-02T23:00", "removed by at_work"),
        ("2026-03-07T13:00", "removed by at_work"),
    ],
)
def test_at_work_is_a_weekday_from_8_to_18_where_they_are(desks: Office, hour: str, who: str) -> None:
    moment = datetime.fromisoformat(hour).replace(tzinfo=UTC)
    assert " ".join(names(desks, at=moment, at_work=True)) == who


def test_members_of_a_public_only(desks: Office) -> None:
    circle = found(slug="boat-club", name="Boat club", owner=desks.bruno, at=desks.later())
    join(person=desks.ada, public=circle, by=desks.bruno, at=desks.later())
    assert names(desks, public="boat-club") == ["Bruno"]
    assert names(desks, public="everyone") == ["Bruno", "Chioma"]


def test_a_circle_of_others_is_as_unknown_as_one_that_never_was(desks: Office) -> None:
    found(slug="boat-club", name="Boat club", owner=desks.bruno, at=desks.later())
    said = []
    for slug in ("boat-club", "goat-club"):
        with pytest.raises(UnknownRule) as refused:
            names(desks, public=slug)
        said.append(str(refused.value).replace(slug, "…"))
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("rules", "which"),
    [
        ({"languages": ("klingon",)}, "language"),
        ({"functions": ("juggling",)}, "function"),
        ({"public": "x"}, "public"),
    ],
)
def test_what_is_not_known_is_refused_by_its_name(desks: Office, rules: dict[str, object], which: str) -> None:
    with pytest.raises(UnknownRule) as refused:
        names(desks, **rules)
    assert refused.value.rule == which


def test_the_stranger_may_not_learn_who_is_inside_by_asking_for_a_public(desks: Office) -> None:
    show(person=desks.bruno, public=Public.objects.get(pk=EVERYONE), by=desks.bruno, at=desks.later())
    with pytest.raises(UnknownRule):
        names(desks, reader=STRANGER, public="partners")


def test_the_rule_that_removed_the_last_one_is_named(desks: Office) -> None:
    assert names(desks, languages=("fr",), place="Lagos") == ["removed by place"]
    answer = locate("volcanology", reader=INSIDER, at=desks.at, rules=Rules(place="Lagos"))
    assert (answer.nobody, answer.removed_by) == (True, None), "nobody was there to be removed"


def test_whoever_is_merged_brings_what_they_belong_to(desks: Office) -> None:
    merge(person=desks.bruno, into=desks.chioma, by=None, at=desks.later())
    assert names(desks, functions=("finance",)) == ["Chioma"]


# --- away, and who stands in ---


@pytest.fixture
def dele(desks: Office) -> Person:
    person = hire("Dele Okafor", "dele@office.example")
    tell(desks, person, Profile(languages="en", headline="Boats", place="Lagos"))
    return person


def send_away(office: Office, person: Person, stand_in: Person | None) -> None:
    go_away(person=person, begins=office.at, ends=office.at + timedelta(days=7), stand_in=stand_in)
    office.later()


def test_whoever_is_away_is_replaced_by_who_stands_in_named_as_such(desks: Office, dele: Person) -> None:
    send_away(desks, desks.bruno, dele)
    assert names(desks) == ["Bruno", "Chioma"], "only the rule replaces"
    answer = locate("kayak repair", reader=desks.reader(desks.ada), at=desks.at, rules=Rules(available=True))
    first = answer.people[0]
    assert (first.name, first.headline, first.stands_in_for) == ("Dele Okafor", "Boats", desks.bruno.pk)
    assert (first.available, first.stand_in) == (True, None)
    assert sum(reason.share for reason in first.reasons) == pytest.approx(first.score)
    assert answer.people[1].stands_in_for is None


def test_away_without_anybody_who_stands_in_is_left_out(desks: Office) -> None:
    send_away(desks, desks.bruno, None)
    assert names(desks, available=True) == ["Chioma"]
    send_away(desks, desks.chioma, None)
    assert names(desks, available=True) == ["removed by available"]


def test_a_stand_in_who_is_named_already_has_the_better_place(desks: Office) -> None:
    send_away(desks, desks.bruno, desks.chioma)
    answer = locate("kayak repair", reader=desks.reader(desks.ada), at=desks.at, rules=Rules(available=True))
    assert [(one.name, one.stands_in_for) for one in answer.people] == [("Chioma Adeyemi", desks.bruno.pk)]
    assert answer.people[0].score == 1


def test_a_stand_in_must_be_fit_to_be_named(desks: Office, dele: Person) -> None:
    send_away(desks, desks.bruno, dele)
    assert names(desks, available=True, languages=("fr",)) == ["removed by available"], "Dele speaks no French"
    assert names(desks, available=True, reader=desks.reader(dele)) == ["Chioma"], "nobody is sent to themselves"
    withhold(person=dele, by=dele, at=desks.later())
    assert names(desks, available=True) == ["Chioma"]


def test_a_stand_in_who_is_away_too_does_not_stand_in(desks: Office, dele: Person) -> None:
    send_away(desks, desks.bruno, dele)
    send_away(desks, dele, desks.chioma)
    assert names(desks, available=True) == ["Chioma"]


def test_the_stranger_is_not_told_of_a_stand_in_they_may_not_be_shown(desks: Office, dele: Person) -> None:
    everyone = Public.objects.get(pk=EVERYONE)
    desks.write("Kayak repair for all", by=desks.bruno, public=EVERYONE)
    desks.settle()
    show(person=desks.bruno, public=everyone, by=desks.bruno, at=desks.later())
    send_away(desks, desks.bruno, dele)
    answer = locate("kayak repair", reader=STRANGER, at=desks.at)
    assert [(one.name, one.stand_in) for one in answer.people] == [("Bruno Côté", None)]
    assert names(desks, reader=STRANGER, available=True) == ["removed by available"]


# --- the organisation's policy ---


def test_the_policy_holds_for_every_question_and_a_question_only_narrows_it(desks: Office) -> None:
    set_policy(by=desks.chioma, at=desks.later(), languages=["en", "de"])
    assert names(desks) == ["Chioma"]
    assert names(desks, languages=("fr", "en")) == ["Chioma"]
    assert names(desks, languages=("fr",)) == ["removed by languages"], "nobody speaks one of both"
    set_policy(by=desks.chioma, at=desks.later())
    assert names(desks) == ["Bruno", "Chioma"]


def test_a_policy_of_members_of_a_public(desks: Office) -> None:
    set_policy(by=None, at=desks.later(), public=Public.objects.get(slug="it"), available=True)
    assert names(desks) == ["Chioma"]


# --- a fair load ---


def test_among_equals_whoever_was_asked_less_comes_first() -> None:
    scores = {1: 1.0, 2: 0.95, 3: 0.9, 4: 0.89, 5: 0.5}
    ranked = [1, 2, 3, 4, 5]
    assert fair(ranked, scores, {}) == ranked
    assert fair(ranked, scores, {1: 3, 2: 1}) == [3, 2, 1, 4, 5]
    assert fair(ranked, scores, {5: 0, 4: 9}) == ranked, "4 is no equal of 1, nor 5 of 4"
    assert fair([], {}, {}) == []


def test_only_loads_that_matter_to_the_first_are_looked_at() -> None:
    scores = {1: 1.0, 2: 0.5, 3: 0.49, 4: 0.2, 5: 0.19}
    assert to_weigh([1, 2, 3, 4, 5], scores, 1) == []
    assert to_weigh([1, 2, 3, 4, 5], scores, 2) == [2, 3]
    assert to_weigh([1, 2, 3, 4, 5], scores, 5) == [2, 3, 4, 5]


def test_whoever_was_asked_this_week_steps_behind_until_next_week(office: Office) -> None:
    for person in (office.bruno, office.chioma):
        office.write("Kayak repair", "Epoxy.", by=person)
    office.settle()
    assert names(office) == ["Bruno", "Chioma"]
    ask_for_help(person=office.bruno, by=office.ada, at=office.later())
    assert names(office) == ["Chioma", "Bruno"]
    assert names(office, at=office.at + timedelta(days=8)) == ["Bruno", "Chioma"]


def test_what_is_asked_inside_changes_nothing_outside(office: Office) -> None:
    for person in (office.bruno, office.chioma):
        office.write("Kayak repair", "Epoxy.", by=person, public=EVERYONE)
        show(person=person, public=Public.objects.get(pk=EVERYONE), by=person, at=office.later())
    office.settle()
    ask_for_help(person=office.bruno, by=office.ada, at=office.later())
    assert names(office, reader=STRANGER) == ["Bruno", "Chioma"]


# --- what it costs ---


@contextmanager
def counted() -> Iterator[list[int]]:
    found: list[int] = []
    with CaptureQueriesContext(connection) as queries:
        yield found
    found.append(len(queries))


def test_the_number_of_queries_does_not_grow_with_the_people(desks: Office, dele: Person) -> None:
    everything = Rules(("en",), ("it", "finance"), "Lagos", False, "organisation", True)
    reader = desks.reader(desks.ada)

    def cost() -> int:
        locate("kayak repair", reader=reader, at=desks.at, rules=everything)
        with counted() as queries:
            locate("kayak repair", reader=reader, at=desks.at, rules=everything)
        return queries[0]

    send_away(desks, desks.chioma, dele)
    join(person=dele, public=Public.objects.get(slug="it"), by=None, at=desks.later())
    few = cost()
    for number in range(20):
        person = hire(f"Person {number}", f"p{number}@office.example")
        tell(desks, person, Profile(languages="en", place="Lagos"))
        join(person=person, public=Public.objects.get(slug="it"), by=None, at=desks.later())
        desks.write("Kayak repair", by=person)
        send_away(desks, person, dele)
    desks.settle()
    assert cost() <= few
