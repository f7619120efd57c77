"""Ada writes, Bruno comments, Chioma looks after the page, and the Stranger may say something once he is let in."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from sociable.knowledge.expertise.locate import locate
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.models import EVERYONE, ORGANISATION
from sociable.publics.readers import STRANGER
from sociable.publics.verbs import found
from sociable.responses.comments.models import Hold
from sociable.responses.comments.verbs import (
    DEEPEST,
    MOST_WAITING,
    admit,
    bring_back,
    comment,
    edit,
    keep_outsiders_out,
    let_outsiders_in,
    reconsider,
    refuse,
    take_away,
)
from sociable.surfaces.web.comments.threads import A_PAGE, MOST, Said, thread_on
from sociable.things.drafts import keep
from sociable.things.files import bring, files_visible_to
from sociable.things.models import Thing, Version
from sociable.things.verbs import Draft, erase, move, revise
from tests.conftest import Office, hire
from tests.surfaces.test_web import body, page_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(office: Office) -> Thing:
    return office.write("Our heat pumps in winter", "They run at −25 °C.", by=office.ada, public=EVERYONE)


def say(office: Office, on: Thing, text: str, by: Person | None, name: str = "") -> Thing:
    return comment(on=on, text=text, by=by, at=office.later(), name=name)


def texts(said: list[Said]) -> list[object]:
    """A thread as lists: each comment's words, followed by the list of what was said to it."""
    told: list[object] = []
    for one in said:
        told.append("" if one.is_gone else one.card.text)
        told += [texts(one.replies)] if one.replies else []
    return told


def seen_by(office: Office, thing: Thing, person: Person | None) -> list[object]:
    return texts(thread_on(thing, office.reader(person) if person else STRANGER).said)


def test_a_comment_stands_under_what_it_is_on_and_answers_under_it(office: Office, post: Thing) -> None:
    first = say(office, post, "And at −40?", office.bruno)
    say(office, post, "Thank you.", office.chioma)
    say(office, first, "Then the resistance helps.", office.ada)
    assert seen_by(office, post, office.ada) == ["And at −40?", ["Then the resistance helps."], "Thank you."]
    assert first.public_id == EVERYONE


def test_who_comments_is_found_for_it_but_less_than_who_wrote(office: Office) -> None:
    note = office.write("The kiln", "How the kiln is fired.", by=office.ada)
    say(office, note, "The kiln cracks when it is fired too fast.", office.bruno)
    office.settle()
    people = locate("kiln fired", reader=office.reader(office.chioma), at=office.at).people
    assert [one.name for one in people] == ["Ada Lovelace", "Bruno Côté"]


def test_a_comment_is_seen_by_those_who_see_the_thing(office: Office) -> None:
    circle = found(slug="board", name="Board", owner=office.ada, at=office.later())
    secret = office.write("The merger", by=office.ada, public=circle.pk)
    say(office, secret, "Next week.", office.ada)
    assert seen_by(office, secret, office.bruno) == []
    with pytest.raises(Refused):
        say(office, secret, "What is this?", office.bruno)
    assert signed_in(office.bruno).get(reverse("comment", args=[secret.pk])).status_code == 404


def test_comments_go_where_the_thing_goes(office: Office, post: Thing) -> None:
    first = say(office, post, "And at −40?", office.bruno)
    say(office, first, "Then the resistance helps.", office.ada)
    move(thing=post, to=ORGANISATION, by=office.ada, at=office.later())
    assert not Thing.objects.visible_to(STRANGER).filter(kind="comment").exists()
    revise({post.pk: Draft("note", EVERYONE, "Again for all", "Words.", office.later())}, by=office.ada.pk)
    assert Thing.objects.visible_to(STRANGER).filter(kind="comment").count() == 2


def test_everybody_edits_their_own_words_and_no_other(office: Office, post: Thing) -> None:
    said = say(office, post, "At −40 to?", office.bruno)
    edit(comment=said, text="At −40 too?", by=office.bruno, at=office.later())
    with pytest.raises(Refused):
        edit(comment=said, text="Nonsense", by=office.chioma, at=office.later())
    assert seen_by(office, post, office.ada) == ["At −40 too?"]
    assert list(Version.objects.filter(thing=said).order_by("number").values_list("text", flat=True)) == [
        "At −40 to?",
        "At −40 too?",
    ]
    assert [one.person_id for one in said.contributions.all()] == [office.bruno.pk]


def test_what_is_withdrawn_comes_back_as_it_was(office: Office, post: Thing) -> None:
    said = say(office, post, "And at −40?", office.bruno)
    say(office, said, "Then the resistance helps.", office.ada)
    take_away(comment=said, by=office.bruno, at=office.later())
    assert seen_by(office, post, office.chioma) == ["", ["Then the resistance helps."]], "its place stays"
    bring_back(comment=said, by=office.bruno, at=office.later())
    assert seen_by(office, post, office.chioma) == ["And at −40?", ["Then the resistance helps."]]


def test_what_somebody_else_withdrew_stays_withdrawn(office: Office, post: Thing) -> None:
    said = say(office, post, "Buy my cream.", office.bruno)
    with pytest.raises(Refused):
        take_away(comment=say(office, post, "Really?", office.ada), by=office.bruno, at=office.later())
    take_away(comment=said, by=office.chioma, at=office.later())
    with pytest.raises(Refused):
        bring_back(comment=said, by=office.bruno, at=office.later())
    assert "" not in seen_by(office, post, office.bruno), "nothing hangs below it, so it leaves no hole"


def test_the_stranger_finds_the_door_closed_until_it_is_opened(office: Office, post: Thing) -> None:
    with pytest.raises(Refused):
        say(office, post, "Hello", None, "Zoé")
    with pytest.raises(Refused):
        let_outsiders_in(thing=post, by=office.bruno, at=office.later())
    let_outsiders_in(thing=post, by=office.ada, at=office.later())
    said = say(office, post, "It froze at mine.", None, "Zoé")
    for person in (None, office.bruno):
        assert seen_by(office, post, person) == [], "nobody but who looks after the page reads it"
    for person in (office.ada, office.chioma):
        assert seen_by(office, post, person) == ["It froze at mine."]
    with pytest.raises(Refused):
        admit(comment=said, by=office.bruno, at=office.later())
    admit(comment=said, by=office.ada, at=office.later())
    assert seen_by(office, post, None) == ["It froze at mine."]
    keep_outsiders_out(thing=post, by=office.chioma, at=office.later())
    with pytest.raises(Refused):
        say(office, post, "Again", None, "Zoé")
    assert seen_by(office, post, None) == ["It froze at mine."], "what was let in stays"


def test_a_refusal_can_be_thought_over(office: Office, post: Thing) -> None:
    let_outsiders_in(thing=post, by=office.ada, at=office.later())
    said = say(office, post, "It froze at mine.", None, "Zoé")
    refuse(comment=said, by=office.ada, at=office.later())
    assert seen_by(office, post, office.ada) == []
    reconsider(comment=said, by=office.ada, at=office.later())
    assert seen_by(office, post, office.ada) == ["It froze at mine."]
    assert seen_by(office, post, None) == []


def test_an_outsider_with_an_account_waits_and_waits_again_after_an_edit(office: Office, post: Thing) -> None:
    dana = hire("Dana Roy", "dana@client.example")
    dana.memberships.all().delete()
    let_outsiders_in(thing=post, by=office.ada, at=office.later())
    said = say(office, post, "We would like one.", dana)
    assert seen_by(office, post, dana) == ["We would like one."], "her own she sees"
    admit(comment=said, by=office.ada, at=office.later())
    assert seen_by(office, post, None) == ["We would like one."]
    edit(comment=said, text="Buy my cream.", by=dana, at=office.later())
    assert seen_by(office, post, None) == [], "what was let in is not what it says now"


def test_a_flood_is_refused(office: Office, post: Thing) -> None:
    let_outsiders_in(thing=post, by=office.ada, at=office.later())
    for number in range(MOST_WAITING):
        say(office, post, f"Cream {number}", None, "Zoé")
    with pytest.raises(Refused):
        say(office, post, "One more", None, "Zoé")
    assert Hold.objects.count() == MOST_WAITING


@pytest.mark.parametrize("text", ["", " \n\t ", "x" * 10_001])
def test_nothing_and_too_much_are_refused(office: Office, post: Thing, text: str) -> None:
    with pytest.raises(Refused):
        say(office, post, text, office.bruno)


def test_a_quarrel_does_not_dig_for_ever(office: Office, post: Thing) -> None:
    last = post
    for number in range(DEEPEST + 4):
        last = say(office, last, f"No {number}", office.bruno)
    deep, told = 0, seen_by(office, post, office.ada)
    while told and isinstance(told[-1], list):
        deep, told = deep + 1, told[-1]
    assert deep + 1 == DEEPEST


def test_whoever_is_erased_leaves_no_words(office: Office, post: Thing) -> None:
    said = say(office, post, "And at −40?", office.bruno)
    take_away(comment=said, by=office.bruno, at=office.later())
    erase(person=office.bruno, by=None, at=office.later())
    assert not Version.objects.filter(thing=said).exclude(text="").exists()
    with pytest.raises(Refused):
        bring_back(comment=said, by=office.chioma, at=office.later())


def test_a_long_thread_has_pages_and_leads_to_the_right_one(office: Office, post: Thing) -> None:
    for number in range(A_PAGE + 1):
        say(office, post, f"Comment {number}", office.bruno)
    ada = signed_in(office.ada)
    answer = ada.post(reverse("comment", args=[post.pk]), {"text": "The last word"})
    said = Thing.objects.get(versions__text="The last word")
    assert answer["Location"] == f"{page_of(post)}?comments=2#comment-{said.pk}"
    assert "The last word" in body(ada, page_of(post), comments="2")
    assert "The last word" not in body(ada, page_of(post))


def test_a_page_holds_so_many_answers_and_says_that_there_are_more(office: Office, post: Thing) -> None:
    first = say(office, post, "Well?", office.ada)
    for number in range(MOST):
        say(office, first, f"Well {number}", office.bruno)
    assert "Much was said here" in body(signed_in(office.ada), page_of(post))
    say(office, first, "The very last", office.bruno)
    assert "The very last" not in str(seen_by(office, post, office.ada))


# --- on the pages ---


def test_on_the_page_one_says_it_edits_it_and_takes_it_back(office: Office, post: Thing) -> None:
    bruno = signed_in(office.bruno)
    bruno.post(reverse("comment", args=[post.pk]), {"text": "And at **−40**?"})
    said = Thing.objects.get(kind="comment")
    assert "<strong>−40</strong>" in body(bruno, page_of(post))
    here = reverse("comment-itself", args=[said.pk])
    assert "And at **−40**?" in body(bruno, here)
    bruno.post(here, {"do": "edit", "text": "At <script>−40</script>?"})
    assert "<script>" not in body(bruno, page_of(post))
    page = bruno.post(here, {"do": "withdraw"}, follow=True).content.decode()
    assert 'name="do" value="put-back"' in page, "the way back is offered"
    assert "−40" not in page
    bruno.post(here, {"do": "put-back"})
    assert "−40" in body(bruno, page_of(post))


def test_what_was_typed_is_kept_when_it_is_refused(office: Office, post: Thing) -> None:
    page = signed_in(office.bruno).post(reverse("comment", args=[post.pk]), {"text": "word " * 2_500}).content.decode()
    assert "word word word" in page
    assert "at most 10000 characters" in page.replace(",", "").replace("\xa0", "")


def test_what_was_begun_is_there_again_until_it_is_said(office: Office, post: Thing) -> None:
    bruno = signed_in(office.bruno)
    keep(person=office.bruno, where=f"comment:{post.pk}", title="", text="Half a th", base=0, at=office.later())
    assert "Half a th" in body(bruno, page_of(post))
    bruno.post(reverse("comment", args=[post.pk]), {"text": "Half a thought, whole."})
    assert "Half a th</textarea>" not in body(bruno, page_of(post))


def test_a_session_that_ended_takes_no_words_with_it(office: Office, post: Thing) -> None:
    client, address = Client(), reverse("comment", args=[post.pk])
    answer = client.post(address, {"text": "Two hours of thought"})
    assert answer["Location"].startswith(reverse("sign-in"))
    client.force_login(office.bruno.account)
    assert "Two hours of thought" in body(client, address)
    assert not Thing.objects.filter(kind="comment").exists()


def test_the_stranger_leaves_a_word_and_reads_that_it_waits(office: Office, post: Thing) -> None:
    stranger, address = Client(), reverse("comment", args=[post.pk])
    assert stranger.get(address).status_code == 404
    assert "Your comment" not in body(stranger, page_of(post))
    signed_in(office.ada).post(reverse("comment-outsiders", args=[post.pk]), {"do": "let-in"})
    assert address in body(stranger, page_of(post))
    page = stranger.post(address, {"text": "It froze.", "name": ""}).content.decode()
    assert "Say who you are" in page
    assert "It froze." in page
    page = stranger.post(address, {"text": "It froze.", "name": "Zoé"}, follow=True).content.decode()
    assert "shown once somebody here has read it" in page
    assert "It froze." not in page
    waiting = body(signed_in(office.ada), reverse("comments-waiting"))
    assert re.search(r"Zoé.*It froze\.", waiting, re.S)
    assert "It froze." not in body(signed_in(office.bruno), reverse("comments-waiting"))
    said = Thing.objects.get(kind="comment")
    signed_in(office.ada).post(reverse("comment-itself", args=[said.pk]), {"do": "admit"})
    page = body(stranger, page_of(post))
    assert "It froze." in page
    assert "nobody has checked the name" in page


def test_a_visitor_who_hammers_is_asked_to_wait(office: Office, post: Thing) -> None:
    let_outsiders_in(thing=post, by=office.ada, at=office.later())
    answers = [Client().post(reverse("comment", args=[post.pk]), {"text": f"Cream {n}", "name": "Z"}) for n in range(8)]
    assert [one.status_code for one in answers] == [302] * 6 + [429] * 2


@pytest.mark.parametrize("deed", ["edit", "withdraw", "put-back", "admit", "refuse", "reconsider", "dance"])
def test_strangers_and_bystanders_do_nothing_to_a_comment(office: Office, post: Thing, deed: str) -> None:
    said = say(office, post, "And at −40?", office.ada)
    here = reverse("comment-itself", args=[said.pk])
    assert Client().post(here, {"do": deed, "text": "x"}).status_code == 302, "to the sign-in page"
    assert signed_in(office.bruno).post(here, {"do": deed, "text": "x"}).status_code == 404
    assert (
        signed_in(office.bruno).post(reverse("comment-outsiders", args=[post.pk]), {"do": "let-in"}).status_code == 404
    )
    assert seen_by(office, post, None) == ["And at −40?"]


def test_a_form_never_leads_off_the_site(office: Office, post: Thing) -> None:
    answer = signed_in(office.ada).post(
        reverse("comment", args=[post.pk]), {"text": "Hello", "next": "https://elsewhere.example/"}
    )
    assert answer["Location"].startswith(page_of(post))


def test_a_picture_in_a_comment_is_seen_by_whoever_sees_the_comment(office: Office) -> None:
    note = office.write("Flows", by=office.ada)
    file = bring(content=b"12 L/s", name="flows.txt", alt="", by=office.bruno, at=office.later())
    comment(on=note, text=f"[Mine](/files/{file.pk}/)", by=office.bruno, at=office.later())
    assert list(files_visible_to(office.reader(office.ada))) == [file]
    assert not files_visible_to(STRANGER).exists()
