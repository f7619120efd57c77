"""An encoder that needs no model: texts that share groups of letters are alike. It keeps the protocol, and its word."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from sociable.knowledge.meaning.encoder import Floats

SIZE = 256


class Grams:
    """Counts of groups of three letters, in as many boxes as there are dimensions."""

    name = "grams"
    size = SIZE

    def __init__(self) -> None:
        self.read: list[str] = []

    def encode_things(self, texts: Sequence[str], languages: Sequence[str] = ()) -> Floats:
        self.read += texts
        return self.encode(texts)

    def encode_question(self, text: str) -> Floats:
        """The same for things in any language."""
        return self.encode([text, text])

    def encode(self, texts: Sequence[str]) -> Floats:
        return np.array([self.row(text) for text in texts], np.float32).reshape(-1, SIZE)

    def row(self, text: str) -> Floats:
        row = np.zeros(SIZE, np.float32)
        for start in range(len(text) - 2):
            row[crc32(text[start : start + 3].lower().encode()) % SIZE] += 1
        return np.asarray(row / max(1e-9, float(np.linalg.norm(row))), np.float32)


def encoder() -> Grams:
    return Grams()
