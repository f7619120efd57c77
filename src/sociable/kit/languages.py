"""Languages by their ISO 639-1 codes."""

from functools import cache

from babel import Locale


@cache
def known_languages() -> frozenset[str]:
    """Every two-letter code that is a language."""
    return frozenset(code for code in map(str, Locale("en").languages) if len(code) == 2)


def is_language(code: str) -> bool:
    return code in known_languages()
