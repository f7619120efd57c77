"""A passage shows the words that were asked for, in whatever form they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sociable.knowledge.expertise.snippets import LENGTH, snippet

FILLER = "Nothing of this matters to whoever reads it, and there is a great deal of it. " * 10


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The certificates ended on Friday.", "certificate"),
        ("On a renouvelé les employées de l’Échangeur.", "echangeurs"),
        ("They hurried to the coast.", "hurry"),
        ("Call getUserName before.", "user"),
        ("Une bonne œuvre.", "oeuvre"),
        ("Le pourcentage d'efficacité monte.", "efficacité"),
        ("C++ is spoken here.", "C++"),
    ],
)
def test_the_passage_is_found_far_into_a_text(text: str, word: str) -> None:
    assert text in snippet(FILLER + text + " " + FILLER, [word])


def test_it_begins_and_ends_with_dots_where_there_is_more() -> None:
    cut = snippet(FILLER + "A drain that froze. " + FILLER, ["drain"])
    assert (cut[:2], cut[-2:]) == ("… ", " …")
    assert snippet("A drain that froze.", ["drain"]) == "A drain that froze."


def test_without_a_word_it_is_the_beginning() -> None:
    assert snippet("First things first. " + FILLER, ["zebra"]).startswith("First things first.")
    assert snippet("", ["zebra"]) == snippet(" \n ", []) == ""


def test_where_most_words_stand_together_wins() -> None:
    text = "The drain. " + FILLER + "The drain of the garage froze at night. " + FILLER
    assert "garage froze" in snippet(text, ["drain", "garage", "froze"])


@given(some.text(), some.lists(some.text(max_size=8), max_size=3))
def test_any_text_gives_one_line_of_it(text: str, words: list[str]) -> None:
    cut = snippet(text, words)
    assert "\n" not in cut
    inside = cut.removeprefix("… ").removesuffix(" …")
    assert all(piece in text for piece in inside.split(" "))
    assert len(cut) <= LENGTH + 4 or " " not in inside
