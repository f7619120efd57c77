"""The pages: people first, nothing that the reader may not see, and words for whatever goes wrong."""

import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client
from django.urls import reverse

from sociable.kit.clock import now
from sociable.people.models import Person
from sociable.people.verbs import go_away, merge
from sociable.publics.models import EVERYONE, Public
from sociable.publics.verbs import join, show
from sociable.things.models import Thing
from sociable.things.verbs import Draft, publish, withdraw
from tests.conftest import Office

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def page_of(one: Person | Thing) -> str:
    return reverse("person" if isinstance(one, Person) else "thing", args=[one.pk])


def show_to_everyone(office: Office, person: Person) -> None:
    show(person=person, public=Public.objects.get(pk=EVERYONE), by=person, at=office.later())


def body(client: Client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_stranger_is_asked_what_they_need(office: Office) -> None:
    page = body(Client(), "/")
    assert 'name="q"' in page
    assert "Sign in" in page


def test_an_answer_names_people_before_things(office: Office) -> None:
    thing = office.write("Invoices in two currencies", "How we book dollars.", by=office.bruno)
    office.settle()
    page = body(signed_in(office.ada), "/", q="invoices in dollars")
    assert page.index("Bruno Côté") < page.index("Invoices in two currencies")
    assert page_of(office.bruno) in page
    assert page_of(thing) in page
    assert "Available" in page


def test_only_three_reasons_show_and_the_rest_unfold(office: Office) -> None:
    for number in range(5):
        office.write(f"Budget {number}", by=office.bruno)
    office.settle()
    page = body(signed_in(office.ada), "/", q="budget")
    shown, unfolds = page.split("<details>")
    assert shown.count("Budget ") == 3
    assert unfolds.count("Budget ") == 2
    assert "2 more reasons" in page


def test_two_roles_in_one_thing_are_one_reason(office: Office) -> None:
    people = [(office.bruno.pk, "author"), (office.bruno.pk, "committer")]
    publish([Draft(kind="commit", public=2, title="Fix the teapot", text="", at=office.later(), people=people)])
    office.settle()
    page = body(signed_in(office.ada), "/", q="teapot")
    assert page.count("Fix the teapot") == 1
    assert "author, committer" in page


def test_nobody_comes_with_what_to_do_next(office: Office) -> None:
    page = body(signed_in(office.ada), "/", q="volcanology")
    assert "Nobody here is known to help with that" in page
    assert "other words" in page


def test_somebody_away_shows_until_when_and_who_stands_in(office: Office) -> None:
    office.write("Kubernetes", by=office.bruno)
    office.settle()
    today = now()
    go_away(person=office.bruno, begins=today, ends=today + timedelta(days=7), stand_in=office.chioma)
    for page in (body(signed_in(office.ada), "/", q="kubernetes"), body(signed_in(office.ada), page_of(office.bruno))):
        assert "Away until" in page
        assert page_of(office.chioma) in page


def test_whoever_did_nothing_for_long_is_shown_with_the_day_of_the_last_thing_they_did(office: Office) -> None:
    long_ago = now() - timedelta(days=500)
    publish([Draft("page", 2, "Kubernetes", "How it is run.", long_ago, [(office.bruno.pk, "author")])])
    office.write("Kubernetes", by=office.chioma)
    office.settle()
    page = body(signed_in(office.ada), "/", q="kubernetes")
    assert page.count("Last seen at work here on") == 1


def test_the_stranger_sees_only_what_is_for_everyone(office: Office) -> None:
    inside = office.write("Kubernetes secrets", by=office.bruno)
    outside = office.write("Kubernetes for all", by=office.bruno, public=EVERYONE)
    office.settle()
    assert Client().get(page_of(inside)).status_code == 404
    assert Client().get(page_of(office.bruno)).status_code == 404
    page = body(Client(), page_of(outside))
    assert "Kubernetes for all" in page
    assert "Bruno" not in page, "he never said that outsiders may be shown him"
    show_to_everyone(office, office.bruno)
    assert "Bruno" in body(Client(), page_of(outside))
    theirs = body(Client(), page_of(office.bruno))
    assert "Kubernetes for all" in theirs
    assert "secrets" not in theirs
    assert "bruno@office.example" not in theirs
    assert "bruno@office.example" in body(signed_in(office.ada), page_of(office.bruno))


def test_a_circle_is_closed_to_colleagues_who_are_not_in_it(office: Office) -> None:
    circle = Public.objects.create(kind="circle", slug="merger-plans", name="Merger plans", owner=office.bruno)
    join(person=office.bruno, public=circle, by=office.bruno, at=office.later())
    thing = office.write("Acquisition of Norvik", by=office.bruno, public=circle.pk)
    office.settle()
    assert signed_in(office.ada).get(page_of(thing)).status_code == 404
    assert "Norvik" not in body(signed_in(office.ada), page_of(office.bruno))
    assert "Norvik" in body(signed_in(office.bruno), page_of(thing))


def test_what_was_withdrawn_is_gone_from_every_page(office: Office) -> None:
    thing = office.write("A mistake", by=office.bruno)
    withdraw(thing=thing, by=office.bruno, at=office.later())
    assert signed_in(office.ada).get(page_of(thing)).status_code == 404
    assert "A mistake" not in body(signed_in(office.ada), page_of(office.bruno))


def test_a_merged_person_is_found_under_the_name_they_are_known_by(office: Office) -> None:
    thing = office.write("Kubernetes", by=office.bruno)
    merge(person=office.bruno, into=office.chioma, by=office.ada, at=office.later())
    response = signed_in(office.ada).get(page_of(office.bruno))
    assert response.headers["Location"] == page_of(office.chioma)
    assert "Kubernetes" in body(signed_in(office.ada), page_of(office.chioma))
    assert "Bruno" not in body(signed_in(office.ada), page_of(thing))
    assert Client().get(page_of(office.bruno)).status_code == 404, "a redirect would tell that somebody is there"


def test_a_person_page_turns(office: Office) -> None:
    for number in range(45):
        office.write(f"Note number {number:02}", by=office.bruno)
    client = signed_in(office.ada)
    first, last = body(client, page_of(office.bruno)), body(client, page_of(office.bruno), page="3")
    assert "Note number 44" in first
    assert "Note number 04" not in first
    assert "Note number 04" in last
    assert "Note number 44" in body(client, page_of(office.bruno), page="nonsense")


def test_a_thing_shows_its_people_text_tags_and_what_was_said_to_it(office: Office) -> None:
    question = office.write(
        "How do we renew?", "The *certificate* ends.", by=office.ada, role="reporter", kind="issue", tags=["tls"]
    )
    office.write("", "Run the script.", by=office.bruno, kind="answer", reply_to=question.pk, accepted=True)
    circle = Public.objects.create(kind="circle", slug="few", name="The few", owner=office.bruno)
    office.write("Secret reply", by=office.bruno, public=circle.pk, reply_to=question.pk)
    source = office.write("Renewing, the long story", by=office.chioma, cites=[question.pk])
    page = body(signed_in(office.chioma), page_of(question))
    assert page.index("Ada Lovelace") < page.index("<h1>")
    assert "<em>certificate</em>" in page
    assert "tls" in page
    assert "Run the script." in page
    assert "accepted by whoever asked" in page
    assert "Secret reply" not in page
    assert page_of(source) in page
    assert page_of(question) in body(signed_in(office.chioma), page_of(source))


def test_a_commit_keeps_its_shape_and_no_text_becomes_markup(office: Office) -> None:
    commit = office.write("Fix", "a *star*\n  <script>alert(1)</script>", by=office.bruno, kind="commit")
    page = body(signed_in(office.ada), page_of(commit))
    assert "<pre>a *star*\n  &lt;script&gt;alert(1)&lt;/script&gt;</pre>" in page
    note = office.write("<b>Bold</b>", "<script>alert(1)</script> [x](javascript:alert(1))", by=office.bruno)
    page = body(signed_in(office.ada), page_of(note))
    assert "<script>" not in page
    assert "<b>" not in page
    assert 'href="javascript' not in page


def test_a_thing_without_title_is_called_by_what_it_answers_or_how_it_begins(office: Office) -> None:
    question = office.write("How do we renew?", by=office.ada, role="asker", kind="question")
    reply = office.write("", "With the script.", by=office.bruno, kind="answer", reply_to=question.pk)
    alone = office.write("", "Media landscape: a world of new conventions", by=office.bruno, kind="message")
    nothing = office.write("", "", by=office.bruno, kind="message")
    client = signed_in(office.ada)
    assert "In reply to: How do we renew? ·" in " ".join(body(client, page_of(reply)).split())
    assert "Media landscape" in body(client, page_of(alone)).split("</title>")[0]
    assert f"Message {nothing.pk}" in body(client, page_of(nothing))


def test_signing_in_and_out(office: Office) -> None:
    client = Client()
    wrong = client.post("/sign-in/", {"login": "ada@office.example", "password": "wrong"})
    assert "do not go together" in wrong.content.decode()
    right = client.post("/sign-in/", {"login": " Ada@Office.example", "password": "correct horse battery"})
    assert right.headers["Location"] == "/"
    assert "Ada Lovelace" in body(client, "/")
    assert client.get("/sign-out/").status_code == 405, "a link must not sign anybody out"
    client.post("/sign-out/")
    assert "Ada Lovelace" not in body(client, "/")


def test_signing_in_leads_to_where_one_was_going_but_never_off_the_site(office: Office) -> None:
    sent = {"login": "ada@office.example", "password": "correct horse battery"}
    assert Client().post("/sign-in/", {**sent, "next": "/people/1/"}).headers["Location"] == "/people/1/"
    assert Client().post("/sign-in/", {**sent, "next": "https://evil.example/"}).headers["Location"] == "/"


def test_the_page_speaks_french_when_the_browser_does_or_the_reader_chose_it(office: Office) -> None:
    office.write("Factures", "Comment facturer.", by=office.bruno)
    office.settle()
    client = signed_in(office.ada)
    asked = client.get("/", {"q": "factures"}, headers={"accept-language": "fr-CA,fr;q=0.9"}).content.decode()
    assert '<html lang="fr">' in asked
    assert "Qui peut aider" in asked
    assert "2 mars 2026" in asked
    client.post("/language/", {"language": "fr", "next": "/?q=factures"})
    assert "Qui peut aider" in body(client, "/")
    client.post("/language/", {"language": "en"})
    assert "March 2, 2026" in body(client, "/", q="factures")


@pytest.mark.parametrize("address", ["/people/999999/", "/things/999999/", "/nowhere", "/things/" + "9" * 30 + "/"])
def test_what_is_not_there_is_said_in_words(office: Office, address: str) -> None:
    for client in (Client(), signed_in(office.ada)):
        response = client.get(address)
        assert response.status_code == 404
        assert "There is nothing here" in response.content.decode()


def test_a_forged_form_is_refused_in_words(office: Office) -> None:
    response = Client(enforce_csrf_checks=True).post("/language/", {"language": "fr"})
    assert response.status_code == 403
    assert "too old" in response.content.decode()


def test_a_broken_page_says_so_in_words(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sociable.surfaces.web.answer.locate", lambda *_, **__: 1 / 0)
    response = Client(raise_request_exception=False).get("/", {"q": "x"}, headers={"accept-language": "fr"})
    assert response.status_code == 500
    page = response.content.decode()
    assert '<html lang="fr">' in page
    assert "ZeroDivisionError" not in page


HOSTILE = [
    "",
    "   ",
    "a" * 100_000,
    "budget " * 15_000,
    "🎉👩🏽‍🚀",
    "ميزانية \u202egnp",
    "'\"“”«»`;--",
    "AND",
    "budget AND",
    "title:",
    "body:budget",
    "((([[{{",
    "budget\0plan",
    "*?~^\\/",
    "<script>alert(1)</script>",
    "%00%ff{{ 7|add:7 }}",
]


@pytest.mark.parametrize("question", HOSTILE, ids=lambda question: repr(question[:20]))
def test_no_question_breaks_the_page(office: Office, question: str) -> None:
    office.write("Budget", by=office.bruno)
    office.settle()
    for client in (Client(), signed_in(office.ada)):
        page = body(client, "/", q=question)
        assert "<script" not in page
        assert "\0" not in page


def test_a_question_that_is_no_utf8_breaks_nothing(office: Office) -> None:
    assert Client().get("/?q=%ff%fe%00").status_code == 200
    assert Client().get("/?q").status_code == 200


def test_the_first_page_is_light(office: Office) -> None:
    page = Client().get("/").content
    linked = re.findall(rb'<link[^>]+href="/static/([^"]+)"', page)
    files = [Path(str(find(name.decode()))).read_bytes() for name in linked]
    assert len(files) > 2
    assert sum(len(gzip.compress(part)) for part in (page, *files)) < 60_000
