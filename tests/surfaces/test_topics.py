"""My own say, on every surface: what I hide is gone at the next question, and nobody but me can say it."""

import json
import re

import pytest
from click.testing import CliRunner
from django.test import Client

from sociable.people.models import Stance, Withheld
from sociable.people.stances import declare, hide
from sociable.publics.models import EVERYONE
from sociable.surfaces.cli.main import sociable
from tests.conftest import Office
from tests.surfaces.test_web import body, page_of, show_to_everyone, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
MINE, API, WHO = "/me/topics/", "/api/v1/me/topics", "/api/v1/who"


@pytest.fixture
def known(office: Office) -> Office:
    for number in range(3):
        office.write(f"Kubernetes clusters, part {number}", "How we run them.", by=office.bruno)
    office.settle()
    return office


def say(client: Client, **form: str) -> str:
    response = client.post(MINE, form, follow=True)
    assert response.redirect_chain == [(MINE, 302)]
    return str(response.content.decode())


def run(*words: str) -> str:
    result = CliRunner().invoke(sociable, list(words))
    assert result.exit_code == 0, result.output
    return result.stdout


def found_everywhere(office: Office) -> set[str]:
    """The surfaces that name Bruno for the question."""
    client = signed_in(office.ada)
    answers = {
        "page": "Bruno Côté" in body(client, "/", q="kubernetes"),
        "api": not client.get(WHO, {"q": "kubernetes"}).json()["nobody"],
        "cli": "Bruno Côté" in run("who", "kubernetes", "--as", str(office.ada.pk)),
        "person": "Kubernetes"
        in (re.findall(r'<ul class="tags">.*?</ul>', body(client, page_of(office.bruno)), re.S) or [""])[0],
        "topics": "Kubernetes" in run("people", "topics", str(office.bruno.pk)),
    }
    return {name for name, named in answers.items() if named}


EVERYWHERE = {"page", "api", "cli", "person", "topics"}


def test_hide_is_effective_at_once_on_every_surface_and_so_is_taking_it_back(known: Office) -> None:
    bruno = signed_in(known.bruno)
    assert found_everywhere(known) == EVERYWHERE
    assert "Hidden" in say(bruno, say="hide", topic="Kubernetes clusters")
    say(bruno, say="hide", topic="Kubernetes")
    assert found_everywhere(known) == set()
    for stance in Stance.objects.standing():
        assert "Taken back" in say(bruno, say="retract", stance=str(stance.pk))
    assert found_everywhere(known) == EVERYWHERE


def test_declining_is_effective_at_once_on_every_surface(known: Office) -> None:
    bruno = signed_in(known.bruno)
    assert "not named in any answer" in say(bruno, say="decline")
    assert Withheld.objects.get().by == known.bruno
    assert found_everywhere(known) == set()
    say(bruno, say="yield")
    assert found_everywhere(known) == EVERYWHERE


def test_every_button_of_the_page_does_what_it_says(known: Office) -> None:
    bruno = signed_in(known.bruno)
    page = body(bruno, MINE)
    topic = re.findall(r'name="topic" value="([^"]+)"', page)[0]
    assert "Confirmed" in say(bruno, say="confirm", topic=topic)
    assert "Corrected" in say(bruno, say="correct", topic=topic, into="Nomad")
    page = say(bruno, say="declare", topic="Bee<keeping>")
    assert "Bee&lt;keeping&gt;" in page
    assert "nothing shows it yet" in page
    assert set(Stance.objects.standing().values_list("kind", "topic")) == {
        ("hidden", topic),
        ("declared", "Nomad"),
        ("declared", "Bee<keeping>"),
    }


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"say": "dance"},
        {"say": "declare", "topic": " "},
        {"say": "hide", "topic": "x" * 121},
        {"say": "correct", "topic": "a", "into": "A"},
        {"say": "retract", "stance": "none"},
        {"say": "retract", "stance": "9" * 30},
        {"say": "confirm", "topic": "\0"},
    ],
)
def test_what_is_refused_is_said_and_changes_nothing(known: Office, form: dict[str, str]) -> None:
    assert 'role="alert"' in say(signed_in(known.bruno), **form)
    assert not Stance.objects.exists()


def test_the_stranger_is_shown_to_the_door(known: Office) -> None:
    for response in (Client().get(MINE), Client().post(MINE, {"say": "decline"})):
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/sign-in/")
    for response in (Client().get(API), Client().post(API, {"kind": "decline"}, content_type="application/json")):
        assert response.status_code == 401
        assert response.headers["Content-Type"] == "application/problem+json"
    assert not Withheld.objects.exists()


def test_nobody_takes_back_what_another_said(known: Office) -> None:
    said = hide(person=known.bruno, topic="kubernetes", by=known.bruno, at=known.at)
    assert 'role="alert"' in say(signed_in(known.chioma), say="retract", stance=str(said.pk))
    wrong = signed_in(known.chioma).post(API, {"kind": "retract", "stance": said.pk}, content_type="application/json")
    assert wrong.status_code == 422
    assert Stance.objects.standing().get() == said


def test_a_form_from_elsewhere_is_refused(known: Office) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(known.bruno.account)
    assert client.post(MINE, {"say": "decline"}).status_code == 403
    response = client.post(API, json.dumps({"kind": "decline"}), content_type="application/json")
    assert response.status_code == 403
    assert response.headers["Content-Type"] == "application/problem+json"
    assert not Withheld.objects.exists()


def test_a_script_says_the_same(known: Office) -> None:
    client = signed_in(known.bruno)
    answer = client.get(API).json()
    assert answer["located"] is True
    first = answer["topics"][0]
    assert (first["topic"], first["things"], first["kind"], first["pending"]) == ("Kubernetes clusters", 3, None, False)
    answer = client.post(API, {"kind": "declare", "topic": "Beekeeping"}, content_type="application/json").json()
    assert [one["kind"] for one in answer["topics"] if one["pending"]] == ["declared"]
    answer = client.post(API, {"kind": "decline"}, content_type="application/json").json()
    assert answer["located"] is False
    for wrong in ({"kind": "dance"}, {"kind": "hide", "topic": ""}, {"kind": "retract", "stance": 2**70}, {}):
        response = client.post(API, wrong, content_type="application/json")
        assert (response.status_code, response.headers["Content-Type"]) == (422, "application/problem+json")


def test_a_person_shows_their_topics_to_colleagues_only_and_the_hidden_to_themselves(known: Office) -> None:
    known.write("Kubernetes for everyone", by=known.bruno, public=EVERYONE)
    show_to_everyone(known, known.bruno)
    known.settle()
    declare(person=known.bruno, topic="Beekeeping", by=known.bruno, at=known.at)
    hide(person=known.bruno, topic="Fax machines", by=known.bruno, at=known.at)
    stranger, colleague, own = (
        body(one, page_of(known.bruno)) for one in (Client(), signed_in(known.ada), signed_in(known.bruno))
    )
    assert ["Beekeeping" in page for page in (stranger, colleague, own)] == [False, True, True]
    assert ["Fax machines" in page for page in (stranger, colleague, own)] == [False, False, True]
    assert [MINE in page for page in (stranger, colleague, own)] == [False, False, True]


def test_the_command_line_tells_what_colleagues_may_know(known: Office) -> None:
    hide(person=known.bruno, topic="Fax machines", by=known.bruno, at=known.at)
    told = json.loads(run("people", "topics", "bruno@office.example", "--json"))
    assert told[0] == {"topic": "Kubernetes clusters", "things": 3, "kind": None, "stance": None, "pending": False}
    assert "Fax" not in json.dumps(told)
    assert run("people", "topics", "bruno@office.example", "--limit", "0") == ""
