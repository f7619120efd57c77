"""Looking after the site: likely duplicates, merges, imports with their rejects, rules; each with a way back."""

import json
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from sociable.carriers.models import Source
from sociable.people.duplicates import suggest
from sociable.people.identities import know, mail
from sociable.people.models import Merge, Person, Stance
from sociable.publics.models import ORGANISATION, Policy, Public
from sociable.publics.verbs import join, set_policy
from sociable.rooms.questions.gaps import miss
from sociable.rooms.questions.models import Gap
from sociable.things.verbs import Draft, move, revise
from tests.conftest import Office
from tests.surfaces.test_web import body, page_of, signed_in

pytestmark = pytest.mark.django_db
DOORS = ("administration", "duplicates", "merges", "imports", "policy", "gaps")


@pytest.fixture
def chioma(office: Office) -> Client:
    return signed_in(office.chioma)


@pytest.fixture
def twin(office: Office) -> Person:
    """Bruno, as an old history knows him."""
    one = mail("bcote@old.example", "Cote Bruno")
    return Person.objects.get(pk=know([one])[one.key])


def press_undo(client: Client, page: str) -> str:
    """Presses the button that takes back what was just done."""
    form = re.search(r'<form method="post" action="([^"]+)">(?:(?!</form>).)*?>\s*Undo\s*</button>', page, re.S)
    assert form, "no way back is offered"
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    return client.post(form[1], fields, follow=True).content.decode()


def test_only_administrators_find_the_doors(office: Office, chioma: Client) -> None:
    for name in DOORS:
        assert chioma.get(reverse(name)).status_code == 200
        for client in (Client(), signed_in(office.ada)):
            assert client.get(reverse(name)).status_code == 404
    assert reverse("administration") in body(chioma, "/")
    assert reverse("administration") not in body(signed_in(office.ada), "/")


def test_duplicates_are_compared_then_merged_and_the_merge_undone(office: Office, chioma: Client, twin: Person) -> None:
    pair = {"person": str(twin.pk), "into": str(office.bruno.pk)}
    assert "bcote@old.example" in body(chioma, reverse("duplicates"))
    preview = body(chioma, reverse("merge"), **pair)
    assert "bruno@office.example" in preview
    assert "under the name <strong><bdi>Bruno Côté</bdi></strong>" in preview
    assert not Merge.objects.exists(), "looking merges nobody"
    done = chioma.post(reverse("merge"), {**pair, "do": "merge"}, follow=True).content.decode()
    assert "are one now" in done
    assert Person.objects.get(pk=twin.pk).same_as == office.bruno
    assert "said by Chioma Adeyemi" in body(chioma, reverse("merges"))
    assert "stands alone again" in press_undo(chioma, done)
    assert Person.objects.get(pk=twin.pk).same_as is None


def test_two_people_who_look_like_one_are_kept_apart_until_that_is_taken_back(
    office: Office, chioma: Client, twin: Person
) -> None:
    pair = {"person": str(twin.pk), "into": str(office.bruno.pk)}
    done = chioma.post(reverse("merge"), {**pair, "do": "apart"}, follow=True).content.decode()
    assert "that is not suggested again" in done
    assert suggest() == []
    press_undo(chioma, done)
    assert [one.person for one in suggest()] == [twin]


def test_nobody_else_merges(office: Office, twin: Person) -> None:
    pair = {"person": str(twin.pk), "into": str(office.bruno.pk), "do": "merge"}
    for client in (Client(), signed_in(office.ada)):
        assert client.post(reverse("merge"), pair).status_code == 404
    assert not Merge.objects.exists()
    assert signed_in(office.chioma).get(reverse("merge"), {"person": "1e9", "into": "x"}).status_code == 404


def test_imports_show_what_could_not_be_read(office: Office, chioma: Client) -> None:
    source = Source.objects.create(connector="git", name="teapot", location="/srv/teapot", public_id=ORGANISATION)
    assert "teapot" in body(chioma, reverse("imports"))
    address = reverse("rejects", args=[source.pk])
    assert "Everything was read" in body(chioma, address)
    settings.REJECTS_FOLDER.mkdir(parents=True)
    file = settings.REJECTS_FOLDER / f"git-{source.pk}-20260302T090000.jsonl"
    bad = {"reason": "the date is in the year 2186", "where": "commit 1f2e", "record": {"subject": "<b>late</b>"}}
    file.write_text(json.dumps(bad) + "\nnot JSON\n")
    assert address in body(chioma, reverse("imports"))
    page = body(chioma, address)
    assert "the date is in the year 2186" in page
    assert "&lt;b&gt;late" in page
    assert "not one of a reject file" in page
    assert chioma.get(address, {"file": "../../secret-key"}).status_code == 404
    assert signed_in(office.ada).get(address).status_code == 404


def test_rules_are_put_in_force_and_taken_back(office: Office, chioma: Client) -> None:
    set_policy(by=None, at=office.later(), languages=["fr", "en"], functions=["it", "finance"])
    page = chioma.post(reverse("policy"), {"place": "Lagos", "available": "1"}, follow=True).content.decode()
    assert "These rules hold from now on" in page
    assert "Set by Chioma Adeyemi" in page
    now = Policy.objects.get()
    assert (now.place, now.available, now.languages) == ("Lagos", True, "")
    press_undo(chioma, page)
    now = Policy.objects.get()
    assert (now.place, now.available, now.languages, now.functions) == ("", False, "fr en", "it finance")
    refused = chioma.post(reverse("policy"), {"language": "zzz"}, follow=True).content.decode()
    assert "is not a language" in refused


def test_a_gap_taken_off_the_list_comes_back_as_it_was(office: Office, chioma: Client) -> None:
    for _time in range(3):
        gap = miss(question="Who knows volcanoes?", topic="volcano", at=office.later())
    page = chioma.post(reverse("gaps"), {"gap": gap.pk}, follow=True).content.decode()
    assert not Gap.objects.exists()
    assert "asked 3 times" in press_undo(chioma, page)
    assert Gap.objects.get().first_at == gap.first_at
    forged = chioma.post(reverse("gaps"), {"was": "forged"}, follow=True).content.decode()
    assert "too long ago" in forged


def test_my_own_say_is_undone_by_a_button_and_tells_what_it_changed(office: Office) -> None:
    for number in range(3):
        office.write(f"Kubernetes clusters, part {number}", "How we run them.", by=office.bruno)
    office.settle()
    bruno, mine = signed_in(office.bruno), reverse("my-topics")
    said = bruno.post(mine, {"say": "hide", "topic": "kubernetes"}, follow=True).content.decode()
    assert "were shown you; now they are not" in said
    assert "are shown you now" in press_undo(bruno, said)
    said = bruno.post(mine, {"say": "confirm", "topic": "kubernetes"}, follow=True).content.decode()
    said = bruno.post(mine, {"say": "correct", "topic": "kubernetes", "into": "clusters"}, follow=True).content.decode()
    press_undo(bruno, said)
    standing = Stance.objects.standing().values_list("folded", "kind")
    assert list(standing) == [("kubernetes", "confirmed")], "as it stood before the correction"
    declined = bruno.post(mine, {"say": "decline"}, follow=True).content.decode()
    assert "may be named in answers again" in press_undo(bruno, declined)


def test_everybody_is_found_by_name_letter_and_function(office: Office, twin: Person) -> None:
    join(person=office.chioma, public=Public.objects.get(slug="finance"), by=None, at=office.later())
    Person.objects.filter(pk=office.bruno.pk).update(name="Élie Côté")
    ada, people = signed_in(office.ada), reverse("people")
    page = body(ada, people)
    assert page.index("Ada Lovelace") < page.index("Chioma Adeyemi") < page.index("Élie Côté")
    assert page_of(twin) not in page, "known by their work alone"
    assert page_of(twin) in body(ada, people, all="1")
    Person.objects.filter(pk=office.chioma.pk).update(name="Fatima Adeyemi")
    sorted_ = body(ada, people)
    assert sorted_.index("Élie Côté") < sorted_.index("Fatima Adeyemi"), "É is no letter after Z"
    assert page_of(office.bruno) in body(ada, people, letter="e")
    assert page_of(office.chioma) not in body(ada, people, letter="e")
    found = body(ada, people, function="finance").split("<main")[1]
    assert page_of(office.chioma) in found
    assert page_of(office.ada) not in found
    assert "Nobody fits" in body(ada, people, name="zebra")
    assert "Nobody here is shown to visitors" in body(Client(), people)


def test_earlier_versions_are_shown_but_not_those_meant_for_others(office: Office) -> None:
    thing = office.write("The plan", "We sell.", by=office.bruno)
    draft = Draft(kind="note", public=ORGANISATION, title="The plan", text="We stay.", at=office.later())
    revise({thing.pk: draft}, by=office.bruno.pk)
    ada = signed_in(office.ada)
    assert "We stay." in body(ada, page_of(thing))
    assert "We sell." in body(ada, page_of(thing), version="1")
    assert ada.get(page_of(thing), {"version": "7"}).status_code == 404
    thing.refresh_from_db()
    move(thing=thing, to=3, by=office.bruno, at=office.later())
    assert ada.get(page_of(thing), {"version": "1"}).status_code == 404, "that was for the organisation alone"


def test_a_person_is_shown_among_those_they_work_with(office: Office) -> None:
    question = office.write("Teapots?", by=office.ada, role="asker", kind="question")
    answer = office.write("", "Boil.", by=office.bruno, kind="answer", reply_to=question.pk)
    circle = Public.objects.create(kind="circle", slug="few", name="The few", owner=office.bruno)
    office.write("", "Secret.", by=office.chioma, public=circle.pk, reply_to=answer.pk)
    page = body(signed_in(office.ada), page_of(office.bruno))
    picture = page[page.index("<svg") : page.index("</table>")]
    assert picture.count(f'href="{page_of(office.ada)}"') == 2, "in the picture, and in the table behind it"
    assert "Chioma" not in picture, "what they did together is not for Ada"
    assert "<svg" not in body(signed_in(office.ada), page_of(office.chioma)), "nobody to draw"


def test_what_is_new_comes_from_colleagues_and_not_from_myself(office: Office) -> None:
    question = office.write("Teapots?", by=office.ada, role="asker", kind="question")
    office.write("", "Boil.", by=office.bruno, kind="answer", reply_to=question.pk)
    office.write("How Bruno descales", by=office.bruno)
    office.write("Budget of March", by=office.chioma)
    page = body(signed_in(office.ada), "/").split("<main")[1]
    near, around = page.split('id="in-publics"')
    assert "How Bruno descales" in near
    assert "Budget of March" in around
    assert page_of(question) not in page
