"""Words are found as people mean them: whatever their case, accents and endings; names of code whole and by parts."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sociable.knowledge.search.analysis import fold, function_words, pairs, question_pairs, question_words, terms


def question_terms(question: str) -> set[str]:
    return {term for _count, terms in question_words(question).values() for term in terms}


@pytest.mark.parametrize(
    ("name", "whole", "parts"),
    [
        ("C#", "c#", {"c"}),
        ("C++", "c++", {"c"}),
        (".NET", ".net", {"net"}),
        ("node.js", "node.js", {"node", "js"}),
        ("snake_case", "snake_case", {"snake", "case"}),
        ("camelCase", "camelcas", {"camel", "case"}),
        ("HTTPServer", "httpserver", {"http", "server"}),
        ("django.db.models", "django.db.models", {"django", "db", "model"}),
        ("utf8", "utf8", {"utf", "8"}),
        ("__init__", "__init__", {"init"}),
    ],
)
def test_a_name_of_code_is_found_whole_and_by_its_parts(name: str, whole: str, parts: set[str]) -> None:
    assert set(terms(f"we use {name}, mostly", "en")) >= {whole} | parts
    assert question_terms(name) >= {whole} | parts


@pytest.mark.parametrize(
    ("written", "asked", "language"),
    [
        ("Les élèves mangent", "ELEVES", "fr"),
        ("l’équipe de l'été", "equipe", "fr"),
        ("nos employés", "employée", "fr"),
        ("The invoices", "INVOICE", "en"),
        ("naïve café", "naive cafe", "en"),
        ("ﬁle", "file", "en"),
        ("Straße", "STRASSE", "en"),
        ("le nœud", "noeuds", "fr"),
        ("aujourd'hui", "aujourd’hui", "fr"),
    ],
)
def test_case_accents_and_endings_do_not_matter(written: str, asked: str, language: str) -> None:
    assert question_terms(asked) & set(terms(written, language))


def test_function_words_of_the_language_spoken_are_not_asked_for() -> None:
    asked = question_terms("who can tell me about the car")
    assert "car" in asked
    assert not {"who", "can", "me", "about", "the"} & asked
    assert question_terms("qui peut m'aider avec la paie ?") & {"qui", "la", "avec"} == set()
    assert "car" in question_terms("car insurance"), "one word of doubt is not French"


def test_a_word_said_twice_counts_twice() -> None:
    assert question_words("budget, Budget!")["budget"][0] == 2


@given(st.text(max_size=200), st.sampled_from(["en", "fr", "", "de"]))
def test_any_text_has_terms_without_blanks_and_of_bounded_length(text: str, language: str) -> None:
    for term in terms(text, language):
        assert term
        assert not any(letter.isspace() for letter in term)
        assert len(term) <= 80


@given(st.from_regex(r"[a-zA-Z0-9é_.]{1,20}[+#]{0,2}", fullmatch=True), st.sampled_from(["en", "fr"]))
def test_a_word_that_is_written_is_found_by_asking_for_it(word: str, language: str) -> None:
    parts = re.split(r"[._+#]+", fold(word))
    assume(not {*parts} & function_words(parts))  # those are left out of a question, however they are written: `ES+`
    assert set(terms(word, language)) <= question_terms(word) | {
        term for term in terms(word, language) if len(term) < 2
    }


def test_a_function_word_alone_is_no_reason_to_look_for_it() -> None:
    assert question_terms("AI for IoT").isdisjoint({"for", "pour"})
    assert "of" not in question_terms("Economics of Information Systems")
    assert "car" in question_terms("car rental"), "what is content in the other language stays"


@pytest.mark.parametrize(
    ("written", "asked", "language"),
    [
        ("Wind turbines in the cold", "Who repairs a wind turbine?", "en"),
        ("La pompe à chaleur du toit", "une pompe de chaleur", "fr"),
        ("snake_case names", "names in snake_case, snake_case names", "en"),
    ],
)
def test_words_side_by_side_meet_whatever_stands_between_that_says_nothing(
    written: str, asked: str, language: str
) -> None:
    assert set(pairs(terms(written, language))) & set(question_pairs(asked, 20))


def test_words_apart_or_past_the_first_are_no_pair() -> None:
    assert not set(pairs(terms("wind, and then turbines", "en"))) & set(question_pairs("turbine wind", 20))
    assert len(question_pairs("alpha beta gamma delta", 2)) == len(question_pairs("alpha beta", 20))
    assert question_pairs("", 20) == question_pairs("who can help?", 20)[1:] == []
