"""Useful, saved, thanked, followed: the same buttons under whatever Bruno made; a stranger has none of them."""

import re

import pytest

from sociable.publics.models import EVERYONE, Public
from sociable.responses.comments.verbs import comment
from sociable.responses.saved.models import Saved
from sociable.responses.thanks.models import Thanks
from sociable.responses.votes.models import Vote
from sociable.rooms.blogs.drafting import Words, begin
from sociable.rooms.blogs.publishing import publish as publish_post
from sociable.rooms.blogs.verbs import Masthead, open_blog
from sociable.rooms.microblog.verbs import post
from sociable.rooms.questions.writing import answer, ask
from sociable.rooms.wiki.verbs import found_space, write
from sociable.things.models import Thing
from tests.conftest import Office
from tests.questions.test_questions import browser

pytestmark = pytest.mark.django_db


def made(office: Office, kind: str) -> Thing:
    """Something of Bruno's, for Everyone."""
    world, bruno = Public.objects.get(pk=EVERYONE), office.bruno
    if kind == "post":
        blog = open_blog(public=world, masthead=Masthead("Open air", languages="en"), by=bruno, at=office.later())
        draft = begin(blog=blog, words=Words("Ducts", "They whistle."), by=bruno, at=office.later())
        return publish_post(post=draft, by=bruno, at=office.later()).copies.get().thing
    if kind == "page":
        space = found_space(name="Ducts", public=world, by=bruno, at=office.later())
        return write(space=space, title="Ducts", text="They whistle.", by=bruno, at=office.later()).thing
    if kind == "note":
        return post(text="They whistle.", public=world, by=bruno, at=office.later())
    if kind == "comment":
        return comment(on=made(office, "incident"), text="They whistle.", by=bruno, at=office.later())
    if kind == "answer":
        question = ask(title="Why?", text="", public=world, by=office.ada, at=office.later())
        return answer(question=question, text="They whistle.", by=bruno, at=office.later())
    return office.write("Ducts", "They whistle.", by=bruno, public=EVERYONE, kind=kind)


@pytest.mark.parametrize("kind", ["answer", "comment", "incident", "note", "page", "post"])
def test_the_same_buttons_stand_under_every_kind_of_thing(office: Office, kind: str) -> None:
    thing, ada = made(office, kind), browser(office.ada)
    here = f"/things/{thing.pk}/"
    shown = ada.get(here, follow=True).content.decode()
    respond, thank = f"/things/{thing.pk}/respond/", f"/things/{thing.pk}/thanks/"
    assert f'action="{respond}"' in shown
    for word in ("like", "save"):
        ada.post(respond, {"do": word, "next": here})
    ada.post(thank, {"person": office.bruno.pk, "next": here})
    assert Vote.objects.get().thing == Saved.objects.get().thing == Thanks.objects.get().thing == thing
    again = re.sub(r"\s+", " ", ada.get(here, follow=True).content.decode())
    assert "You thanked <bdi>Bruno Côté</bdi>." in again
    assert 'value="unlike" aria-pressed="true"' in again
    assert 'value="unsave" aria-pressed="true"' in again
    strangers = browser(None).get(here, follow=True).content.decode()
    assert "They whistle." in strangers
    assert respond not in strangers
    assert thank not in strangers
    assert "/sign-in/" in browser(None).post(respond, {"do": "like"})["Location"]
