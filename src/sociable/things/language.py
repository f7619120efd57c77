"""French or English? Decided once, when a text comes in, by a Bayesian identifier (Lui and Baldwin, 2011)."""

from functools import cache
from typing import Any

SAMPLE = 96
"""Characters looked at: more cost time, and changed no answer on 4,000 English and 44 French texts."""


@cache
def identifier(*languages: str) -> Any:
    """What tells these languages apart, and knows no others."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # takes most of a second to load: only when asked

    one = LanguageIdentifier.from_model_file(MODEL_FILE)
    one.set_languages(languages)
    return one


def language_of(text: str) -> str:
    """`en`, `fr`, or '' for a text too short to tell."""
    sample = text[:SAMPLE].strip()
    return str(identifier("en", "fr").classify(sample)[0]) if len(sample) > 2 else ""
