"""What a list keeps to its owner, and what a circle keeps to its members, at each door that others may try."""

import pytest
from django.test import Client

from sociable.kit.clock import now
from sociable.knowledge.notices.read import notices_for
from sociable.people.identities import know, mail
from sociable.people.models import Account, Person
from sociable.people.verbs import Refused
from sociable.publics.circles import accept, add, found_circle, invite
from sociable.publics.models import PARTNERS, Public
from sociable.publics.verbs import join
from sociable.responses.follows.models import Follow
from sociable.responses.votes.verbs import like
from sociable.rooms.microblog.polls import Poll
from sociable.rooms.microblog.verbs import boost, post, reply
from sociable.rooms.questions.routing import endorse, pass_on
from sociable.rooms.questions.writing import ask
from sociable.things.files import bring
from sociable.things.models import Tag, Thing
from tests.conftest import Office, hire

pytestmark = pytest.mark.django_db
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


def browser(person: Person | None) -> Client:
    client = Client()
    if person:
        client.force_login(Account.objects.get(person=person))
    return client


def page(person: Person | None, path: str) -> str:
    return browser(person).get(path, follow=True).content.decode()


@pytest.fixture
def friends(office: Office) -> Public:
    """Ada's list, with Bruno and Chioma on it: neither is told of the other."""
    office.at = now()
    one = found_circle(name="Old friends", by=office.ada, at=office.later(), is_list=True)
    for person in (office.bruno, office.chioma):
        add(to=one, person=person, by=office.ada, at=office.later())
    return one


def test_who_is_on_a_list_is_not_learned_by_asking(office: Office, friends: Public) -> None:
    office.write("Kayaks", "How to mend a kayak.", by=office.chioma)
    office.write("Kayaks", "How to mend a kayak.", by=hire("Dan Nguyen", "dan@office.example"))
    question = ask(
        title="Who mends a kayak?", text="", public=friends, by=office.ada, at=office.later(), invited=[office.chioma]
    )
    ask(title="And an oar?", text="", public=friends, by=office.ada, at=office.later(), invited=[office.bruno])
    office.settle()
    typed = f"/ask/likely/?title=mend+a+kayak&public={friends.pk}"
    assert "Dan Nguyen" not in page(office.ada, typed), "her list says who may be asked"
    assert "Dan Nguyen" in page(office.bruno, typed), "his own typing tells Bruno nothing of it"
    shown = page(office.bruno, f"/questions/{question.pk}/")
    assert "Who mends a kayak?" in shown
    assert "Chioma" not in shown
    assert "Chioma" in page(office.ada, f"/questions/{question.pk}/")
    mine = Thing.objects.get(title="And an oar?")
    for whom in (office.chioma, Person.objects.get(name="Dan Nguyen")):
        for refused in (
            lambda whom=whom: endorse(question=mine, person=whom, by=office.bruno, at=office.later()),
            lambda whom=whom: pass_on(question=mine, to=whom, by=office.bruno, at=office.later()),
        ):
            with pytest.raises(Refused, match="its owner alone asks others"):
                refused()


def test_nor_by_what_others_on_it_do(office: Office, friends: Public) -> None:
    note = post(text="My boat leaks.", public=friends, by=office.ada, at=office.later())
    said = reply(to=note, text="Tar it.", by=office.bruno, at=office.later())
    with pytest.raises(Refused):
        boost(note=note, by=office.chioma, at=office.later())
    like(thing=said, by=office.chioma, at=office.later())
    like(thing=said, by=office.ada, at=office.later())
    office.settle()
    assert len(notices_for(office.reader(office.bruno), office.at)) > 0
    told = page(office.bruno, "/notices/")
    assert "Somebody finds this useful" in told
    assert "Chioma" not in told


def test_what_a_circle_calls_its_things_is_its_members_own(office: Office) -> None:
    circle = found_circle(name="Night shift", by=office.ada, at=office.later())
    post(text="It begins. #sarcelle", public=circle, by=office.ada, at=office.later())
    office.settle()
    tag = Tag.objects.get(name="sarcelle")
    bruno = browser(office.bruno)
    bruno.post("/following/change/", {"do": "follow", "tag": tag.pk})
    bruno.post("/following/change/", {"do": "mute", "tag": tag.pk})
    assert not Follow.objects.exists()
    assert "sarcelle" not in page(office.bruno, "/following/")
    place = {"timeline": f"tag:{tag.pk}", "place": "1-1"}
    assert bruno.post("/home/read/", place).status_code == 404
    assert page(office.bruno, "/tags/sarcelle/").count("<form") == page(office.bruno, "/tags/sarcellf/").count("<form")
    assert "Follow" in page(office.ada, "/tags/sarcelle/")


def test_polls_and_pictures_of_a_circle_are_not_there_for_others(office: Office) -> None:
    circle = found_circle(name="Night shift", by=office.ada, at=office.later())
    invite(circle=circle, person=office.bruno, by=office.ada, at=office.later())
    accept(circle=circle, by=office.bruno, at=office.later())
    file = bring(content=PIXEL, name="boat.png", alt="A boat", by=office.ada, at=office.later())
    poll = Poll(["Tea", "Coffee"], office.at.replace(year=office.at.year + 20))
    with pytest.raises(Refused):
        post(text="What?", public=circle, by=office.ada, at=office.later(), poll=poll)
    poll = Poll(["Tea", "Coffee"], office.at.replace(minute=59))
    note = post(
        text=f"What?\n\n![A boat](/files/{file.pk}/boat.png)",
        public=circle,
        by=office.ada,
        at=office.later(),
        poll=poll,
    )
    choice = note.poll.choices.get(number=1)
    for person in (office.chioma, None):
        other = browser(person)
        assert other.get(f"/files/{file.pk}/boat.png").status_code == 404
        assert other.get(f"/notes/{note.pk}/").status_code == 404
        assert other.post(f"/notes/{note.pk}/vote/", {"choice": choice.pk}).status_code in (302, 404)
        assert "Coffee" not in page(person, "/notes/")
        for deed in ("like", "save"):
            assert other.post(f"/things/{note.pk}/respond/", {"do": deed}).status_code in (302, 404)
    assert browser(office.chioma).post(f"/notes/{note.pk}/vote/", {"choice": choice.pk}).status_code == 404
    seen = browser(office.bruno).get(f"/files/{file.pk}/boat.png")
    assert seen.status_code == 200
    assert "private" in seen["Cache-Control"]
    assert not choice.ballots.exists()


def test_an_outsider_learns_no_name_by_a_number(office: Office) -> None:
    """A partner's form may name a person by number: whoever they may not be shown is nobody."""
    one = mail("zoe@partner.example", "Zoé Roy")
    zoe = Person.objects.get(pk=know([one])[one.key])
    Account.objects.open("zoe@partner.example", zoe, "correct horse battery")
    partners = Public.objects.get(pk=PARTNERS)
    join(person=zoe, public=partners, by=None, at=office.at)
    question = ask(title="When?", text="", public=partners, by=zoe, at=office.later())
    for deed in ("endorse", "route", "pass", "unendorse"):
        told = browser(zoe).post(
            f"/questions/{question.pk}/deeds/", {"do": deed, "person": office.bruno.pk}, follow=True
        )
        assert "There is nobody of that name here." in told.content.decode()
        assert "Bruno" not in told.content.decode()
