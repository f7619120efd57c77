"""Ada asks, Bruno answers, Chioma needs it too; the Stranger tries each door."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sociable.knowledge.expertise.locate import locate
from sociable.knowledge.notices.read import notices_for
from sociable.knowledge.notices.reasons import Reason
from sociable.people.models import Account, Person, Request
from sociable.people.verbs import Refused, merge
from sociable.publics.circles import accept as join_circle
from sociable.publics.circles import found_circle, invite
from sociable.publics.models import EVERYONE, ORGANISATION, Public
from sociable.rooms.questions.models import Gap, Need, Routing, Unanswered
from sociable.rooms.questions.routing import (
    endorse,
    excuse,
    pass_on,
    route,
    take_back_endorsement,
    take_up,
)
from sociable.rooms.questions.settling import accept, need, need_no_more, take_back_acceptance
from sociable.rooms.questions.writing import answer, ask, bring_back, edit, take_away
from sociable.surfaces.web.questions.listing import still_open, unanswered
from sociable.things.drafts import kept
from sociable.things.models import Thing
from sociable.things.verbs import erase
from tests.conftest import Office, hire

pytestmark = pytest.mark.django_db(transaction=True)

HOW = "How do we renew the certificate of the gateway?"
WORDS = "Run the renewal job, then restart the gateway: the certificate is read at its start."


def public(id_: int) -> Public:
    return Public.objects.get(pk=id_)


def asks(office: Office, *invited: Person, title: str = HOW, to: int = ORGANISATION) -> Thing:
    return ask(title=title, text="", public=public(to), by=office.ada, at=office.later(), invited=invited)


def answers(office: Office, question: Thing, by: Person, text: str = WORDS) -> Thing:
    return answer(question=question, text=text, by=by, at=office.later())


def browser(person: Person | None) -> Client:
    client = Client()
    if person:
        client.force_login(Account.objects.get(person=person))
    return client


def page(person: Person | None, path: str) -> str:
    reply = browser(person).get(path)
    assert reply.status_code == 200, (path, reply.status_code)
    return reply.content.decode()


def told(office: Office, person: Person) -> list[Reason]:
    office.settle()
    return [one.reason for one in notices_for(office.reader(person), office.at)]


def names(office: Office, question: str = HOW) -> list[str]:
    office.settle()
    return [one.name for one in locate(question, reader=office.reader(office.ada), at=office.at).people]


def test_a_question_is_answered_and_settled(office: Office) -> None:
    question = asks(office)
    office.settle()
    assert HOW in page(office.bruno, "/questions/")
    given = answers(office, question, office.bruno)
    other = answers(office, question, office.chioma, "Ask the vendor.")
    assert HOW not in page(office.bruno, "/questions/")
    assert "settled" not in page(office.bruno, "/questions/?show=all")
    accept(answer=other, by=office.ada, at=office.later())
    accept(answer=given, by=office.ada, at=office.later())
    shown = page(office.bruno, f"/questions/{question.pk}/")
    assert shown.index("Ada Lovelace") < shown.index("<h1>"), "people first"
    assert shown.index(WORDS) < shown.index("Ask the vendor.")
    assert shown.count("This settled it") == 1
    assert "settled" in page(office.bruno, "/questions/?show=all")
    take_back_acceptance(answer=given, by=office.ada, at=office.later())
    assert not Thing.objects.filter(accepted=True).exists()


def test_only_who_asked_settles_and_only_who_wrote_changes(office: Office) -> None:
    question = asks(office)
    given = answers(office, question, office.bruno)
    with pytest.raises(Refused):
        accept(answer=given, by=office.chioma, at=office.later())
    with pytest.raises(Refused):
        edit(thing=given, text="Mine now", by=office.ada, at=office.later())
    with pytest.raises(Refused):
        need(question=question, by=office.ada, at=office.later())
    assert browser(office.chioma).get(f"/questions/{given.pk}/edit/").status_code == 404


def test_who_answered_is_found_and_more_so_once_it_settled(office: Office) -> None:
    question = asks(office)
    given = {one.name: answers(office, question, one) for one in (office.bruno, office.chioma)}
    first, second = [one for one in names(office) if one in given]
    accept(answer=given[second], by=office.ada, at=office.later())
    assert names(office)[0] == second
    accept(answer=given[first], by=office.ada, at=office.later())
    assert names(office)[0] == first


def test_a_question_is_brought_to_people_who_are_told_and_weighed(office: Office) -> None:
    question = asks(office, office.bruno)
    assert Request.objects.filter(person=office.bruno).count() == 1
    assert told(office, office.bruno) == [Reason.HELP]
    assert "You are asked" in page(office.bruno, f"/questions/{question.pk}/")
    assert HOW in page(office.bruno, "/questions/?show=asked")
    answers(office, question, office.bruno)
    assert told(office, office.ada) == [Reason.REPLY]
    accept(answer=Thing.objects.get(kind="answer"), by=office.ada, at=office.later())
    assert HOW not in page(office.bruno, "/questions/?show=asked"), "what is settled waits for nobody"
    assert "You are asked" not in page(office.bruno, f"/questions/{question.pk}/")


def test_passing_on_declining_and_taking_up(office: Office) -> None:
    question = asks(office, office.bruno)
    pass_on(question=question, to=office.chioma, by=office.bruno, at=office.later())
    assert told(office, office.chioma) == [Reason.ROUTED]
    assert HOW not in page(office.bruno, "/questions/?show=asked")
    with pytest.raises(Refused):
        pass_on(question=question, to=office.bruno, by=office.chioma, at=office.later())
    excuse(question=question, by=office.chioma, at=office.later())
    assert Reason.EXCUSED in told(office, office.ada)
    assert "cannot answer this." in page(office.ada, f"/questions/{question.pk}/")
    assert "Chioma Adeyemi</bdi> cannot" not in page(office.bruno, f"/questions/{question.pk}/")
    take_up(question=question, by=office.chioma, at=office.later())
    assert Reason.EXCUSED not in told(office, office.ada)
    with pytest.raises(Refused):
        excuse(question=question, by=office.ada, at=office.later())


def test_passing_on_proposes_likely_people_and_teaches_the_locator(office: Office) -> None:
    office.write("Gateway", "The certificate of the gateway is renewed by a job.", by=office.bruno)
    dana = hire("Dana Roy", "dana@office.example")
    office.write("Gateway", "The certificate of the gateway, renewed by hand.", by=dana)
    question = asks(office, office.bruno)
    office.settle()
    shown = page(office.bruno, f"/questions/{question.pk}/")
    assert f'type="radio" name="person" value="{dana.pk}"' in " ".join(shown.split())
    assert f'type="radio" name="person" value="{office.ada.pk}"' not in " ".join(shown.split()), "who asked is not"
    assert "Dana Roy" not in page(office.chioma, f"/questions/{question.pk}/"), "whoever is not asked proposes by name"
    assert "Chioma Adeyemi" not in names(office)
    sent = {"do": "pass", "person": dana.pk, "name": "chioma adeyemi"}
    browser(office.bruno).post(f"/questions/{question.pk}/deeds/", sent)
    assert Routing.objects.filter(question=question, person=office.chioma).exists(), "what is typed counts"
    assert "Chioma Adeyemi" in names(office), "whoever passes it to her says that she would know"


def test_whoever_declined_steps_behind_for_that_question(office: Office) -> None:
    for who in (office.bruno, office.chioma):
        office.write("Gateway", "The certificate of the gateway is renewed by a job.", by=who)
    question = asks(office, office.bruno, office.chioma)  # both, so that neither was asked more often
    first = names(office)[0]
    one = office.bruno if first == "Bruno Côté" else office.chioma
    excuse(question=question, by=one, at=office.later())
    assert names(office)[0] != first
    take_up(question=question, by=one, at=office.later())
    assert names(office)[0] == first


def test_whoever_is_said_to_know_is_found_until_it_is_taken_back(office: Office) -> None:
    question = asks(office)
    assert "Chioma Adeyemi" not in names(office)
    endorse(question=question, person=office.chioma, by=office.bruno, at=office.later())
    assert "Chioma Adeyemi" in names(office)
    assert Reason.ENDORSED in told(office, office.ada)
    endorse(question=question, person=office.chioma, by=office.ada, at=office.later())
    take_back_endorsement(question=question, person=office.chioma, by=office.bruno, at=office.later())
    assert "Chioma Adeyemi" in names(office), "Ada still says so"
    take_back_endorsement(question=question, person=office.chioma, by=office.ada, at=office.later())
    assert "Chioma Adeyemi" not in names(office)


def test_nobody_is_asked_who_may_not_see_it_nor_too_many_at_once(office: Office) -> None:
    circle = found_circle(name="Night shift", by=office.ada, at=office.later())
    invite(circle=circle, person=office.bruno, by=office.ada, at=office.later())
    join_circle(circle=circle, by=office.bruno, at=office.later())
    with pytest.raises(Refused):
        asks(office, office.chioma, to=circle.pk)
    assert not Thing.objects.filter(kind="question").exists(), "refused whole"
    question = asks(office, office.bruno, to=circle.pk)
    assert browser(office.chioma).get(f"/questions/{question.pk}/").status_code == 404
    assert HOW not in page(office.chioma, "/questions/")
    for deed in ("need", "excuse", "endorse", "withdraw"):
        assert browser(office.chioma).post(f"/questions/{question.pk}/deeds/", {"do": deed}).status_code == 404
    with pytest.raises(Refused):
        route(question=question, person=office.chioma, by=office.bruno, at=office.later())
    with pytest.raises(Refused):
        answers(office, question, office.chioma)
    many = [hire(f"Person {number}", f"p{number}@office.example") for number in range(4)]
    with pytest.raises(Refused):
        asks(office, *many)


def test_needed_too_withdrawn_and_put_back(office: Office) -> None:
    question = asks(office)
    need(question=question, by=office.chioma, at=office.later())
    need(question=question, by=office.chioma, at=office.later())
    assert "1 more person needs this" in page(office.bruno, f"/questions/{question.pk}/")
    need_no_more(question=question, by=office.chioma, at=office.later())
    assert not Need.objects.exists()
    given = answers(office, question, office.bruno)
    take_away(thing=given, by=office.bruno, at=office.later())
    assert WORDS not in page(office.ada, f"/questions/{question.pk}/")
    office.settle()
    assert HOW in page(office.ada, "/questions/"), "without an answer it is open again"
    bring_back(thing=given, by=office.bruno, at=office.later())
    assert WORDS in page(office.ada, f"/questions/{question.pk}/")


def test_the_stranger_sees_what_is_for_everyone_and_does_nothing(office: Office) -> None:
    inside, open_ = asks(office), asks(office, title="When do you open?", to=EVERYONE)
    stranger = browser(None)
    assert "When do you open?" in page(None, f"/questions/{open_.pk}/")
    assert HOW not in page(None, "/questions/?show=all")
    assert stranger.get(f"/questions/{inside.pk}/").status_code == 404
    for path in ("/ask/", "/ask/likely/?title=x", f"/questions/{open_.pk}/answer/", f"/questions/{open_.pk}/edit/"):
        assert "/sign-in/" in stranger.get(path)["Location"]
    assert "/sign-in/" in stranger.post(f"/questions/{open_.pk}/deeds/", {"do": "need"})["Location"]
    assert not Need.objects.exists()


def test_asking_on_the_page_shows_who_can_help_and_what_was_asked_before(office: Office) -> None:
    office.write("Gateway", "The certificate of the gateway is renewed by a job.", by=office.bruno)
    before = asks(office)
    office.settle()
    ada = browser(office.ada)
    looked = ada.get("/ask/likely/", {"title": "renew the certificate of the gateway"}).content.decode()
    assert HOW in looked
    assert "Bruno Côté" in looked
    assert f'value="{office.bruno.pk}"' in looked
    sent = {
        "where": "question:new:",
        "title": "Who renews the certificate of the gateway?",
        "text": "",
        "topics": "#Gateway, TLS",
    }
    shown = ada.post("/ask/", {**sent, "look": "1"}).content.decode()
    assert Thing.objects.filter(kind="question").count() == 1, "looking asks nothing"
    assert "checked" in shown
    reply = ada.post("/ask/", {**sent, "public": ORGANISATION, "person": office.bruno.pk})
    made = Thing.objects.filter(kind="question").latest("pk")
    assert reply["Location"] == f"/questions/{made.pk}/"
    assert made != before
    assert Routing.objects.filter(question=made, person=office.bruno).exists()
    assert {one.tag.name for one in made.taggings.all()} == {"gateway", "tls"}
    assert kept(person=office.ada, where="question:new:") is None


def test_what_is_refused_is_kept_and_a_question_for_nobody_is_a_gap(office: Office) -> None:
    ada = browser(office.ada)
    sent = {"where": "question:new:", "title": "How do whales sleep?", "text": "Long text", "public": "999"}
    assert "Choose for whom it is." in ada.post("/ask/", sent).content.decode()
    assert "How do whales sleep?" in ada.get("/ask/").content.decode()
    ada.post("/ask/", {**sent, "public": ORGANISATION})
    assert Gap.objects.filter(topic__contains="whale").exists()


def test_the_buttons_do_what_they_say(office: Office) -> None:
    question = asks(office, office.bruno)
    bruno = browser(office.bruno)
    here = f"/questions/{question.pk}/"
    bruno.post(f"{here}deeds/", {"do": "endorse", "name": "chioma adeyemi"})
    assert "Chioma Adeyemi</bdi> would know" in page(office.ada, here)
    assert (
        "There is nobody of that name here."
        in bruno.post(f"{here}deeds/", {"do": "pass", "name": "Zoé"}, follow=True).content.decode()
    )
    bruno.post(f"{here}answer/", {"text": WORDS, "where": f"question:answer:{question.pk}"})
    given = Thing.objects.get(kind="answer")
    browser(office.ada).post(f"/questions/{given.pk}/deeds/", {"do": "accept"})
    given.refresh_from_db()
    assert given.accepted
    assert Reason.ANSWERED in told(office, office.bruno)
    assert browser(office.ada).get(f"/things/{question.pk}/")["Location"] == here
    bruno.post(f"/questions/{given.pk}/edit/", {"text": "Better words.", "where": f"question:edit:{given.pk}"})
    given.refresh_from_db()
    assert given.accepted, "an edit keeps it"
    assert "Better words." in page(office.ada, here)


def test_the_unanswered_are_read_along_their_own_short_index(office: Office) -> None:
    for number in range(3):
        answers(office, asks(office, title=f"Answered {number}?"), office.bruno)
    waiting = asks(office, title="And this?")
    office.settle()
    assert list(Unanswered.objects.values_list("thing", flat=True)) == [waiting.pk]
    reader = office.reader(office.bruno)
    rows = unanswered(reader).order_by("-at", "-pk")[:30]
    assert "questions_unanswered_by_age" in rows.explain() or connection.vendor == "postgresql"
    given = answers(office, waiting, office.chioma)
    assert still_open(list(rows), reader) == [], "at once, before anything derived has caught up"
    take_away(thing=given, by=office.chioma, at=office.later())
    office.settle()
    assert still_open(list(rows.all()), reader) == [waiting]


def test_a_page_asks_as_often_for_many_answers_as_for_few(office: Office) -> None:
    question = asks(office, office.bruno)
    ada = browser(office.ada)

    def asked() -> int:
        ada.get(f"/questions/{question.pk}/")
        with CaptureQueriesContext(connection) as queries:
            ada.get(f"/questions/{question.pk}/")
        return len(queries)

    answers(office, question, office.bruno)
    few = asked()
    for number in range(20):
        answers(office, question, office.chioma, f"Answer {number}")
    assert asked() == few


def test_one_person_under_two_names_counts_once(office: Office) -> None:
    other = hire("B. Côté", "b@office.example")
    question = asks(office, office.bruno)
    merge(person=other, into=office.bruno, by=office.chioma, at=office.later())
    other.refresh_from_db()
    route(question=question, person=other, by=office.ada, at=office.later())
    assert Routing.objects.filter(question=question).count() == 1
    need(question=question, by=other, at=office.later())
    need(question=question, by=office.bruno, at=office.later())
    assert Need.objects.count() == 1


def test_whoever_is_erased_leaves_nothing_asked_of_them(office: Office) -> None:
    question = asks(office, office.bruno)
    need(question=question, by=office.bruno, at=office.later())
    endorse(question=question, person=office.chioma, by=office.bruno, at=office.later())
    erase(person=office.bruno, by=office.chioma, at=office.later())
    assert not Routing.objects.filter(person=office.bruno).exists()
    assert not Need.objects.exists()
    assert not question.endorsements.exists()
    assert "Bruno" not in page(office.ada, f"/questions/{question.pk}/")
