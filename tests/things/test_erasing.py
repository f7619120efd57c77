"""Whoever is erased leaves none of their words in the rooms where people write: the whole database is searched."""

import pytest
from django.apps import apps
from django.db.models import CharField, JSONField, Model, TextField
from django.db.models.functions import Cast

from sociable.people.models import Person
from sociable.publics.models import EVERYONE, Public
from sociable.responses.comments.verbs import comment
from sociable.rooms.blogs import drafting, publishing
from sociable.rooms.blogs.drafting import Words
from sociable.rooms.blogs.models import Post
from sociable.rooms.blogs.verbs import Masthead, authorise, open_blog
from sociable.rooms.wiki.verbs import found_space, save, write
from sociable.things.drafts import keep
from sociable.things.models import Tag
from sociable.things.verbs import erase
from tests.conftest import Office

pytestmark = pytest.mark.django_db(transaction=True)

WORD = "zanzibar"


def all_that_says(word: str) -> list[str]:
    """Where a word stands in the database, in any column of text; but for the list of all tags, which is nobody's."""
    texts = [
        (model, field.attname)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField | JSONField) and model is not Tag
    ]
    return [f"{model.__name__}.{name}" for model, name in texts if says(model, name, word)]


def says(model: type[Model], name: str, word: str) -> bool:
    rows = model._default_manager.alias(as_text=Cast(name, TextField()))
    return rows.filter(as_text__icontains=word).exists()


def test_nothing_that_she_wrote_stays_anywhere(office: Office) -> None:
    everyone, later = Public.objects.get(pk=EVERYONE), office.later
    words = Words("Zanzibar at last", "To Zanzibar.", "en", tags="zanzibar", summary="Zanzibar!")
    blog = open_blog(masthead=Masthead(name="Air", languages="en"), public=everyone, by=office.bruno, at=later())
    authorise(blog=blog, person=office.ada, by=office.bruno, at=later())
    drafting.begin(blog=blog, words=words, by=office.ada, at=later())
    out = publishing.publish(
        post=drafting.begin(blog=blog, words=words, by=office.ada, at=later()), by=office.ada, at=later()
    )
    drafting.begin(blog=blog, words=Words("Kept", "His own.", "en"), by=office.bruno, at=later())
    back = publishing.publish(
        post=drafting.begin(blog=blog, words=words, by=office.ada, at=later()), by=office.ada, at=later()
    )
    publishing.withdraw(post=back, reason="Zanzibar was wrong.", by=office.ada, at=later())
    space = found_space(name="Ways", public=everyone, by=office.bruno, at=later())
    page = write(space=space, title="Zanzibar", text="By sea. See [[Zanzibar town]].", by=office.ada, at=later())
    rename = save(page=page, title="Zanzibar by sea", text="By sea.", base=1, by=office.ada, at=later())
    assert rename.page
    comment(on=out.copies.get().thing, text="I mean Zanzibar.", by=office.ada, at=later())
    keep(person=office.ada, where="wiki:new", title="Zanzibar", text="More of it", base=0, at=later())
    assert len(all_that_says(WORD)) > 8

    erase(person=Person.objects.get(pk=office.ada.pk), by=office.chioma, at=later())

    assert all_that_says(WORD) == []
    assert Post.objects.get(title="Kept").text == "His own."
