"""French and English are part of "done": nothing shown is untranslated, and nothing is lost in translation."""

import html
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from django.template import Context, Template
from django.utils import translation

from sociable.people.models import Person
from tests.house.messages import SOURCE, catalogues, read, strings

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}|</?\w+")
LITERAL = frozenset({"Sociable", "sociable import git …"})
"""Words of the templates that are the same in every language."""
ATTRIBUTE = re.compile(r"\b(?:alt|title|placeholder|aria-label)=(?:\"([^\"]*)\"|'([^']*)')")


@pytest.fixture(params=catalogues(), ids=lambda file: file.parts[-3])
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return read(request.param)


def translated(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def forms(words: object) -> tuple[str, ...]:
    return tuple(words) if isinstance(words, tuple | list) else (str(words),)


def test_french_is_there() -> None:
    assert [file.parts[-3] for file in catalogues()] == ["fr"]


def test_every_string_of_the_source_has_its_translation(catalogue: Catalog) -> None:
    wanted = {(forms(message.id), message.context) for message in strings() if message.id}
    known = {(forms(message.id), message.context) for message in translated(catalogue) if all(forms(message.string))}
    assert sorted(wanted - known, key=str) == [], "run bin/messages, and translate"
    assert sorted(known - wanted, key=str) == [], "no longer in the source: run bin/messages"


def test_no_translation_is_a_guess(catalogue: Catalog) -> None:
    assert [message.id for message in translated(catalogue) if message.fuzzy] == []


def test_placeholders_and_tags_survive_translation(catalogue: Catalog) -> None:
    for message in translated(catalogue):
        wanted = sorted(PLACEHOLDER.findall(forms(message.id)[-1]))
        for form in forms(message.string):
            assert sorted(PLACEHOLDER.findall(form)) == wanted, form


def test_the_catalogue_says_neither_where_nor_when(catalogue: Catalog) -> None:
    for file in catalogues():
        text = file.read_text()
        assert "Date" not in text.split("\n\n")[0]
        assert "\n#: " not in text


def test_french_is_set_as_the_french_set_it() -> None:
    """Curly apostrophes, guillemets, and no space at which a line could break before a mark."""
    for message in translated(read(next(file for file in catalogues() if "fr" in file.parts))):
        for form in forms(message.string):
            words = re.sub(r"<[^>]*>", "", form)
            assert "'" not in words, form
            assert '"' not in words, form
            assert "..." not in words, form
            assert not re.search(r"[\x00-\x09\x0b-\x1f]", words), f"a letter that nobody can read: {form!r}"
            assert not re.search(r"\w[:;!?»]| [:;!?»]|« |«\w", words), form


@pytest.mark.parametrize("template", sorted(SOURCE.rglob("*.html")), ids=lambda file: file.name)
def test_no_template_speaks_without_being_translated(template: Path) -> None:
    text = template.read_text()
    text = re.sub(r"\{% blocktranslate.*?endblocktranslate %\}|\{% comment.*?endcomment %\}", "", text, flags=re.S)
    text = html.unescape(text)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", text, flags=re.S)
    spoken = [first or second for first, second in ATTRIBUTE.findall(text)]
    spoken += [line.strip(" ·\t") for line in re.sub(r"<[^>]*>", "\n", text).splitlines()]
    assert [words for words in spoken if re.search(r"[^\W\d_]{2}", words) and words not in LITERAL] == []


def test_dates_and_numbers_are_in_the_readers_language() -> None:
    page = Template("{% load words %}{% day at %}, {{ number }}")
    context = Context({"at": datetime(2026, 3, 2, tzinfo=UTC), "number": 1.5})
    with translation.override("fr"):
        assert "1er avril 2026" in page.render(Context({"at": datetime(2026, 4, 1, tzinfo=UTC)}))
        assert page.render(context) == '<time datetime="2026-03-02">2 mars 2026</time>, 1,5'
    with translation.override("en"):
        assert page.render(context) == '<time datetime="2026-03-02">March 2, 2026</time>, 1.5'


def test_a_person_is_named_in_the_readers_language() -> None:
    with translation.override("fr"):
        assert str(Person()) == "quelqu’un"
