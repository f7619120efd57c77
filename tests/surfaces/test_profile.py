"""`/me/`: Ada says who she is, that she is away, and whom she is shown to; how the site speaks and looks to her."""

from datetime import timedelta

import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client
from django.urls import reverse

from sociable.kit.clock import now
from sociable.ledger.acts import latest
from sociable.people.models import Absence, Person
from sociable.people.verbs import merge
from sociable.publics.models import EVERYONE, Public, Shown
from sociable.publics.verbs import join
from tests.conftest import Office

pytestmark = pytest.mark.django_db

ABOUT = {"say": "introduce", "name": "Ada Lovelace", "languages": "", "headline": "", "place": "", "time_zone": ""}


def signed_in(person: Person, **more: str) -> Client:
    client = Client(headers=more)
    client.force_login(person.account)
    return client


def say(client: Client, **form: str) -> str:
    response = client.post("/me/", form, follow=True)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_the_stranger_is_sent_to_the_door() -> None:
    assert Client().get("/me/").headers["Location"] == "/sign-in/?next=/me/"


def test_who_i_am_is_mine_to_say(office: Office) -> None:
    client = signed_in(office.ada)
    said = say(client, **ABOUT | {"headline": "Counts", "languages": "French, anglais et de", "place": "Québec"})
    assert "Kept." in said
    ada = fresh(office.ada)
    assert (ada.headline, ada.languages, ada.place) == ("Counts", "fr en de", "Québec")
    assert 'value="French, English, German"' in said
    assert "French, English" in client.get(reverse("person", args=[ada.pk])).content.decode()
    _id, act = latest(1)[0]
    assert (act.verb, act.actor) == ("sociable:Introduce", ada.pk)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("languages", "Klingonese", "is no language known here"),
        ("name", " ", "This field is required"),
        ("time_zone", "Mars/Olympus", "Select a valid choice"),
        ("headline", "x" * 201, "at most 200 characters"),
        ("place", "a\0b", "Null characters"),
        ("languages", ",".join(["aa ab ae af ak am an ar as av"] * 9).replace(" ", ","), "at most"),
    ],
)
def test_what_cannot_be_kept_is_said_and_not_lost(office: Office, field: str, value: str, words: str) -> None:
    said = say(signed_in(office.ada), **ABOUT | {"headline": "Counts"} | {field: value})
    assert words in said
    assert fresh(office.ada).headline == ""
    if field not in ("headline",):
        assert 'value="Counts"' in said


def test_a_person_merged_into_another_speaks_for_the_one_they_are(office: Office) -> None:
    merge(person=office.ada, into=office.bruno, by=None, at=office.later())
    say(signed_in(office.ada), **ABOUT | {"name": "Bruno Côté", "headline": "Both of us"})
    assert fresh(office.bruno).headline == "Both of us"


def test_away_with_a_stand_in_and_back(office: Office) -> None:
    client = signed_in(office.ada)
    back = (now() + timedelta(days=9)).date().isoformat()
    assert "Noted." in say(client, say="go-away", begins="", ends=back, stand_in="bruno côté")
    absence = Absence.objects.get()
    assert (absence.person, absence.stand_in) == (office.ada, office.bruno)
    hers = client.get(reverse("person", args=[office.ada.pk])).content.decode()
    assert "Away until" in hers
    assert "Bruno Côté" in hers
    assert "already that you are away" in say(client, say="go-away", begins="", ends=back, stand_in="")
    assert "Welcome back" in say(client, say="come-back")
    assert fresh(office.ada).absence(now()) is None
    assert [act.verb for _id, act in latest(2)] == ["sociable:GoAway", "sociable:Return"]


def test_a_planned_absence_begins_where_the_person_is_and_can_be_called_off(office: Office) -> None:
    Person.objects.filter(pk=office.ada.pk).update(time_zone="America/Montreal")
    client = signed_in(office.ada)
    first = (now() + timedelta(days=30)).date()
    said = say(client, say="go-away", begins=first.isoformat(), ends="", stand_in="bruno@office.example")
    assert "You will be away from" in said
    assert Absence.objects.get().begins.hour in (4, 5), "midnight in Montréal"
    say(client, say="come-back")
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"begins": "2026-13-45"}, "That is no day"),
        ({"ends": "2001-01-01"}, "ends after it begins"),
        ({"stand_in": "Nobody At All"}, "Nobody here is known as"),
        ({"stand_in": "Ada Lovelace"}, "stands in for themselves"),
        ({"stand_in": "Twin"}, "Several people"),
    ],
)
def test_an_absence_that_cannot_be_is_refused_in_words(office: Office, form: dict[str, str], words: str) -> None:
    for _twin in range(2):
        Person.objects.create(name="Twin", known_since=now())
    assert words in say(signed_in(office.ada), say="go-away", **form)
    assert not Absence.objects.exists()


def test_whom_i_am_shown_to_is_mine_to_say(office: Office) -> None:
    client, page = signed_in(office.ada), reverse("person", args=[office.ada.pk])
    assert Client().get(page).status_code == 404
    assert "You are shown to: Everyone" in say(client, say="show", public="everyone")
    assert Client().get(page).status_code == 200
    assert "no longer shown to: Everyone" in say(client, say="conceal", public="everyone")
    assert Client().get(page).status_code == 404
    verbs = [(act.verb, act.public) for _id, act in latest(2)]
    assert verbs == [("sociable:Show", EVERYONE), ("sociable:Conceal", EVERYONE)]


def test_nobody_is_shown_to_a_circle_they_do_not_know(office: Office) -> None:
    circle = Public.objects.create(kind="circle", slug="few", name="The few", owner=office.bruno)
    join(person=office.bruno, public=circle, by=office.bruno, at=office.later())
    client = signed_in(office.ada)
    assert "The few" not in client.get("/me/").content.decode()
    for wrong in ("few", "organisation", "nonsense", ""):
        assert "no such public" in say(client, say="show", public=wrong)
    assert not Shown.objects.exists()
    assert "The few" in signed_in(office.bruno).get("/me/").content.decode()


def test_a_button_that_is_not_known_changes_nothing(office: Office) -> None:
    before = latest(1)
    assert "button is not known" in say(signed_in(office.ada), say="drop everything")
    assert latest(1) == before


def test_light_or_dark_is_kept_in_the_browser(office: Office) -> None:
    client = Client()
    client.post("/theme/", {"theme": "dark", "next": "/sign-in/"})
    assert 'data-theme="dark"' in client.get("/").content.decode()
    kept = client.cookies["theme"]
    assert kept["httponly"]
    assert kept["samesite"] == "Lax"
    client.post("/theme/", {"theme": "system"})
    assert "data-theme" not in client.get("/").content.decode()
    assert client.post("/theme/", {"theme": "dark", "next": "https://evil.example/"}).headers["Location"] == "/"
    client.cookies["theme"] = 'x"><script>'
    assert "data-theme" not in client.get("/").content.decode()
    with open(str(find("web/ground.css"))) as sheet:
        assert '[data-theme="dark"]' in sheet.read()


def test_the_settings_lead_to_each_other(office: Office) -> None:
    client = signed_in(office.ada)
    pages = ["/me/", "/me/topics/", "/me/sign-in/", "/me/sessions/", "/me/tokens/"]
    for page in pages:
        told = client.get(page).content.decode()
        assert [one for one in pages if f'href="{one}"' not in told] == [], page
        assert 'aria-current="page"' in told


def test_the_profile_speaks_french(office: Office) -> None:
    Person.objects.filter(pk=office.ada.pk).update(languages="fr en")
    told = signed_in(office.ada, **{"accept-language": "fr"}).get("/me/").content.decode()
    assert 'value="Français, Anglais"' in told
    assert "Votre profil" in told
