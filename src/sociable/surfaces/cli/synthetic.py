"""A corpus made up to measure speed: words as frequent as in human text (Zipf), people at random; always the same."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sociable.knowledge.search.analysis import function_words, readings

SEED = 7
WORDS = 80
"""Words of a document, its title among them."""
TITLE = 6
VOCABULARY = 100_000
BLOCK = 10_000
BANDS = ((0.01, 0.1), (0.001, 0.01), (0.00002, 0.001))
"""Of which part of the documents the words of a question stand in: common, middling, rare. Each as likely."""
LEAST, MOST = 2, 6
"""Words of a question."""


@dataclass(frozen=True, slots=True)
class Made:
    """A document as the corpus holds it: its words, and its people by number."""

    number: int
    words: list[str]
    author: int
    reviewer: int | None

    def line(self) -> str:
        people = {"author": [f"p{self.author}"]} | (
            {} if self.reviewer is None else {"reviewer": [f"p{self.reviewer}"]}
        )
        return json.dumps(
            {
                "id": f"d{self.number}",
                "title": " ".join(self.words[:TITLE]),
                "text": " ".join(self.words[TITLE:]),
                "date": f"{2010 + self.number % 15}-{1 + self.number % 12:02}-{1 + self.number % 28:02}",
                "people": people,
            }
        )


def vocabulary() -> list[str]:
    """Words of letters that no stemmer of ours touches: every engine of a comparison then looks up the same terms."""
    syllables = ["".join(pair) for pair in itertools.product("bdfgklmnprtvz", "aou")]
    made = ("".join(parts) + end for parts in itertools.product(syllables, repeat=3) for end in ("k", "b", "m"))
    plain = (word for word in made if readings(word) == (word,) and not function_words([word]) & {word})
    words = list(itertools.islice(plain, VOCABULARY))
    np.random.default_rng(SEED).shuffle(words)
    return words


def odds() -> NDArray[np.float64]:
    """How likely each word is at any place: Zipf's law as Mandelbrot bent it (1953)."""
    weights: NDArray[np.float64] = 1 / (np.arange(VOCABULARY) + 2.7)
    return weights / float(weights.sum())


def documents(count: int, people: int, words: list[str]) -> Iterator[Made]:
    random, edges = np.random.default_rng(SEED), np.cumsum(odds())
    for start in range(0, count, BLOCK):
        size = min(BLOCK, count - start)
        drawn = np.minimum(np.searchsorted(edges, random.random((size, WORDS))), len(words) - 1)
        hands = random.integers(0, people, (size, 2)).tolist()
        for at, row in enumerate(drawn.tolist()):
            number = start + at
            yield Made(number, [words[one] for one in row], hands[at][0], None if number % 3 else hands[at][1])


def write(folder: Path, count: int, people: int, made: Iterator[Made]) -> None:
    """The corpus in the form that imports read, a line at a time."""
    with (folder / "people.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps({"id": f"p{one}", "name": f"Person {one}"}) + "\n" for one in range(people))
    with (folder / "documents.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(one.line() + "\n" for one in itertools.islice(made, count))


def questions(count: int, words: list[str]) -> list[str]:
    """Questions of a few words, from all the bands."""
    random = np.random.default_rng(SEED + 1)
    part = 1 - (1 - odds()) ** WORDS
    bands = [np.flatnonzero((part >= low) & (part < high)) for low, high in BANDS]
    return [
        " ".join(words[random.choice(bands[band])] for band in random.integers(0, len(bands), length))
        for length in random.integers(LEAST, MOST + 1, count)
    ]
