"""From text to terms: the same way for a thing and for a question, French and English.

Words are folded (case, accents) and stemmed by Snowball (Porter, 2001) in the text's language. Names of code are
kept whole beside their parts: `snake_case`, `camelCase`, `dotted.path`, `C#`, `C++`, `.NET`, `node.js`.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import Stemmer

from sociable.knowledge.search.stopwords import ASKING, DOUBTFUL, STOPWORDS

LANGUAGES = ("en", "fr")
DEFAULT = "en"
LONGEST = 80
"""Characters of a term: what is longer (a key, a line of base64) is cut, and still found by its beginning."""
LONGEST_QUESTION = 20_000
"""Characters of a question that are read."""
PAIRED = 10
"""Terms at the beginning of a thing, its title above all, of which those side by side are terms together, too."""
BESIDE = "/"
"""What stands between the two terms of a pair; no term has it."""
LONGEST_LEAD = 2_000
"""Characters of a question in which its first words are looked for."""
LANGUAGE_EVIDENCE = 2
"""Function words of a language that a question must show before words like `car` or `son` count as function words."""
PLAIN = frozenset.union(*STOPWORDS.values()) - DOUBTFUL | frozenset.intersection(*STOPWORDS.values())
"""Function words in any question."""

TOKEN = re.compile(r"(?:(?<![\w.])\.)?\w+(?:\.\w+)*(?:(?:\+\+|#)(?!\w))?")
CLITIC = re.compile(
    r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu)['’](?=\w)|['’](?:s|t|d|m|re|ve|ll)\b", re.IGNORECASE
)
SIMPLE = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[^\W\d_a-z]+|\d+")
PART = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[^\W\d_A-Z]+|[A-Z]+|\d+|[^\W_]+")

LIGATURES = {ord("œ"): "oe", ord("æ"): "ae"}
"""Those that Unicode takes for letters, and no keyboard has."""

STEMMERS = {"en": Stemmer.Stemmer("english"), "fr": Stemmer.Stemmer("french")}


def fold(word: str) -> str:
    """Without case or accents; compatibility forms (ligatures, full-width letters) as their plain ones."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold().translate(LIGATURES))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def stem(word: str, language: str) -> str:
    """The stem, folded only after the stemmer saw the accents: it needs them to know « employés » for « employée »."""
    return fold(STEMMERS[language].stemWord(word.casefold()))[:LONGEST]


@lru_cache(maxsize=200_000)
def terms_of_token(token: str, language: str) -> tuple[str, ...]:
    """The terms of one token: its stem; for a name of code, the whole name and then its parts."""
    whole = fold(token)
    if SIMPLE.fullmatch(token):
        return () if whole in STOPWORDS[language] else (stem(token, language),)
    parts = [stem(part, language) for part in PART.findall(token)]
    name = stem(token, language) if whole.isalnum() else whole[:LONGEST]
    return (name, *(part for part in parts if part != name))


def tokens(text: str) -> list[str]:
    """The words of a text as they are written, without elided articles and English contractions."""
    if "'" in text or "’" in text:
        text = CLITIC.sub(" ", text)
    return TOKEN.findall(text)


def terms(text: str, language: str) -> list[str]:
    """The terms of a thing's text, in order, as the index holds them."""
    known = language if language in STEMMERS else DEFAULT
    return [term for token in tokens(text) for term in terms_of_token(token, known)]


def pairs(terms: Sequence[str]) -> list[str]:
    """The terms that stand side by side, each two as one: what is called by two words is more than both of them
    (Metzler and Croft, *A Markov random field model for term dependencies*, SIGIR 2005)."""
    return [f"{first}{BESIDE}{second}" for first, second in pairwise(terms) if first != second]


def question_pairs(question: str, words: int) -> list[str]:
    """The pairs of the first words of a question, each once, in both languages; function words do not part any."""
    lead = told(question[:LONGEST_LEAD])[:words]
    readings = ([term for word in lead for term in terms_of_token(word, language)] for language in LANGUAGES)
    return list(dict.fromkeys(pair for terms in readings for pair in pairs(terms)))


def told(question: str) -> list[str]:
    """The words of a question that say something, in order."""
    words = tokens(question)
    skipped = function_words(words)
    return [word for word in words if fold(word) not in skipped]


def question_words(question: str) -> dict[str, tuple[int, tuple[str, ...]]]:
    """The words of a question, folded: how often each is said, and the terms it may stand as. Any input is words.

    A word is asked for with its accents and without them, for they change where a stemmer cuts.
    """
    found: dict[str, tuple[int, tuple[str, ...]]] = {}
    for word in told(question[:LONGEST_QUESTION]):
        if terms := readings(word):
            key = fold(word)
            count, known = found.get(key, (0, ()))
            found[key] = (count + 1, tuple(dict.fromkeys((*known, *terms))))
    return found


@lru_cache(maxsize=50_000)
def readings(word: str) -> tuple[str, ...]:
    """All the terms by which a word of a question may stand in the index, each once."""
    spellings = (word,) if word.isascii() else (word, fold(word))
    return tuple(
        dict.fromkeys(
            term for language in LANGUAGES for spelling in spellings for term in terms_of_token(spelling, language)
        )
    )


FUNCTION = ASKING.union(*STOPWORDS.values())


def function_words(words: list[str]) -> frozenset[str]:
    """Words that say nothing of a question's subject; doubtful ones only where it shows itself in their language.

    Those by which it is asked are among them, unless it has no others, for then they are its subject.
    """
    folded = [fold(word) for word in words]
    seen = {language: sum(word in STOPWORDS[language] for word in folded) for language in LANGUAGES}
    spoken = max(LANGUAGES, key=lambda language: seen[language])
    has_others = any(word not in FUNCTION for word in folded)
    return left_out(spoken if seen[spoken] >= LANGUAGE_EVIDENCE else "", asking=has_others)


@lru_cache
def left_out(language: str, *, asking: bool) -> frozenset[str]:
    """The function words of a question that shows itself in a language, or in none; with those that ask, or without."""
    return PLAIN.union(STOPWORDS.get(language, ()), ASKING if asking else ())
