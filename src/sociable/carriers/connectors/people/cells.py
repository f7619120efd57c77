"""The cells of a list of people, checked and put in our words. A cell that cannot be understood says why."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from django.utils import translation
from django.utils.translation import gettext

from sociable.kit.languages import is_language
from sociable.people.stances import folded
from sociable.publics.models import Public

SEVERAL = re.compile(r"[;,/|\n]|\s+(?:and|et|&)\s+")
ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
LANGUAGES = ("en", "fr")


class Unclear(ValueError):
    """A cell that cannot be understood; the message says what would be."""


def address(cell: str) -> str:
    if not ADDRESS.fullmatch(cell):
        raise Unclear(f"{cell!r} is not an e-mail address")
    return cell.casefold()


def split(cell: str) -> list[str]:
    return [part.strip() for part in SEVERAL.split(cell) if part.strip()]


def languages(cell: str) -> str:
    """ISO 639-1 codes, from codes or from names in English, French or the language itself."""
    parts = split(cell)
    if len(parts) == 1 and all(is_language(word) for word in cell.lower().split()):
        parts = cell.split()
    return " ".join(dict.fromkeys(map(language, parts)))


def language(word: str) -> str:
    code = language_names().get(folded(word), word.lower())
    if re.fullmatch(r"[a-z]{2}[-_]\w+", code):  # fr-CA
        code = code[:2]
    if not is_language(code):
        raise Unclear(f"{word!r} is not a language; give its two letters, for instance fr")
    return code


@cache
def language_names() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for code in map(str, Locale("en").languages):
        if is_language(code):
            own = Locale.parse(code).display_name if code in ("es", "de", "pt", "it") else None
            for name in (*(Locale(one).languages.get(code) for one in LANGUAGES), own):
                if name:
                    names.setdefault(folded(name), code)
    return names


def time_zone(cell: str) -> str:
    if cell not in time_zones():
        raise Unclear(f"{cell!r} is not a time zone; they are written like America/Montreal")
    return cell


@cache
def time_zones() -> set[str]:
    """All that there are. Asked once: the library looks through the disk each time."""
    return available_timezones()


def known_functions() -> dict[str, str]:
    """Slugs of the functions of this site, by whatever they are called: slug, own name, standard names."""
    found: dict[str, str] = {}
    for one in Public.objects.filter(kind=Public.Kind.FUNCTION):
        for language in LANGUAGES:
            with translation.override(language):
                found[folded(gettext(str(one)))] = one.slug
        found[folded(one.slug)] = found[folded(one.slug.replace("-", " "))] = one.slug
    return found


def functions(cell: str, known: Mapping[str, str]) -> list[str]:
    if folded(cell) in known:  # a name may hold a comma, or an "and"
        return [known[folded(cell)]]
    slugs = []
    for part in split(cell):
        if folded(part) not in known:
            offered = ", ".join(sorted(set(known.values())))
            raise Unclear(f"there is no function {part!r} here; there are: {offered}")
        slugs.append(known[folded(part)])
    return list(dict.fromkeys(slugs))


def moment(cell: str, zone: str, *, day_first: bool, whole_day: bool) -> datetime:
    """A moment, or a date in that time zone; `whole_day`: the end of that day, not its beginning."""
    here = ZoneInfo(zone)
    try:
        if len(cell) > 10 and not SLASHED.match(cell):
            at = datetime.fromisoformat(cell)
            return at if at.tzinfo else at.replace(tzinfo=here)
        day = date_of(cell, day_first=day_first) + timedelta(days=whole_day)
    except Unclear:
        raise
    except (ValueError, OverflowError):
        raise Unclear(f"{cell!r} is not a date; write it as 2026-03-31") from None
    return datetime.combine(day, time(), here)


def date_of(cell: str, *, day_first: bool) -> date:
    slashed = SLASHED.match(cell)
    if not slashed:
        return date.fromisoformat(cell)
    first, second, year = map(int, slashed.groups())
    if not day_first and first <= 12 and second <= 12 and first != second:
        raise Unclear(
            f"{cell!r} may be two dates; write it as {year}-{second:02}-{first:02} or {year}-{first:02}-{second:02}"
        )
    month, day = (second, first) if day_first or first > 12 else (first, second)
    return date(year, month, day)
