"""Following and muting: home fills and thins at once, and nobody else learns of it."""

import pytest
from django.test import Client

from sociable.ledger.acts import latest
from sociable.people.models import Account, Person
from sociable.people.verbs import Refused, merge
from sociable.publics.circles import found_circle
from sociable.publics.models import EVERYONE, ORGANISATION, Public
from sociable.responses.follows.reading import followed_by, muted_by
from sociable.responses.follows.verbs import What, follow, mute, unfollow, unmute
from sociable.rooms.microblog.verbs import boost, post, reply
from sociable.things.models import Tag, Thing
from tests.conftest import Office, hire

pytestmark = pytest.mark.django_db(transaction=True)


def say(office: Office, text: str, by: Person, to: int = ORGANISATION) -> Thing:
    return post(text=text, public=Public.objects.get(pk=to), by=by, at=office.later())


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(Account.objects.get(person=person))
    return client


def home(office: Office, person: Person) -> str:
    office.settle()
    return client_of(person).get("/home/").content.decode()


def test_home_fills_at_once_with_what_one_follows_and_empties_likewise(office: Office) -> None:
    say(office, "Long before anybody followed", office.bruno)
    say(office, "Chioma says #budget", office.chioma)
    assert "Long before" not in home(office, office.ada)
    follow(what=What(whom=office.bruno), by=office.ada, at=office.later())
    follow(what=What(tag=Tag.objects.get(name="budget")), by=office.ada, at=office.later())
    shown = home(office, office.ada)
    assert "Long before" in shown
    assert "Chioma says" in shown
    unfollow(what=What(whom=office.bruno), by=office.ada, at=office.later())
    assert "Long before" not in home(office, office.ada)


def test_following_somebody_brings_what_they_pass_on_and_nothing_hidden(office: Office) -> None:
    circle = found_circle(name="Secret", by=office.bruno, at=office.later())
    say(office, "Only in the circle", office.bruno, circle.pk)
    note = say(office, "Worth a look", office.chioma, EVERYONE)
    boost(note=note, by=office.bruno, at=office.later())
    follow(what=What(whom=office.bruno), by=office.ada, at=office.later())
    shown = home(office, office.ada)
    assert "Worth a look" in shown
    assert "passed this on" in shown
    assert "Only in the circle" not in shown


def test_whoever_is_merged_stays_followed(office: Office) -> None:
    other = hire("B. Côté", "bruno@home.example")
    say(office, "Written from home", other)
    follow(what=What(whom=office.bruno), by=office.ada, at=office.later())
    assert "Written from home" not in home(office, office.ada)
    merge(person=other, into=office.bruno, by=office.chioma, at=office.later())
    assert "Written from home" in home(office, office.ada)
    unfollow(what=What(whom=Person.objects.get(pk=other.pk)), by=office.ada, at=office.later())
    assert not followed_by(office.ada).people


@pytest.mark.parametrize("kind", ["person", "tag", "thread", "word"])
def test_what_is_muted_is_left_out_until_it_is_shown_again(office: Office, kind: str) -> None:
    note = say(office, "Football tonight #match", office.bruno)
    answer = reply(to=note, text="Football again", by=office.bruno, at=office.later(), named=[office.ada])
    office.settle()
    what = {
        "person": What(whom=office.bruno),
        "tag": What(tag=Tag.objects.get(name="match")),
        "thread": What(thing=note),
        "word": What(word="FOOTBALL"),
    }[kind]
    client = client_of(office.ada)
    assert "Football tonight" in client.get("/notes/").content.decode()
    assert "Football again" in client.get("/home/").content.decode()
    mute(what=what, by=office.ada, at=office.later())
    assert "Football tonight" not in client.get("/notes/").content.decode()
    assert ("Football again" in client.get("/home/").content.decode()) == (kind == "tag")
    assert "Football tonight" in client_of(office.chioma).get("/notes/").content.decode()
    assert "Football tonight" in client.get(f"/people/{office.bruno.pk}/notes/").content.decode()
    unmute(what=what, by=office.ada, at=office.later())
    assert "Football tonight" in client.get("/notes/").content.decode()
    assert answer.reply_to_id == note.pk


def test_whoever_is_muted_passes_nothing_on_either(office: Office) -> None:
    note = say(office, "Handed on", office.chioma)
    boost(note=note, by=office.bruno, at=office.later())
    follow(what=What(whom=office.bruno), by=office.ada, at=office.later())
    mute(what=What(whom=office.bruno), by=office.ada, at=office.later())
    assert "Handed on" not in home(office, office.ada)


def test_the_ledger_holds_no_muted_word(office: Office) -> None:
    mute(what=What(word="  Foot  ball "), by=office.ada, at=office.later())
    assert muted_by(office.ada).words == {"foot ball"}
    [(_id, act)] = latest(1)
    assert act.verb == "sociable:Mute"
    assert not act.detail
    with pytest.raises(Refused):
        mute(what=What(), by=office.ada, at=office.later())
    with pytest.raises(Refused):
        follow(what=What(word="football"), by=office.ada, at=office.later())


def test_nobody_follows_what_they_may_not_see(office: Office) -> None:
    circle = found_circle(name="Secret", by=office.bruno, at=office.later())
    note = say(office, "Only in the circle", office.bruno, circle.pk)
    with pytest.raises(Refused):
        follow(what=What(thing=note), by=office.ada, at=office.later())
    with pytest.raises(Refused):
        follow(what=What(whom=office.ada), by=office.ada, at=office.later())
    office.settle()
    assert "Only in" not in client_of(office.ada).get("/tags/nothing-here/").content.decode()


def test_the_buttons_and_the_page_of_what_i_follow(office: Office) -> None:
    say(office, "With a #tag", office.bruno)
    client = client_of(office.ada)
    here = f"/people/{office.bruno.pk}/"
    assert 'value="follow"' in client.get(here).content.decode()
    done = client.post("/following/change/", {"do": "follow", "person": office.bruno.pk, "next": here}, follow=True)
    assert done.redirect_chain[-1][0] == here
    assert 'value="unfollow"' in done.content.decode()
    tag = Tag.objects.get(name="tag")
    client.post("/following/change/", {"do": "mute", "tag": tag.pk})
    client.post("/following/change/", {"do": "mute", "word": "Football"})
    mine = client.get("/following/").content.decode()
    assert all(one in mine for one in ("Bruno Côté", "#tag", "football"))
    assert "Bruno" not in client_of(office.chioma).get("/following/").content.decode()
    assert Client().get("/following/").status_code == 302


def test_the_limit_says_what_there_is_too_much_of(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sociable.responses.follows.verbs.MOST", 1)
    mute(what=What(word="football"), by=office.ada, at=office.later())
    with pytest.raises(Refused, match="mute as much"):
        mute(what=What(word="tennis"), by=office.ada, at=office.later())
    unmute(what=What(word="football"), by=office.ada, at=office.later())
    mute(what=What(word="tennis"), by=office.ada, at=office.later())
    assert muted_by(office.ada).words == {"tennis"}
