"""Notes: a few words, said, answered, passed on, taken back; read at home by whoever is concerned."""

from datetime import timedelta

import pytest
from django.test import Client

from sociable.knowledge.expertise.locate import locate
from sociable.people.models import Account, Person
from sociable.people.verbs import Refused
from sociable.publics.circles import accept, found_circle, invite, leave_circle
from sociable.publics.models import EVERYONE, ORGANISATION, Public
from sociable.rooms.microblog.polls import Poll, cast, polls_of
from sociable.rooms.microblog.verbs import (
    boost,
    bring_back,
    edit,
    post,
    reply,
    show_to,
    take_away,
    take_back_boost,
)
from sociable.rooms.microblog.words import hashtags_in, length_of
from sociable.things.drafts import kept
from sociable.things.models import Tag, Thing
from sociable.things.verbs import move
from tests.conftest import Office

pytestmark = pytest.mark.django_db(transaction=True)


def public(id_: int) -> Public:
    return Public.objects.get(pk=id_)


def say(office: Office, text: str, by: Person, *, to: int = ORGANISATION, **more: object) -> Thing:
    return post(text=text, public=public(to), by=by, at=office.later(), **more)  # type: ignore[arg-type]


def page(person: Person | None, path: str) -> str:
    client = browser(person)
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def browser(person: Person | None) -> Client:
    client = Client()
    if person:
        client.force_login(Account.objects.get(person=person))
    return client


def test_a_note_is_read_by_everybody_it_is_for(office: Office) -> None:
    say(office, "The lift is mended. Thank you, @[Bruno Côté]! #lift", office.ada)
    say(office, "Open to the world #hello", office.ada, to=EVERYONE)
    office.settle()
    assert "The lift is mended" in page(office.bruno, "/notes/")
    assert "Open to the world" in page(None, "/notes/")
    assert "The lift is mended" not in page(None, "/notes/")
    assert f'href="/people/{office.bruno.pk}/"' in page(office.chioma, "/notes/")


def test_home_holds_ones_own_words_and_what_names_one(office: Office) -> None:
    say(office, "For nobody in particular", office.ada)
    say(office, "Ask @[Bruno Côté]", office.ada, named=[office.bruno])
    office.settle()
    assert "For nobody in particular" in page(office.ada, "/home/")
    at_brunos = page(office.bruno, "/home/")
    assert "Names you" in at_brunos
    assert "For nobody in particular" not in at_brunos
    assert browser(None).get("/home/").status_code == 302


def test_it_is_said_on_the_page_and_found_there_at_once(office: Office) -> None:
    client = browser(office.ada)
    sent = {"where": "note:new", "text": "New grease! #bearings", "public": str(ORGANISATION), "next": "/home/"}
    answer = client.post("/notes/new/", sent, follow=True)
    assert answer.redirect_chain[0][0] == "/home/"
    assert "New grease!" in answer.content.decode()
    assert set(Tag.objects.values_list("name", flat=True)) == {"bearings"}


def test_what_is_refused_is_not_lost(office: Office) -> None:
    client, long = browser(office.ada), "a" * 501
    answer = client.post("/notes/new/", {"where": "note:new", "text": long, "public": str(ORGANISATION)})
    assert "at most 500 characters; this one has 501" in answer.content.decode()
    assert long in answer.content.decode()
    draft = kept(person=office.ada, where="note:new")
    assert draft is not None
    assert draft.text == long
    assert long in client.get("/home/").content.decode()
    nowhere = browser(None)
    assert nowhere.post("/notes/new/", {"where": "note:new", "text": "My session had ended"}).status_code == 302
    nowhere.force_login(Account.objects.get(person=office.ada))
    assert "My session had ended" in nowhere.get("/notes/new/").content.decode()


@pytest.mark.parametrize(
    ("text", "length"),
    [("é" * 3, 3), ("e\u0301" * 3, 3), ("👩🏽‍🚀", 1), ("🇨🇦🇫🇷", 2), ("a\r\nb", 3), ("한국", 2), ("", 0)],
)
def test_characters_are_counted_as_people_do(text: str, length: int) -> None:
    assert length_of(text) == length


def test_five_hundred_astronauts_fit(office: Office) -> None:
    assert say(office, "👩🏽‍🚀" * 500, office.ada).pk
    with pytest.raises(Refused):
        say(office, "👩🏽‍🚀" * 501, office.ada)
    with pytest.raises(Refused):
        say(office, " \n ", office.ada)


def test_hashtags_are_words_not_addresses() -> None:
    text = "#Lift, #heat_pump, #prise-d-air and #été2026; not C#, #1, a#b, `#code` nor https://x.example/#part. #lift"
    assert hashtags_in(text) == ["lift", "heat_pump", "prise-d-air", "été2026"]


def test_an_answer_is_for_whom_the_note_is_for(office: Office) -> None:
    note = say(office, "Who has the key?", office.ada)
    answer = reply(to=note, text="Me.", by=office.bruno, at=office.later())
    again = reply(to=answer, text="Thank you!", by=office.ada, at=office.later())
    assert {answer.public_id, again.public_id} == {ORGANISATION}
    office.settle()
    thread = page(office.chioma, f"/notes/{note.pk}/")
    assert thread.index("Who has the key?") < thread.index("Me.") < thread.index("Thank you!")
    assert "Who has the key?" in page(office.chioma, f"/notes/{again.pk}/")
    move(thing=note, to=EVERYONE, by=office.ada, at=office.later())
    assert "Thank you!" in page(None, f"/notes/{note.pk}/")
    move(thing=note, to=ORGANISATION, by=office.ada, at=office.later())
    assert browser(None).get(f"/notes/{again.pk}/").status_code == 404


def test_a_note_is_passed_on_to_whoever_may_see_it(office: Office) -> None:
    note = say(office, "Winter tyres!", office.ada)
    boost(note=note, by=office.bruno, at=office.later())
    boost(note=note, by=office.bruno, at=office.later())
    office.settle()
    mine = page(office.chioma, f"/people/{office.bruno.pk}/notes/")
    assert "Winter tyres!" in mine
    assert "passed this on" in mine
    assert "Winter tyres!" not in page(None, "/notes/")
    with pytest.raises(Refused):
        boost(note=note, by=office.ada, at=office.later())
    take_back_boost(note=note, by=office.bruno, at=office.later())
    office.settle()
    assert "Winter tyres!" not in page(office.chioma, f"/people/{office.bruno.pk}/notes/")


def test_a_note_is_edited_withdrawn_and_put_back(office: Office) -> None:
    note = say(office, "Meating at ten @[Bruno Côté]", office.ada, named=[office.bruno])
    edit(note=note, text="Meeting at ten #meeting", by=office.ada, at=office.later())
    office.settle()
    assert "edited" in page(office.bruno, "/notes/")
    assert "Meeting at ten" not in page(office.bruno, "/home/")
    with pytest.raises(Refused):
        edit(note=note, text="Mine now", by=office.bruno, at=office.later())
    with pytest.raises(Refused):
        take_away(note=note, by=office.bruno, at=office.later())
    take_away(note=note, by=office.ada, at=office.later())
    assert "Meeting at ten" not in page(office.bruno, "/notes/")
    bring_back(note=note, by=office.ada, at=office.later())
    office.settle()
    assert "Meeting at ten" in page(office.bruno, "/notes/")


def test_a_button_withdraws_and_another_takes_that_back(office: Office) -> None:
    note = say(office, "Too soon", office.ada)
    office.settle()
    client = browser(office.ada)
    shown = client.post(f"/notes/{note.pk}/deeds/", {"do": "withdraw", "next": "/home/"}, follow=True).content.decode()
    assert "Too soon" not in shown
    assert "put-back" in shown
    back = client.post(f"/notes/{note.pk}/deeds/", {"do": "put-back", "next": "/home/"}, follow=True)
    assert "Too soon" in back.content.decode()


def test_a_poll_is_counted_once_each_and_shown_after_voting(office: Office) -> None:
    poll = Poll(["Tea", "Coffee"], office.at + timedelta(days=1))
    note = say(office, "What shall we buy?", office.ada, poll=poll)
    tea, coffee = note.poll.choices.order_by("number")
    reader = office.reader(office.bruno)
    before = polls_of([note.pk], reader, office.at)[note.pk]
    assert before.may_vote
    assert [one.percent for one in before.lines] == [None, None]
    cast(choice=tea, by=office.bruno, at=office.later())
    with pytest.raises(Refused):
        cast(choice=coffee, by=office.bruno, at=office.later())
    after = polls_of([note.pk], reader, office.at)[note.pk]
    assert [one.percent for one in after.lines] == [100, 0]
    tomorrow = office.at + timedelta(days=2)
    closed = polls_of([note.pk], office.reader(office.chioma), tomorrow)[note.pk]
    assert closed.is_closed
    assert [one.votes for one in closed.lines] == [1, 0]
    with pytest.raises(Refused):
        cast(choice=tea, by=office.chioma, at=tomorrow)
    with pytest.raises(Refused):
        say(office, "One?", office.ada, poll=Poll(["Only"], tomorrow))


def test_nobody_outside_a_circle_sees_answers_or_is_told_they_are_named(office: Office) -> None:
    circle = found_circle(name="Party", by=office.ada, at=office.later())
    invite(circle=circle, person=office.bruno, by=office.ada, at=office.later())
    accept(circle=circle, by=office.bruno, at=office.later())
    note = say(office, "A cake for @[Chioma Adeyemi]", office.ada, to=circle.pk, named=[office.chioma])
    reply(to=note, text="With candles", by=office.bruno, at=office.later())
    office.settle()
    assert "A cake" in page(office.bruno, "/home/")
    assert "A cake" not in page(office.chioma, "/home/")
    assert browser(office.chioma).get(f"/notes/{note.pk}/").status_code == 404
    with pytest.raises(Refused):
        reply(to=note, text="What cake?", by=office.chioma, at=office.later())
    leave_circle(circle=circle, by=office.bruno, at=office.later())
    assert "A cake" not in page(office.bruno, "/home/")
    assert browser(office.bruno).get(f"/notes/{note.pk}/").status_code == 404


def test_the_mark_follows_its_reader_and_new_things_are_counted_without_moving(office: Office) -> None:
    say(office, "First", office.ada)
    office.settle()
    phone, desk = browser(office.bruno), browser(office.bruno)
    shown = desk.get("/notes/").context["sheet"]
    phone.post("/home/read/", {"timeline": "notes", "place": shown.newest})
    say(office, "Second", office.ada)
    say(office, "My own", office.bruno)
    office.settle()
    newer = desk.get("/home/newer/", {"timeline": "notes", "after": shown.newest}).content.decode()
    assert "1 new" in newer
    lines = desk.get("/notes/").context["sheet"].lines
    assert [line.is_new for line in lines] == [True, True, False]
    assert "You have read from here on" in desk.get("/notes/").content.decode()
    assert desk.get("/home/newer/", {"timeline": "circle:99", "after": shown.newest}).status_code == 404


def test_writing_notes_shows_who_can_help(office: Office) -> None:
    say(office, "Descaled the humidifier with citric acid again #humidifier", office.bruno)
    office.settle()
    found = locate("humidifier", reader=office.reader(office.ada), at=office.at)
    assert [one.id for one in found.people] == [office.bruno.pk]


def test_a_note_goes_to_another_public_and_the_words_of_others_to_no_wider_one(office: Office) -> None:
    world, inside = (Public.objects.get(pk=one) for one in (EVERYONE, ORGANISATION))
    circle = found_circle(name="Night shift", by=office.ada, at=office.later())
    note = post(text="We open at six.", public=circle, by=office.ada, at=office.later())
    ada = Client()
    ada.force_login(Account.objects.get(person=office.ada))
    here = f"/notes/{note.pk}/edit/"
    assert f'<option value="{circle.pk}" selected>' in ada.get(here).content.decode()
    ada.post(here, {"text": "We open at six.", "where": f"note:edit:{note.pk}", "public": world.pk})
    note.refresh_from_db()
    assert note.public == world
    said = reply(to=note, text="At seven.", by=office.bruno, at=office.later())
    show_to(note=note, public=inside, by=office.ada, at=office.later())
    said.refresh_from_db()
    assert said.public == inside, "what was said to it goes along"
    refused = ada.post(here, {"text": "We open.", "where": f"note:edit:{note.pk}", "public": world.pk}, follow=True)
    assert "It was answered already" in refused.content.decode()
    note.refresh_from_db()
    assert (note.public, note.revision) == (inside, 1), "refused whole"
    assert 'name="public"' not in page_of_answer(office, said)
    with pytest.raises(Refused):
        show_to(note=said, public=inside, by=office.ada, at=office.later())
    with pytest.raises(Refused):
        show_to(note=note, public=circle, by=office.bruno, at=office.later())


def page_of_answer(office: Office, said: Thing) -> str:
    bruno = Client()
    bruno.force_login(Account.objects.get(person=office.bruno))
    return bruno.get(f"/notes/{said.pk}/edit/").content.decode()
