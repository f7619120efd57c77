"""The documentation's examples are true: each is run as it stands, and no call is without one."""

import re
import shlex
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from sociable.carriers.models import Schedule, Source
from sociable.people.identities import know, mail
from sociable.people.models import Person
from sociable.people.verbs import Profile, introduce
from sociable.publics.circles import found_circle, invite
from sociable.publics.models import ORGANISATION, Public
from sociable.responses.comments.verbs import comment
from sociable.rooms.blogs.drafting import Words, begin
from sociable.rooms.blogs.verbs import Masthead, open_blog
from sociable.rooms.microblog.verbs import post
from sociable.rooms.questions.gaps import miss
from sociable.rooms.questions.writing import answer, ask
from sociable.rooms.wiki.verbs import found_space, write
from sociable.surfaces.api.urls import api
from tests.conftest import Office
from tests.surfaces.api.test_tokens import token_of
from tests.surfaces.test_web import signed_in

pytestmark = pytest.mark.django_db
PAGE = Path(settings.CHECKOUT) / "docs" / "api.md"


NAMED = re.compile(r"/(?:\d+|open-air|sea)(?=/|$)")
"""What stands for something in an address: a number, or the name of a blog or of a space."""


def examples() -> list[str]:
    """Every command of the page, in its order."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.S)
    return [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]


def run(command: str, words: dict[str, object]) -> tuple[str, str, int, dict]:  # type: ignore[type-arg]
    """What curl would do: the method, the address, and what came of it."""
    for name, value in words.items():
        command = command.replace(f"${name}", str(value))
    method, address, query, more = "", "", [], {}
    form: dict[str, object] = {}
    parts = iter(shlex.split(command)[1:])
    for part in parts:
        match part:
            case "--get":
                method = "GET"
            case "--request":
                method = next(parts)
            case "--header":
                name, _colon, value = next(parts).partition(": ")
                more["headers"] = {name: value}
            case "--json":
                more |= {"data": next(parts), "content_type": "application/json"}
            case "--form":
                name, _sign, value = next(parts).partition("=")
                form[name] = SimpleUploadedFile(value[1:], b"12 L/s") if value.startswith("@") else value
            case "--data" | "--data-urlencode":
                query.append(tuple(next(parts).split("=", 1)))
            case _:
                address = part.removeprefix("http://testserver")
    method = method or ("POST" if "data" in more else "GET")
    if query:
        more["query_params"] = dict(query)
    if form:
        method, response = "POST", Client().post(address, form, **more)
    else:
        response = Client().generic(method, address, **more)
    return method, address, response.status_code, response.json() if response.content else {}


@pytest.fixture
def words(office: Office) -> dict[str, object]:
    """What the page's names stand for, in an office that has all of it."""
    note = office.write("Certificates", "Renewing one.", by=office.bruno)
    circle = found_circle(name="Kayaks", by=office.chioma, at=office.later())
    party = found_circle(name="Party", by=office.bruno, at=office.later())
    invite(circle=party, person=office.chioma, by=office.bruno, at=office.later())
    everybody = Public.objects.get(pk=ORGANISATION)
    said = post(text="The lift stands still.", public=everybody, by=office.bruno, at=office.later())
    mine = post(text="Too soon.", public=everybody, by=office.chioma, at=office.later())
    asked = ask(
        title="Which key?", text="", public=everybody, by=office.bruno, at=office.later(), invited=[office.chioma]
    )
    my_own = ask(title="Which lock?", text="", public=everybody, by=office.chioma, at=office.later())
    given = answer(question=my_own, text="The blue one.", by=office.bruno, at=office.later())
    gap = miss(question="bees?", topic="bee", at=office.at)
    twin = Person.objects.get(pk=know([mail("b@old.example")])[mail("b@old.example").key])
    introduce(person=twin, profile=Profile(name="Bruno Côté"), by=None, at=office.later())
    source = Source.objects.create(connector="git", name="engine", location="/srv", public_id=ORGANISATION)
    Schedule.objects.create(source=source, minutes=60, at=office.at, next_at=office.at)
    open_air = open_blog(masthead=Masthead("Open air"), public=everybody, by=office.chioma, at=office.later())
    draft = begin(blog=open_air, words=Words("Ducts", "They whistle."), by=office.chioma, at=office.later())
    space = found_space(name="Sea", public=everybody, by=office.chioma, at=office.later())
    page = write(space=space, title="Tides", text="Once a day.", by=office.chioma, at=office.later())
    remark = comment(on=note, text="At −40?", by=office.chioma, at=office.later())
    token_of(office.chioma)
    office.settle()
    account = Person.objects.get(pk=office.chioma.pk).account
    return {
        "SITE": "http://testserver",
        "TOKEN": token_of(office.chioma, "read", "write", "administer"),
        "PERSON": office.bruno.pk,
        "TWIN": twin.pk,
        "THING": note.pk,
        "NOTE": said.pk,
        "MINE": mine.pk,
        "QUESTION": asked.pk,
        "ANSWER": given.pk,
        "COLLEAGUE": office.ada.pk,
        "BLOG": open_air.slug,
        "DRAFT": draft.pk,
        "SPACE": space.slug,
        "PAGE": page.pk,
        "COMMENT": remark.pk,
        "CIRCLE": circle.pk,
        "INVITED": party.pk,
        "SOURCE": source.pk,
        "OTHER": account.tokens.order_by("pk")[0].pk,
        "GAP": gap.pk,
    }


def test_every_call_has_an_example_and_every_example_works(office: Office, words: dict[str, object]) -> None:
    tried = set()
    for command in examples():
        method, address, status, told = run(command, words)
        assert 200 <= status < 300, (command, status, told)
        tried.add((method, re.sub(NAMED, "/{}", address.partition("?")[0])))
        if address.endswith("/requests"):
            words["ASKED"] = told["id"]
    assert tried == {
        (method.upper(), re.sub(r"{\w+}", "{}", path))
        for path, methods in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items()
        for method in methods
    }


def test_the_page_for_people_says_what_the_document_says(office: Office) -> None:
    page = Client().get("/api/").content.decode()
    for path in api.get_openapi_schema(path_prefix="/api/v1/")["paths"]:
        assert f"{path}<" in page
    assert "Who can help with this?" in page
    assert "<script" not in page.partition("<main")[2]
    french = signed_in(office.ada).get("/api/", headers={"Accept-Language": "fr"}).content.decode()
    assert "Qui peut aider avec cela" in french


def test_every_word_of_a_call_is_said_in_french(office: Office) -> None:
    def said(language: str) -> dict[str, str]:
        with translation.override(language):
            paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
        calls = [one for methods in paths.values() for one in methods.values()]
        told = {one["operationId"]: one["summary"] + one.get("description", "") for one in calls}
        return told | {each["name"]: each.get("description", "") for one in calls for each in one["parameters"]}

    english, french = said("en"), said("fr")
    assert [name for name, words in english.items() if words and french[name] == words] == []
    assert said("en") == english
