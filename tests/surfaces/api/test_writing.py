"""Blogs, the wiki, comments and files by script: the same doors as on the pages, and the stranger tries each."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sociable.people.models import Person
from sociable.publics.circles import found_circle
from sociable.publics.models import EVERYONE, ORGANISATION, Public
from sociable.publics.verbs import leave
from sociable.responses.comments.verbs import let_outsiders_in
from sociable.rooms.blogs.drafting import Words
from sociable.rooms.blogs.drafting import begin as begin_post
from sociable.rooms.blogs.verbs import Masthead, authorise, open_blog
from sociable.rooms.wiki.models import Page
from sociable.rooms.wiki.verbs import found_space, write
from tests.conftest import Office, hire
from tests.surfaces.api.test_tokens import script_of

pytestmark = pytest.mark.django_db

JSON = "application/json"
AIR = {"title": "Ducts that whistle", "text": "They are too narrow.", "language": "en", "tags": ["ducts"]}


def scripts(*people: Person) -> list[Client]:
    return [script_of(one, "read", "write") for one in people]


def test_a_post_goes_from_a_draft_to_its_readers_and_back(office: Office) -> None:
    everyone = Public.objects.get(pk=EVERYONE)
    blog = open_blog(masthead=Masthead("Open air"), public=everyone, by=office.ada, at=office.later())
    authorise(blog=blog, person=office.bruno, by=office.ada, at=office.later())
    ada, bruno, chioma = scripts(office.ada, office.bruno, office.chioma)
    made = ada.post("/api/v1/blogs/open-air/posts", AIR, content_type=JSON).json()
    desk = f"/api/v1/desk/{made['id']}"
    assert (made["state"], made["tags"], made["thing"], made["address"]) == ("draft", ["ducts"], None, None)
    assert [one["id"] for one in bruno.get("/api/v1/desk").json()["items"]] == [made["id"]]
    assert bruno.put(desk, {**AIR, "text": "Widen them.", "base": 1}, content_type=JSON).json()["base"] == 2
    late = ada.put(desk, {**AIR, "text": "Too late.", "base": 1}, content_type=JSON)
    assert (late.status_code, late.json()["text"], late.json()["base"]) == (409, "Widen them.", 2)
    done = ada.put(f"{desk}/publication").json()
    assert done["address"].endswith("/blogs/open-air/ducts-that-whistle/")
    listed = Client().get("/api/v1/blogs/open-air/posts").json()["items"]
    assert [(one["id"], one["address"]) for one in listed] == [(done["thing"], done["address"])]
    assert Client().get(f"/api/v1/things/{done['thing']}").json()["text"] == "Widen them."
    again = ada.put(desk, {**AIR, "text": "Or shorten them.", "base": done["base"]}, content_type=JSON).json()
    assert (again["text"], again["state"]) == ("Or shorten them.", "published")
    assert ada.put(f"{desk}/withdrawal", {"reason": " "}, content_type=JSON).status_code == 422
    assert ada.put(f"{desk}/withdrawal", {"reason": "Wrong."}, content_type=JSON).json()["state"] == "withdrawn"
    assert Client().get("/api/v1/blogs/open-air/posts").json()["items"] == []
    assert ada.delete(f"{desk}/withdrawal").json()["state"] == "published"
    assert chioma.get(desk).status_code == 404, "not even an administrator reads what others write"


def test_two_scripts_that_save_a_page_are_joined_or_told(office: Office) -> None:
    ours = Public.objects.get(pk=ORGANISATION)
    found_space(name="Sea", public=ours, by=office.ada, at=office.later())
    ada, bruno = scripts(office.ada, office.bruno)
    text = "Tides come.\n\nThey go.\n\nWinds blow."
    made = ada.post("/api/v1/wiki/sea/pages", {"title": "Tides", "text": text}, content_type=JSON).json()
    page = f"/api/v1/wiki/pages/{made['id']}"
    mine = {"title": "The tides", "text": text.replace("come", "rise"), "base": 1}
    assert ada.put(page, mine, content_type=JSON).json()["joined"] is False
    theirs = {"title": "Tides", "text": text.replace("blow", "turn"), "base": 1}
    saved = bruno.put(page, theirs, content_type=JSON).json()
    assert (saved["joined"], saved["title"]) == (True, "The tides")
    assert saved["text"] == "Tides rise.\n\nThey go.\n\nWinds turn."
    both = bruno.put(page, {**theirs, "text": text.replace("come", "fall")}, content_type=JSON)
    assert both.status_code == 409
    assert "fall" in both.json()["text"]
    assert both.json()["theirs"] == saved["text"]
    assert both.json()["base"] == saved["base"] == 3
    told = bruno.get(f"{page}/versions").json()["items"]
    assert [(one["number"], one["by"]["id"]) for one in told] == [
        (3, office.bruno.pk),
        (2, office.ada.pk),
        (1, office.ada.pk),
    ]
    assert bruno.get(f"{page}/versions/1").json()["text"] == text
    under = {"title": "Neap", "text": "", "under": made["id"]}
    neap = bruno.post("/api/v1/wiki/sea/pages", under, content_type=JSON).json()
    tree = ada.get("/api/v1/wiki/sea/pages?limit=1").json()
    assert [(one["title"], one["under"]) for one in tree["items"]] == [("Neap", made["id"])]
    assert [one["title"] for one in ada.get(tree["next"]).json()["items"]] == ["The tides"]
    place = f"/api/v1/wiki/pages/{neap['id']}/place"
    assert ada.put(place, {"under": None}, content_type=JSON).json()["under"] is None
    assert ada.put(place, {"under": neap["id"]}, content_type=JSON).status_code == 422


def test_a_comment_is_said_mended_and_withdrawn_and_an_outsiders_is_held(office: Office) -> None:
    post = office.write("Heat pumps", "They run.", by=office.ada, public=EVERYONE)
    let_outsiders_in(thing=post, by=office.ada, at=office.later())
    visitor = hire("Zoé", "zoe@elsewhere.example")
    leave(person=visitor, public=Public.objects.get(pk=ORGANISATION), at=office.later())
    bruno, zoe = scripts(office.bruno, visitor)
    where = f"/api/v1/things/{post.pk}/comments"
    said = bruno.post(where, {"text": "At −40?"}, content_type=JSON).json()
    assert said["held"] is False
    waits = zoe.post(where, {"text": "Mine froze."}, content_type=JSON).json()
    assert waits["held"] is True
    one = f"/api/v1/comments/{said['id']}"
    assert bruno.put(one, {"text": "At −40, too?"}, content_type=JSON).json()["text"] == "At −40, too?"
    assert zoe.put(one, {"text": "No."}, content_type=JSON).status_code == 422
    assert [each["text"] for each in Client().get(where).json()["items"]] == ["At −40, too?"]
    assert bruno.delete(f"/api/v1/comments/{waits['id']}").status_code == 404, "it waits, and he does not see it"
    assert zoe.delete(f"/api/v1/comments/{waits['id']}").status_code == 204
    assert bruno.delete(one).status_code == 204
    assert Client().get(where).json()["items"] == []


def test_a_file_comes_with_the_words_that_show_it(office: Office) -> None:
    [ada] = scripts(office.ada)
    file = SimpleUploadedFile("flows.txt", b"12 L/s")
    brought = ada.post("/api/v1/files", {"file": file, "alt": "How much [air]"})
    assert brought.status_code == 201
    assert brought.json()["markdown"] == f"[How much  air ](/files/{brought.json()['id']}/flows.txt)"
    svg = SimpleUploadedFile("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert ada.post("/api/v1/files", {"file": svg}).status_code == 422
    assert ada.post("/api/v1/files", {"alt": "nothing"}).status_code == 422
    assert Client().post("/api/v1/files", {"file": file}).status_code == 401


def test_the_stranger_and_who_is_not_in_it_find_nothing(office: Office) -> None:
    """All that stands in a circle of Ada's: nobody else learns that it is there."""
    circle, at = found_circle(name="Kayaks", by=office.ada, at=office.later()), office.later()
    blog = open_blog(masthead=Masthead("Paddles"), public=circle, by=office.ada, at=at)
    draft = begin_post(blog=blog, words=Words("Wood", "Ash."), by=office.ada, at=at)
    space = found_space(name="Rivers", public=circle, by=office.ada, at=at)
    page: Page = write(space=space, title="The Rouge", text="Cold.", by=office.ada, at=at)
    anybody, bruno = Client(), script_of(office.bruno, "read", "write")
    for reader in (anybody, bruno):
        assert reader.get("/api/v1/blogs").json()["items"] == []
        assert reader.get("/api/v1/wiki").json()["items"] == []
        for path in (
            "blogs/paddles/posts",
            "wiki/rivers/pages",
            f"wiki/pages/{page.pk}",
            f"wiki/pages/{page.pk}/versions",
            f"wiki/pages/{page.pk}/versions/1",
            f"things/{page.pk}/comments",
        ):
            assert reader.get(f"/api/v1/{path}").status_code == 404, path
    assert anybody.get("/api/v1/desk").status_code == 401
    assert bruno.get("/api/v1/desk").json()["items"] == []
    changes = (
        ("post", "blogs/paddles/posts", AIR),
        ("put", f"desk/{draft.pk}", {**AIR, "base": 1}),
        ("put", f"desk/{draft.pk}/publication", {}),
        ("put", f"desk/{draft.pk}/withdrawal", {"reason": "x"}),
        ("delete", f"desk/{draft.pk}/withdrawal", {}),
        ("post", "wiki/rivers/pages", {"title": "The Red", "text": ""}),
        ("put", f"wiki/pages/{page.pk}", {"title": "x", "text": "x", "base": 1}),
        ("put", f"wiki/pages/{page.pk}/place", {"under": None}),
        ("post", f"things/{page.pk}/comments", {"text": "x"}),
        ("put", f"comments/{page.pk}", {"text": "x"}),
        ("delete", f"comments/{page.pk}", {}),
    )
    for method, path, said in changes:
        assert getattr(bruno, method)(f"/api/v1/{path}", said, content_type=JSON).status_code == 404, path
        assert getattr(anybody, method)(f"/api/v1/{path}", said, content_type=JSON).status_code == 401, path
        reads = script_of(office.ada, "read")
        assert getattr(reads, method)(f"/api/v1/{path}", said, content_type=JSON).status_code == 403, path
