"""The pages of one's attention: notices, their settings, the off button, and the organisation's quiet hours."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from sociable.kit.clock import now
from sociable.ledger.projections import REGISTRY, catch_up
from sociable.people.attention.models import HouseHours, OwnHours
from sociable.people.models import Person
from sociable.people.verbs import go_away
from sociable.publics.circles import accept, found_circle, invite, leave_circle
from sociable.responses.comments.verbs import comment
from sociable.responses.thanks.verbs import thank
from sociable.rooms.microblog.verbs import post, reply
from sociable.surfaces.web.attention.off import monday_morning, tomorrow_morning
from tests.conftest import Office


def come_in(client: Client, person: Person) -> Client:
    client.force_login(Person.objects.get(pk=person.pk).account)
    return client


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def has_mark(html: str) -> bool:
    return bool(re.search(r'class="quiet notices-mark\s+waiting"', html))


def told_now(office: Office) -> None:
    catch_up(REGISTRY["notices"])


def test_ada_finds_who_answered_her_and_the_mark_goes_out(office: Office, client: Client) -> None:
    plan = office.write("The heat pumps", by=office.ada)
    said = comment(on=plan, text="In May?", by=office.bruno, at=now())
    comment(on=plan, text="In June!", by=office.chioma, at=now())
    told_now(office)
    come_in(client, office.ada)
    assert has_mark(page(client, "/people/"))
    html = page(client, "/notices/")
    assert "Chioma Adeyemi and Bruno Côté answer you" in html
    assert "The heat pumps" in html
    assert f"/things/{said.pk + 1}/" in html
    assert not has_mark(page(client, "/people/"))
    assert "answer you" in page(client, "/notices/"), "what was told can be found again"


def test_the_stranger_has_no_notices_and_nothing_to_switch_off(office: Office, client: Client) -> None:
    for path in ("/notices/", "/me/notices/", "/off/"):
        assert client.get(path).status_code == 302
    assert client.get("/administration/quiet/").status_code == 404
    html = page(client, "/")
    assert "/off/" not in html
    assert "/notices/" not in html


def test_nothing_of_a_circle_is_told_to_whoever_has_left_it(office: Office, client: Client) -> None:
    circle = found_circle(name="Poker night", by=office.ada, at=now())
    invite(circle=circle, person=office.bruno, by=office.ada, at=now())
    accept(circle=circle, by=office.bruno, at=now())
    note = post(text="My chips", public=circle, by=office.bruno, at=now())
    reply(to=note, text="All of them?", by=office.ada, at=now())
    told_now(office)
    come_in(client, office.bruno)
    assert "answers you" in page(client, "/notices/")
    reply(to=note, text="Really?", by=office.ada, at=now())
    told_now(office)
    leave_circle(circle=circle, by=office.bruno, at=now())
    html = page(client, "/notices/")
    assert "Ada" not in html
    assert "Poker" not in html
    assert not has_mark(html)


def test_one_gesture_switches_off_and_one_gesture_back(office: Office, client: Client) -> None:
    come_in(client, office.ada)
    html = page(client, "/people/")
    assert 'action="/off/"' in html
    answer = client.post("/off/", {"until": "morning", "next": "/people/?name=Bruno"})
    assert answer["Location"] == "/people/?name=Bruno"
    html = page(client, "/people/")
    assert "You are off until" in html
    assert Person.objects.get(pk=office.ada.pk).absence(now()) is not None
    assert "Away until" in page(client, f"/people/{office.ada.pk}/")
    client.post("/off/", {"do": "back", "next": "/people/"})
    assert "You are off" not in page(client, "/people/")
    assert Person.objects.get(pk=office.ada.pk).absence(now()) is None


def test_who_is_off_may_name_a_stand_in_and_is_told_together_afterwards(office: Office, client: Client) -> None:
    come_in(client, office.ada)
    client.post("/off/", {"until": "morning"})
    client.post("/off/", {"until": "hour", "stand_in": "Bruno Côté"})
    assert "Bruno Côté stands in" in page(client, "/people/")
    plan = office.write("The heat pumps", by=office.ada)
    comment(on=plan, text="In May?", by=office.bruno, at=now())
    told_now(office)
    html = page(client, "/notices/")
    assert "1 notice is held" in html
    assert "answers you" not in html
    assert not has_mark(html)
    assert "answers you" in page(client, "/notices/?held=1")


def test_what_was_held_is_one_digest(office: Office, client: Client) -> None:
    plan = office.write("The heat pumps", by=office.ada)
    office.at = now() - timedelta(hours=3)
    go_away(person=office.ada, begins=office.at, ends=now() - timedelta(hours=1))
    comment(on=plan, text="In May?", by=office.bruno, at=office.later())
    thank(thing=plan, person=office.ada, by=office.chioma, at=office.later())
    told_now(office)
    come_in(client, office.ada)
    html = page(client, "/notices/")
    assert html.count("While you were left alone") == 1
    assert html.index("While you were left alone") < html.index("thanks you")
    assert "While you were left alone" not in page(client, "/notices/"), "it is told once"


def test_looking_while_some_is_held_leaves_it_new(office: Office, client: Client) -> None:
    plan = office.write("The heat pumps", by=office.ada)
    comment(on=plan, text="In May?", by=office.bruno, at=now())
    come_in(client, office.ada)
    told_now(office)
    page(client, "/notices/")
    client.post("/off/", {"until": "hour"})
    comment(on=plan, text="In June?", by=office.chioma, at=now())
    told_now(office)
    page(client, "/notices/")
    client.post("/off/", {"do": "back"})
    assert has_mark(page(client, "/people/"))


@pytest.mark.parametrize("form", [{"until": "never"}, {}, {"until": "hour", "stand_in": "Nobody Known"}])
def test_a_form_that_is_not_understood_switches_nothing_off(
    office: Office, client: Client, form: dict[str, str]
) -> None:
    come_in(client, office.ada)
    assert "mistake" in client.post("/off/", form).content.decode()
    assert Person.objects.get(pk=office.ada.pk).absence(now()) is None


def test_the_way_on_stays_on_this_site(office: Office, client: Client) -> None:
    come_in(client, office.ada)
    assert client.post("/off/", {"until": "hour", "next": "https://evil.example/"})["Location"] == "/"


def test_kinds_and_hours_are_chosen_and_kept(office: Office, client: Client) -> None:
    come_in(client, office.ada)
    plan = office.write("The heat pumps", by=office.ada)
    thank(thing=plan, person=office.ada, by=office.bruno, at=now())
    told_now(office)
    client.post("/me/notices/", {"say": "kinds", "kind": ["1", "5", "6"]})
    assert "Bruno Côté thanks you" not in page(client, "/notices/")
    client.post("/me/notices/", {"say": "kinds", "kind": ["11"]})
    assert "Bruno Côté thanks you" in page(client, "/notices/")
    client.post("/me/notices/", {"say": "hours", "begins": "18:00", "ends": "08:00", "weekends": "on"})
    mine = OwnHours.objects.get(person=office.ada)
    assert (mine.begins, mine.ends, mine.weekends) == (time(18), time(8), True)
    refused = client.post("/me/notices/", {"say": "hours", "begins": "18:00", "ends": "late"}).content.decode()
    assert "That is no time of the day" in refused
    assert 'value="late"' in refused, "what was typed is not lost"
    client.post("/me/notices/", {"say": "house"})
    assert not OwnHours.objects.exists()


def test_chioma_sets_the_houses_hours_and_ada_does_not(office: Office, client: Client) -> None:
    assert come_in(client, office.ada).get("/administration/quiet/").status_code == 404
    come_in(client, office.chioma).post("/administration/quiet/", {"begins": "19:00", "ends": "07:30"})
    house = HouseHours.objects.get()
    assert (house.begins, house.ends, house.by_id) == (time(19), time(7, 30), office.chioma.pk)
    assert "Set by Chioma Adeyemi" in page(client, "/administration/quiet/")
    client.post("/administration/quiet/", {"begins": "19:00", "ends": ""})
    assert HouseHours.objects.get().ends == time(7, 30)


def test_mornings_are_those_of_the_place_one_is_in() -> None:
    montreal = ZoneInfo("America/Montreal")
    late = datetime(2026, 3, 3, 4, 30, tzinfo=UTC)  # Monday evening there
    assert tomorrow_morning(late, montreal) == datetime(2026, 3, 3, 8, tzinfo=montreal)
    night = datetime(2026, 3, 3, 6, 30, tzinfo=UTC)  # half past one at night
    assert tomorrow_morning(night, montreal) == datetime(2026, 3, 3, 8, tzinfo=montreal)
    assert monday_morning(late, montreal) == datetime(2026, 3, 9, 8, tzinfo=montreal)


def test_a_page_costs_few_more_questions_for_all_that(office: Office, client: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    come_in(client, office.ada)
    with CaptureQueriesContext(connection) as asked:
        page(client, "/look/")
    ours = [one["sql"] for one in asked if "notices_told" in one["sql"] or "attention_" in one["sql"]]
    assert len(ours) <= 2
