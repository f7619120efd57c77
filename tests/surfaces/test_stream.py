"""What open pages are told: all of it, once, and only to those whom it is for."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sociable.kit.clock import now
from sociable.ledger.acts import START, read, settled
from sociable.ledger.projections import REGISTRY, catch_up, reached
from sociable.people.attention.verbs import look
from sociable.people.models import Person
from sociable.people.verbs import go_away, merge
from sociable.publics.models import EVERYONE, Public
from sociable.publics.readers import reader_for, readers_for
from sociable.publics.verbs import found, join, leave
from sociable.responses.comments.verbs import admit, comment, edit, let_outsiders_in, take_away
from sociable.rooms.microblog.verbs import post, reply
from sociable.surfaces.stream.door import line_for
from sociable.surfaces.stream.happenings import event, happenings, place_in
from sociable.surfaces.stream.hub import MOST_EACH, MOST_UNREAD, Full, Hub, Line
from sociable.surfaces.stream.news import ended, news_for, wish_of
from sociable.surfaces.stream.process import Stream
from sociable.things.models import Thing
from sociable.things.verbs import erase, move, withdraw
from tests.conftest import Office


class Listening:
    """A streaming process without its clock: it reads when the story says so."""

    def __init__(self) -> None:
        self.hub = Hub()

    def turn(self) -> None:
        for _turn in range(3):
            wish = wish_of(self.hub)
            self.hub.take(news_for(wish), wish.waited)

    def page(self, person: Person, thing: Thing, after: str = "") -> Line:
        line = Line(person.pk, f"thread:{thing.pk}", place_in(after))
        self.hub.open(line)
        self.turn()
        return line


def told(line: Line) -> list[tuple[str, dict[str, Any], str]]:
    """What a page was told since it was last asked: (event, data, id)."""
    events = []
    for block in b"".join(line.unread).decode().split("\n\n"):
        fields = dict(one.split(": ", 1) for one in block.split("\n") if ": " in one)
        if "event" in fields:
            events.append((fields["event"], json.loads(fields["data"]), fields.get("id", "")))
    line.unread.clear()
    return events


def things_of(line: Line) -> list[int]:
    return [data["thing"] for _kind, data, _id in told(line)]


def test_what_ada_says_is_told_to_bruno_who_looks_at_the_thread(office: Office) -> None:
    live, plan = Listening(), office.write("The plan", by=office.chioma)
    page = live.page(office.bruno, plan)
    first = comment(on=plan, text="In May?", by=office.ada, at=office.later())
    answer = comment(on=first, text="In June.", by=office.chioma, at=office.later())
    live.turn()
    assert [(kind, data) for kind, data, _id in told(page)] == [
        ("place", {"thing": first.pk, "what": "new"}),
        ("place", {"thing": answer.pk, "what": "new"}),
    ]
    edit(comment=first, text="In May, then?", by=office.ada, at=office.later())
    take_away(comment=answer, by=office.chioma, at=office.later())
    live.turn()
    assert [data["what"] for _kind, data, _id in told(page)] == ["changed", "gone"]
    live.turn()
    assert told(page) == [], "nothing is told twice"


def test_an_event_holds_no_word_of_what_was_said(office: Office) -> None:
    live, plan = Listening(), office.write("The plan", by=office.chioma)
    page = live.page(office.bruno, plan)
    comment(on=plan, text="Heliotrope", by=office.ada, at=office.later())
    live.turn()
    sent = b"".join(page.unread).decode()
    assert "thing" in sent
    assert not any(word in sent for word in ("Heliotrope", "Ada", "plan"))


def test_another_thread_is_nobodys_business_here(office: Office) -> None:
    live, plan, other = Listening(), office.write("The plan"), office.write("Another")
    page = live.page(office.bruno, plan)
    comment(on=other, text="Elsewhere.", by=office.ada, at=office.later())
    live.turn()
    assert told(page) == []


def test_the_circle_of_others_stays_silent_even_for_who_knows_its_number(office: Office) -> None:
    live = Listening()
    circle = found(slug="tea", name="Tea", owner=office.ada, at=office.later())
    note = office.write("Earl Grey", by=office.ada, public=circle.pk)
    knows = live.page(office.bruno, note)
    mine = live.page(office.ada, note)
    said = comment(on=note, text="With milk.", by=office.ada, at=office.later())
    live.turn()
    assert (things_of(mine), told(knows)) == ([said.pk], [])
    again = live.page(office.bruno, note, after="0.1")
    assert told(again) == [], "nor does it help to say that one was here before"


def test_joining_opens_and_leaving_cuts_at_once(office: Office) -> None:
    live = Listening()
    circle = found(slug="tea", name="Tea", owner=office.ada, at=office.later())
    note = office.write("Earl Grey", by=office.ada, public=circle.pk)
    page = live.page(office.bruno, note)
    join(person=office.bruno, public=circle, by=office.ada, at=office.later())
    first = comment(on=note, text="Welcome.", by=office.ada, at=office.later())
    live.turn()
    assert things_of(page) == [first.pk]
    leave(person=office.bruno, public=circle, at=office.later())
    comment(on=note, text="He has gone.", by=office.ada, at=office.later())
    live.turn()
    assert [kind for kind, _data, _id in told(page)] == ["access"], "the page looks anew, and is told no more"
    comment(on=note, text="Quite.", by=office.ada, at=office.later())
    live.turn()
    assert told(page) == []


def test_what_was_said_while_the_line_was_down_is_told_from_the_last_id_on(office: Office) -> None:
    live, plan = Listening(), office.write("The plan")
    page = live.page(office.bruno, plan)
    comment(on=plan, text="One.", by=office.ada, at=office.later())
    live.turn()
    ((_kind, _data, last),) = told(page)
    live.hub.close(page)
    missed = [comment(on=plan, text=text, by=office.ada, at=office.later()).pk for text in ("Two.", "Three.")]
    live.turn()
    assert things_of(live.page(office.bruno, plan, after=last)) == missed
    assert things_of(Listening().page(office.bruno, plan, after=last)) == missed, "a process that has just begun knows"


def test_a_line_that_was_down_for_too_long_is_told_to_look_anew(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sociable.surfaces.stream.news.RECENT", 5)
    plan = office.write("The plan")
    for number in range(8):
        comment(on=plan, text=f"Number {number}.", by=office.ada, at=office.later())
    assert [kind for kind, _data, _id in told(Listening().page(office.bruno, plan, after="0.1"))] == ["behind"]


def test_what_vanished_while_the_line_was_down_vanishes_when_it_is_back(office: Office) -> None:
    live, plan, note = Listening(), office.write("The plan", by=office.ada), office.write("Salaries", by=office.ada)
    pages = [live.page(office.bruno, one) for one in (plan, note)]
    last = f"{live.hub.position.xid}.{live.hub.position.act}"
    for page in pages:
        live.hub.close(page)
    circle = found(slug="pay", name="Pay", owner=office.ada, at=office.later())
    move(thing=note, to=circle.pk, by=office.ada, at=office.later())
    withdraw(thing=plan, by=office.ada, at=office.later())
    comment(on=note, text="Between us.", by=office.ada, at=office.later())
    live.turn()
    for one in (plan, note):
        again = told(live.page(office.bruno, one, after=last))
        assert [(kind, data) for kind, data, _id in again] == [("access", {})], "to look anew; not of what"


def test_who_left_while_the_line_was_down_looks_anew_when_it_is_back(office: Office) -> None:
    live = Listening()
    circle = found(slug="tea", name="Tea", owner=office.ada, at=office.later())
    join(person=office.bruno, public=circle, by=office.ada, at=office.later())
    note = office.write("Earl Grey", by=office.ada, public=circle.pk)
    page, of_ada = live.page(office.bruno, note), live.page(office.ada, note)
    last = f"{live.hub.position.xid}.{live.hub.position.act}"
    for line in (page, of_ada):
        live.hub.close(line)
    leave(person=office.bruno, public=circle, at=office.later())
    said = comment(on=note, text="He has gone.", by=office.ada, at=office.later())
    for node in (live, Listening()):
        again = node.page(office.bruno, note, after=last)
        assert [kind for kind, _data, _id in told(again)] == ["behind"], "and the page is told no more than that"
        assert things_of(node.page(office.ada, note, after=last)) == [said.pk], "nobody else has to look"


def test_a_sign_of_life_says_nothing_of_what_a_page_has_yet_to_be_told(office: Office) -> None:
    live, plan = Listening(), office.write("The plan")
    there = live.page(office.ada, plan)
    back = Line(office.bruno.pk, f"thread:{plan.pk}", live.hub.position)
    live.hub.open(back)
    assert live.hub.at_rest() == [there]
    live.turn()
    assert set(live.hub.at_rest()) == {there, back}


def test_who_comes_from_a_node_that_is_ahead_is_not_told_twice(office: Office) -> None:
    behind, ahead, plan = Listening(), Listening(), office.write("The plan")
    page = ahead.page(office.bruno, plan)
    behind.page(office.ada, plan)
    comment(on=plan, text="One.", by=office.ada, at=office.later())
    ahead.turn()
    ((_kind, _data, last),) = told(page)
    again = Line(office.bruno.pk, f"thread:{plan.pk}", place_in(last))
    behind.hub.open(again)
    behind.turn()
    second = comment(on=plan, text="Two.", by=office.ada, at=office.later())
    behind.turn()
    assert things_of(again) == [second.pk]


def test_what_is_held_is_told_once_it_is_let_in(office: Office) -> None:
    live, post = Listening(), office.write("Heat pumps", by=office.ada, public=EVERYONE)
    let_outsiders_in(thing=post, by=office.ada, at=office.later())
    page = live.page(office.bruno, post)
    held = comment(on=post, text="Mine froze.", by=None, name="Zoé", at=office.later())
    spam = comment(on=post, text="My cream.", by=None, name="Spam", at=office.later())
    take_away(comment=spam, by=office.ada, at=office.later())
    live.turn()
    assert told(page) == [], "nobody learns that something waits, or waited"
    admit(comment=held, by=office.ada, at=office.later())
    live.turn()
    assert things_of(page) == [held.pk]


def test_a_thing_that_moves_vanishes_from_the_screens_of_those_it_is_not_for(office: Office) -> None:
    live, note = Listening(), office.write("Salaries", by=office.ada)
    page = live.page(office.bruno, note)
    circle = found(slug="pay", name="Pay", owner=office.ada, at=office.later())
    move(thing=note, to=circle.pk, by=office.ada, at=office.later())
    live.turn()
    assert [data["what"] for _kind, data, _id in told(page)] == ["gone"]
    comment(on=note, text="Between us.", by=office.ada, at=office.later())
    live.turn()
    assert told(page) == []


def test_who_is_erased_is_cut_off(office: Office) -> None:
    live, plan = Listening(), office.write("The plan")
    page = live.page(office.bruno, plan)
    erase(person=office.bruno, by=office.chioma, at=office.later())
    live.turn()
    assert page.is_over


def test_who_is_merged_hears_what_both_may(office: Office) -> None:
    live = Listening()
    circle = found(slug="tea", name="Tea", owner=office.ada, at=office.later())
    note = office.write("Earl Grey", by=office.ada, public=circle.pk)
    page = live.page(office.bruno, note)
    merge(person=office.bruno, into=office.ada, by=office.chioma, at=office.later())
    said = comment(on=note, text="One and the same.", by=office.ada, at=office.later())
    live.turn()
    assert things_of(page) == [said.pk]
    leave(person=office.ada, public=circle, at=office.later())
    live.turn()
    assert [kind for kind, _data, _id in told(page)] == ["access"]


def test_rights_read_for_many_are_those_read_for_each(office: Office) -> None:
    circle = found(slug="tea", name="Tea", owner=office.ada, at=office.later())
    join(person=office.chioma, public=Public.objects.get(pk=3), by=None, at=office.later())
    merge(person=office.bruno, into=office.ada, by=None, at=office.later())
    people = [office.ada, office.bruno, office.chioma]
    many = readers_for([one.pk for one in people])
    for one in people:
        each = reader_for(Person.objects.get(pk=one.pk))
        assert (many[one.pk].person, many[one.pk].publics) == (each.person, each.publics)
    assert circle.pk in many[office.bruno.pk].publics


def marks(line: Line) -> list[bool]:
    return [data["waiting"] for kind, data, _id in told(line) if kind == "notice"]


def test_the_mark_lights_when_a_notice_comes_and_no_sooner_than_quiet_ends(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sociable.surfaces.stream.news.now", lambda: office.at)
    live, plan, other = Listening(), office.write("The plan", by=office.ada), office.write("Another")
    mine, of_bruno = live.page(office.ada, other), live.page(office.bruno, other)
    comment(on=plan, text="In May?", by=office.bruno, at=office.later())
    catch_up(REGISTRY["notices"])
    live.turn()
    assert (marks(mine), marks(of_bruno)) == ([True], [])
    end = office.at + timedelta(hours=1)
    go_away(person=office.ada, begins=office.later(), ends=end)
    look(person=office.ada, place=reached("notices"), at=office.later())
    comment(on=plan, text="In June?", by=office.bruno, at=office.later())
    catch_up(REGISTRY["notices"])
    live.turn()
    assert marks(mine) == [], "held back"
    office.at = end
    live.turn()
    assert marks(mine) == [True], "and told once, when she is back"


def test_a_notice_that_came_while_the_line_was_down_lights_the_mark(office: Office) -> None:
    plan = office.write("The plan", by=office.ada)
    for person in (office.bruno, office.chioma):
        comment(on=plan, text="In May?", by=person, at=now())
    catch_up(REGISTRY["notices"])
    live = Listening()
    for person, lit in ((office.ada, [True]), (office.bruno, [])):
        line = Line(person.pk, "", place_in("0.1"))
        live.hub.open(line)
        live.turn()
        assert marks(line) == lit


def test_there_is_an_end_to_what_one_person_may_hold_open(office: Office) -> None:
    live, plan = Listening(), office.write("The plan")
    pages = [live.page(office.bruno, plan) for _page in range(MOST_EACH)]
    with pytest.raises(Full):
        live.page(office.bruno, plan)
    live.hub.close(pages[0])
    live.page(office.bruno, plan)


def test_a_slow_page_costs_little_and_looks_anew(office: Office) -> None:
    line = Line(office.bruno.pk, "thread:1", None)
    for _number in range(MOST_UNREAD + 1):
        line.tell(event("place"))
    assert [kind for kind, _data, _id in told(line)] == ["behind"]


def cookie_of(client: Client) -> dict[bytes, bytes]:
    return {b"cookie": f"sessionid={client.cookies['sessionid'].value}".encode(), b"host": b"localhost:8001"}


def test_the_stranger_and_who_signed_out_are_not_let_in(office: Office, client: Client) -> None:
    assert line_for(b"place=thread:1", {}) is None
    assert line_for(b"", {b"cookie": b"sessionid=abc; \x00=;;"}) is None
    client.force_login(Person.objects.get(pk=office.ada.pk).account)
    headers = cookie_of(client)
    line = line_for(b"place=thread:7&after=0.12", headers)
    assert line is not None
    assert (line.person, line.place, line.after) == (office.ada.pk, "thread:7", (0, 12))
    assert ended([line]) == []
    client.logout()
    assert ended([line]) == [line]
    assert line_for(b"", headers) is None


def test_another_password_ends_what_was_open(office: Office, client: Client) -> None:
    account = Person.objects.get(pk=office.ada.pk).account
    client.force_login(account)
    line = line_for(b"", cookie_of(client))
    assert line is not None
    account.set_password("a new one, and longer")
    account.save()
    assert ended([line]) == [line]


def answer_to(headers: dict[bytes, bytes], method: str = "GET") -> dict[str, Any]:
    """What the streaming process says first to a request that it refuses."""
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": method, "headers": list(headers.items()), "query_string": b""}
    asyncio.run(Stream()(scope, receive, send))
    return sent[0]


@pytest.mark.parametrize(
    "origin", [b"https://evil.example", b"http://localhost.evil.example:8000", b"null", b"http://192.0.2.1"]
)
def test_a_page_of_another_site_is_refused_before_its_cookie_is_read(origin: bytes) -> None:
    answer = answer_to({b"host": b"localhost:8001", b"origin": origin, b"cookie": b"sessionid=whatever"})
    assert answer["status"] == 403
    assert b"access-control-allow-origin" not in dict(answer["headers"])


def test_nothing_can_be_written_through_it() -> None:
    assert answer_to({b"host": b"localhost:8001"}, "POST")["status"] == 405


def test_pages_say_where_the_stream_is_to_who_is_signed_in(office: Office, client: Client, settings: Any) -> None:
    settings.STREAM = ":8001"
    plan = office.write("The plan", by=office.ada)
    client.force_login(Person.objects.get(pk=office.ada.pk).account)
    page = client.get(f"/things/{plan.pk}/", headers={"host": "localhost:8000"}).content.decode()
    assert 'data-stream="http://localhost:8001/"' in page
    assert f'data-live="thread:{plan.pk}"' in page
    assert "data-stream" not in Client().get("/").content.decode()
    settings.STREAM = ""
    assert "data-stream" not in client.get("/").content.decode()


def test_a_timeline_is_told_that_something_came_by_whoever_may_see_it(office: Office) -> None:
    circle = found(slug="board", name="Board", owner=office.ada, at=office.later())
    note = post(text="For the board", public=circle, by=office.ada, at=office.later())
    reply(to=note, text="An answer is no news by itself", by=office.ada, at=office.later())
    told = happenings(read(START, settled(), 100))
    entered = [one for one in told if one.place == "timeline"]
    assert [(one.thing, one.publics) for one in entered] == [(note.pk, frozenset({circle.pk}))]
    assert b"board" not in entered[0].sent()
