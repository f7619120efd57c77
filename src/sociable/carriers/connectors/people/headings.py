"""What the columns of a list of people are called, in French and in English."""

from collections.abc import Iterable

from sociable.people.stances import folded

COLUMNS = {
    "address": "e-mail; email; mail; e-mail address; email address; work e-mail; work email; courriel; "
    "adresse courriel; courriel professionnel; adresse e-mail; adresse électronique; adresse de messagerie; "
    "adresse mail",
    "name": "name; full name; display name; nom complet; nom affiché; prénom et nom; nom et prénom",
    "first": "first name; given name; prénom",
    "last": "last name; surname; family name; nom de famille; nom",
    "headline": "role; title; job title; headline; position; job; poste; titre; titre du poste; rôle; emploi; métier",
    "functions": "function; functions; department; departments; fonction; fonctions; service; services; département; "
    "départements; direction",
    "languages": "language; languages; spoken languages; langue; langues; langues parlées",
    "place": "place; location; city; office; site; lieu; ville; bureau; lieu de travail; emplacement",
    "time_zone": "time zone; timezone; tz; fuseau; fuseau horaire",
    "away_from": "away from; absent from; absence start; absent du; absent depuis; absent à partir du; "
    "début d'absence; début de l'absence; absence du",
    "away_until": "away until; absent until; absence end; absent jusqu'au; fin d'absence; fin de l'absence; absence au",
    "back_on": "back on; returns on; de retour le; retour; retour le",
    "stand_in": "stand-in; stand in; backup; delegate; remplaçant; remplaçante; remplacement; remplacé par; "
    "suppléant; suppléante; suppléance",
}
FRENCH = frozenset(
    heading.strip()
    for heading in "absent du; absent depuis; absent à partir du; début d'absence; début de l'absence; absence du; "
    "absent jusqu'au; fin d'absence; fin de l'absence; absence au; de retour le; retour; retour le".split(";")
)


def plain(heading: str) -> str:
    """Without case, accents, signs or spare blanks: « Début d’absence » is one with "debut d'absence"."""
    return folded(heading.replace("’", "'").replace("_", " ").replace("*", " ").rstrip(" :.\t"))


KNOWN = {plain(word): column for column, words in COLUMNS.items() for word in words.split(";")}
DAY_FIRST = frozenset(map(plain, FRENCH))


def columns_of(headings: Iterable[str]) -> dict[str, str]:
    """What each heading means; those that mean nothing here are left out. « Nom » alone is the whole name."""
    found: dict[str, str] = {}
    for heading in headings:
        column = KNOWN.get(plain(heading))
        if column and column not in found.values():
            found[heading] = column
    if "first" not in found.values() and "name" not in found.values():
        found = {heading: "name" if column == "last" else column for heading, column in found.items()}
    return found
