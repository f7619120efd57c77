"""How surely a question is in English, of the languages that the models know.

By a Bayesian identifier (Lui and Baldwin, 2011), as the language of a thing is; but that one knows French and English
only, and of a few words its answer is a guess.
"""

import numpy as np

from sociable.things.language import SAMPLE, identifier

ENGLISH = "en"
KNOWN = (ENGLISH, "ar", "de", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh")
"""What the multilingual model knows (Yang et al., ACL 2020); Chinese in either script."""


def is_english(language: str) -> bool:
    """Whether the language of a thing, as it was said or detected (`en`, `en-CA`), is English."""
    return language.split("-")[0] == ENGLISH


def how_english(text: str) -> float:
    """From 0 to 1: how likely it is that a text is in English. Of a few words one can hardly tell, and this says so."""
    said = identifier(*KNOWN).rank(text[:SAMPLE].strip())
    likelihood = np.array([score for _language, score in said], np.float64)
    chance = np.exp(likelihood - likelihood.max())
    return float(chance[[language for language, _score in said].index(ENGLISH)] / chance.sum())
