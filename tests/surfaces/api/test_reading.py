"""What scripts read: people, things, publics. What a caller may not see is answered as if it were not there."""

import pytest
from django.test import Client

from sociable.people.identities import know, mail
from sociable.people.models import Person
from sociable.people.stances import hide
from sociable.people.verbs import go_away, merge
from sociable.publics.models import EVERYONE, ORGANISATION, Public
from sociable.publics.verbs import found, join
from sociable.things.verbs import withdraw
from tests.conftest import Office, hire
from tests.surfaces.api.test_tokens import script_of
from tests.surfaces.test_web import show_to_everyone

pytestmark = pytest.mark.django_db
PEOPLE, THINGS, PUBLICS = "/api/v1/people", "/api/v1/things", "/api/v1/publics"


def told(client: Client, address: str, **query: object) -> dict:  # type: ignore[type-arg]
    response = client.get(address, query)
    assert response.status_code == 200, (address, response.content)
    return dict(response.json())


def all_of(client: Client, address: str, **query: object) -> list[dict]:  # type: ignore[type-arg]
    """Every item, a page after the other, by the header Link as a script would."""
    items, response = [], client.get(address, query)
    while True:
        assert response.status_code == 200, response.content
        items += response.json()["items"]
        link = response.headers.get("Link")
        assert (link is None) == (response.json()["next"] is None)
        if link is None:
            return items
        assert link == f'<{response.json()["next"]}>; rel="next"'
        response = client.get(response.json()["next"].removeprefix("http://testserver"))


def names(items: list[dict]) -> list[str]:  # type: ignore[type-arg]
    return [one["name"] for one in items]


def test_people_are_listed_by_name_a_page_at_a_time(office: Office) -> None:
    for number in range(7):
        hire(f"Zoé Number {number}", f"zoe{number}@office.example")
    ada = script_of(office.ada)
    listed = names(all_of(ada, PEOPLE, limit=3))
    assert listed == sorted(listed, key=str.lower)
    assert len(listed) == 10
    assert names(all_of(ada, PEOPLE, q="ZOE", limit=2)) == [f"Zoé Number {number}" for number in range(7)]
    assert names(all_of(ada, PEOPLE, q="cote bru")) == ["Bruno Côté"]
    assert all_of(ada, PEOPLE, q="nobody") == []


def test_strangers_see_who_is_shown_to_them_and_no_count_of_others(office: Office) -> None:
    assert told(Client(), PEOPLE) == {"items": [], "next": None}
    show_to_everyone(office, office.bruno)
    assert names(all_of(Client(), PEOPLE)) == ["Bruno Côté"]
    assert Client().get(f"{PEOPLE}/{office.ada.pk}").status_code == 404
    hidden, never = Client().get(f"{PEOPLE}/{office.ada.pk}"), Client().get(f"{PEOPLE}/999999")
    assert hidden.content == never.content
    for part in ("topics", "things"):
        assert Client().get(f"{PEOPLE}/{office.ada.pk}/{part}").content == never.content


def test_a_person_says_whether_they_can_be_asked(office: Office) -> None:
    it = Public.objects.get(slug="it")
    join(person=office.bruno, public=it, by=None, at=office.later())
    go_away(person=office.bruno, begins=office.at, ends=None, stand_in=office.chioma)
    one = told(script_of(office.ada), f"{PEOPLE}/{office.bruno.pk}")
    assert one["available"] is False
    assert one["away"]["stand_in"] == {"id": office.chioma.pk, "name": "Chioma Adeyemi"}
    assert one["functions"] == [{"slug": "it", "name": "Information technology"}]


def test_a_merged_persons_id_answers_with_who_they_are(office: Office) -> None:
    old = Person.objects.get(pk=know([mail("b.cote@old.example", "B. Cote")])[mail("b.cote@old.example").key])
    office.write("An old note", by=old)
    merge(person=old, into=office.bruno, by=None, at=office.later())
    ada = script_of(office.ada)
    assert told(ada, f"{PEOPLE}/{old.pk}")["id"] == office.bruno.pk
    assert [one["title"] for one in all_of(ada, f"{PEOPLE}/{old.pk}/things")] == ["An old note"]


def test_what_somebody_helps_with_comes_with_the_things_that_show_it(office: Office) -> None:
    for number in range(3):
        office.write(f"Kubernetes clusters, part {number}", "How we run them.", by=office.bruno)
    office.settle()
    ada, address = script_of(office.ada), f"{PEOPLE}/{office.bruno.pk}/topics"
    topic = next(one for one in told(ada, address)["items"] if "Kubernetes" in one["topic"])
    assert {one["title"] for one in topic["evidence"]} == {f"Kubernetes clusters, part {number}" for number in range(3)}
    hide(person=office.bruno, topic="Kubernetes", by=office.bruno, at=office.later())
    assert not [one for one in told(ada, address)["items"] if "Kubernetes" in one["topic"]]
    show_to_everyone(office, office.bruno)
    assert told(Client(), address) == {"items": []}


def test_things_are_listed_newest_first_and_searched_best_first(office: Office) -> None:
    for number in range(5):
        office.write(f"Note {number}", "Frost." if number else "Frost, frost on the core: frost.", by=office.bruno)
    office.write("A question", by=office.ada, role="asker", kind="question")
    office.settle()
    ada = script_of(office.ada)
    assert [one["title"] for one in all_of(ada, THINGS, limit=2, kind="note")] == [f"Note {n}" for n in (4, 3, 2, 1, 0)]
    found = [one["title"] for one in all_of(ada, THINGS, q="frost on the core", limit=2)]
    assert found[0] == "Note 0"
    assert sorted(found) == [f"Note {number}" for number in range(5)]
    assert [one["title"] for one in all_of(ada, THINGS, kind="question")] == ["A question"]


def test_nothing_is_skipped_or_told_twice_while_things_come(office: Office) -> None:
    for number in range(4):
        office.write(f"Note {number}", by=office.bruno)
    ada = script_of(office.ada)
    first = told(ada, THINGS, limit=2)
    office.write("Just now", by=office.bruno)
    rest = ada.get(first["next"].removeprefix("http://testserver")).json()
    assert [one["title"] for one in first["items"] + rest["items"]] == ["Note 3", "Note 2", "Note 1", "Note 0"]


@pytest.mark.parametrize(
    "cursor", ["x", "bnVsbA", "W10", "WyJ4IiwxXQ", "WzFd", "é", "WyIyMDI2IiwxXQ", "Wzk5OTk5OTk5OTk5OTk5OTk5OTk5OV0"]
)
def test_a_made_up_cursor_is_refused(office: Office, cursor: str) -> None:
    ada = script_of(office.ada)
    assert ada.get(THINGS, {"cursor": cursor}).status_code == 422
    assert ada.get(THINGS, {"cursor": cursor, "q": "x"}).status_code in (200, 422)


def test_a_thing_shows_who_stands_behind_it_and_what_was_said(office: Office) -> None:
    question = office.write("How to thaw?", "It froze.", by=office.ada, role="asker", kind="question", tags=["frost"])
    for number in range(3):
        office.write(
            "", f"Answer {number}", by=office.bruno, role="answerer", kind="answer", reply_to=question.pk, score=number
        )
    taken = office.write(
        "", "Taken", by=office.chioma, role="answerer", kind="answer", reply_to=question.pk, accepted=True
    )
    office.write("Seen since", by=office.bruno, cites=[question.pk])
    ada = script_of(office.ada)
    one = told(ada, f"{THINGS}/{question.pk}")
    assert one["people"] == [{"id": office.ada.pk, "name": "Ada Lovelace", "roles": ["asker"]}]
    assert (one["text"], one["tags"], [each["title"] for each in one["cited_by"]]) == (
        "It froze.",
        ["frost"],
        ["Seen since"],
    )
    said = all_of(ada, f"{THINGS}/{question.pk}/replies", limit=1)
    assert [each["text"] for each in said] == ["Taken", "Answer 2", "Answer 1", "Answer 0"]
    assert told(ada, f"{THINGS}/{taken.pk}")["reply_to"] == question.pk


def test_what_is_not_for_a_caller_is_not_there(office: Office) -> None:
    secret = found(slug="secret", name="Secret", owner=office.bruno, at=office.later())
    hidden = office.write("Merger", by=office.bruno, public=secret.pk)
    gone = office.write("Gone", by=office.bruno)
    reply = office.write("In the open", by=office.ada, reply_to=hidden.pk)
    withdraw(thing=gone, by=office.bruno, at=office.later())
    ada, bruno = script_of(office.ada), script_of(office.bruno)
    never = ada.get(f"{THINGS}/999999")
    for one in (hidden, gone):
        for address in (f"{THINGS}/{one.pk}", f"{THINGS}/{one.pk}/replies"):
            answer = ada.get(address)
            assert (answer.status_code, answer.content) == (404, never.content)
    assert told(ada, f"{THINGS}/{reply.pk}")["reply_to"] is None
    assert told(bruno, f"{THINGS}/{hidden.pk}")["public"] == "secret"
    assert [one["title"] for one in all_of(ada, f"{PEOPLE}/{office.bruno.pk}/things")] == []


def test_publics_are_those_i_stand_in_and_the_functions(office: Office) -> None:
    found(slug="secret", name="Secret", owner=office.bruno, at=office.later())

    def slugs(client: Client, **only: bool) -> set[str]:
        return {one["slug"] for one in all_of_publics(client) if all(one[key] == value for key, value in only.items())}

    assert slugs(Client(), mine=True) == {"everyone"}
    assert "secret" not in slugs(script_of(office.ada))
    assert slugs(script_of(office.bruno), mine=True) == {"everyone", "organisation", "partners", "secret"}


def all_of_publics(client: Client) -> list[dict]:  # type: ignore[type-arg]
    return list(told(client, PUBLICS)["items"])


def test_a_number_too_large_for_any_id_is_nobodys(office: Office) -> None:
    ada = script_of(office.ada)
    for address in (PEOPLE, THINGS):
        assert ada.get(f"{address}/{10**30}").status_code == 404


def test_everybodys_things_are_told_to_everybody(office: Office) -> None:
    thing = office.write("For all", by=office.bruno, public=EVERYONE)
    office.write("For us", by=office.bruno, public=ORGANISATION)
    listed = all_of(Client(), THINGS)
    assert [one["id"] for one in listed] == [thing.pk]
    assert listed[0]["people"] == [], "Bruno is not shown to strangers"
