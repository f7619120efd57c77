"""Languages as people write them: names in any tongue of the site, or codes."""

import re
from functools import cache

from babel import Locale
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sociable.kit.languages import is_language
from sociable.people.verbs import Refused
from sociable.surfaces.web.labels import label_of_language

BETWEEN = re.compile(r"[,;/\n]|\s+(?:and|et)\s+")


def names_of(codes: str) -> str:
    """For instance "fr en" as "French, English"."""
    return ", ".join(capfirst(label_of_language(code)) for code in codes.split())


def codes_of(words: str) -> str:
    """The codes of languages that somebody listed. Refuses a word that names none."""
    found = [code_of(word) for part in BETWEEN.split(words) if (word := part.strip().casefold())]
    return " ".join(dict.fromkeys(found))


def code_of(word: str) -> str:
    code = word if is_language(word) else codes_by_name().get(word)
    if code is None:
        raise Refused(_("“%(a)s” is no language known here. Write its name, or its two letters.") % {"a": word})
    return code


@cache
def codes_by_name() -> dict[str, str]:
    spoken = [Locale(code).languages for code, _name in settings.LANGUAGES]
    return {name.casefold(): code for names in spoken for code, name in names.items() if is_language(code)}
