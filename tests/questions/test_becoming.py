"""A thread that settled something becomes a page or a post in one step: whoever said it is named, and told."""

import pytest

from sociable.knowledge.notices.reasons import Reason
from sociable.publics.circles import accept as join_circle
from sociable.publics.circles import found_circle, invite
from sociable.publics.models import EVERYONE, ORGANISATION
from sociable.rooms.blogs.models import Post
from sociable.rooms.blogs.publishing import publish as publish_post
from sociable.rooms.blogs.verbs import Masthead, open_blog
from sociable.rooms.microblog.verbs import post, reply
from sociable.rooms.questions.settling import accept
from sociable.rooms.wiki.models import Page, Space
from sociable.rooms.wiki.verbs import found_space, save
from sociable.things.models import Thing, Version
from tests.conftest import Office
from tests.questions.test_questions import HOW, WORDS, answers, asks, browser, page, public, told

pytestmark = pytest.mark.django_db


def space_for(office: Office, id_: int = ORGANISATION, name: str = "How we run it") -> Space:
    return found_space(name=name, public=public(id_), by=office.ada, at=office.later())


def settled(office: Office, to: int = ORGANISATION) -> Thing:
    """Ada's question: Bruno's answer settled it, Chioma's did not."""
    question = asks(office, to=to)
    given = answers(office, question, office.bruno)
    answers(office, question, office.chioma, "Ask the vendor.")
    accept(answer=given, by=office.ada, at=office.later())
    return question


def hands(thing: Thing) -> dict[str, str]:
    return dict(thing.contributions.values_list("person__name", "role__name"))


def test_a_question_that_is_settled_becomes_a_page(office: Office) -> None:
    space, question = space_for(office), settled(office)
    chioma, here = browser(office.chioma), f"/questions/{question.pk}/"
    assert f'value="space:{space.pk}"' in page(office.chioma, here)
    reply = chioma.post(f"/things/{question.pk}/become/", {"where": f"space:{space.pk}"})
    made = Page.objects.get()
    assert reply["Location"] == f"/wiki/{space.slug}/{made.slug}/"
    assert made.thing.title == HOW
    assert hands(made.thing) == {"Bruno Côté": "author", "Ada Lovelace": "reporter", "Chioma Adeyemi": "editor"}
    shown = page(office.bruno, reply["Location"])
    assert WORDS in shown
    assert "Ask the vendor." not in shown
    assert "Builds on" in shown
    assert "Taken further in" in page(office.bruno, here)
    assert Reason.CREDITED in told(office, office.bruno)
    text = Version.objects.get(thing=made.thing).text + "\n\nTwice a year."
    save(page=made, title=made.thing.title, text=text, base=1, by=office.chioma, at=office.later())
    assert "Taken further in" in page(office.bruno, here), "an edit keeps where it came from"
    again = chioma.post(f"/things/{question.pk}/become/", {"where": f"space:{space.pk}"}, follow=True)
    assert "There is a page" in again.content.decode()
    assert Page.objects.count() == 1


def test_it_becomes_a_post_which_names_them_once_it_stands(office: Office) -> None:
    question = settled(office)
    blog = open_blog(
        public=public(ORGANISATION), masthead=Masthead("Among us", languages="en"), by=office.ada, at=office.later()
    )
    reply = browser(office.ada).post(f"/things/{question.pk}/become/", {"where": f"blog:{blog.pk}"})
    draft = Post.objects.get()
    assert reply["Location"] == f"/desk/{draft.pk}/"
    assert WORDS in draft.text
    assert Reason.CREDITED not in told(office, office.bruno)
    thing = publish_post(post=draft, by=office.ada, at=office.later()).copies.get().thing
    assert hands(thing) == {"Bruno Côté": "author", "Ada Lovelace": "reporter"}
    assert Reason.CREDITED in told(office, office.bruno)
    assert "Taken further in" in page(office.bruno, f"/questions/{question.pk}/")


def test_a_note_becomes_a_page_with_all_that_was_said_to_it(office: Office) -> None:
    space = space_for(office)
    note = post(text="The [gateway] restarts at six. #gateway", public=public(2), by=office.ada, at=office.later())
    said = reply(to=note, text="At **seven**, since May.", by=office.bruno, at=office.later())
    reply(to=said, text="Right, seven.", by=office.ada, at=office.later())
    browser(office.chioma).post(f"/things/{note.pk}/become/", {"where": f"space:{space.pk}"})
    made = Page.objects.get()
    assert made.thing.title == "The gateway restarts at six. gateway"
    assert "At **seven**, since May.\n\nRight, seven." in Version.objects.get(thing=made.thing).text
    assert hands(made.thing)["Bruno Côté"] == "co-author"
    assert made.thing.taggings.get().tag.name == "gateway"


def test_nobodys_words_go_further_than_they_were_said(office: Office) -> None:
    circle = found_circle(name="Night shift", by=office.ada, at=office.later())
    invite(circle=circle, person=office.bruno, by=office.ada, at=office.later())
    join_circle(circle=circle, by=office.bruno, at=office.later())
    ours, world = space_for(office), space_for(office, EVERYONE, "For all")
    inside, between_us = settled(office), asks(office, to=circle.pk)
    answers(office, between_us, office.bruno)
    assert f"space:{world.pk}" not in page(office.ada, f"/questions/{inside.pk}/")
    assert "/become/" not in page(office.ada, f"/questions/{between_us.pk}/")
    for thread, space in ((inside, world), (between_us, ours), (between_us, world)):
        refused = browser(office.ada).post(f"/things/{thread.pk}/become/", {"where": f"space:{space.pk}"}, follow=True)
        assert "Choose where it goes." in refused.content.decode()
    address = f"/things/{between_us.pk}/become/"
    assert browser(office.chioma).post(address, {"where": f"space:{ours.pk}"}).status_code == 404
    assert "/sign-in/" in browser(None).post(address, {"where": f"space:{ours.pk}"})["Location"]
    assert not Page.objects.exists()
