"""The rules of a question as plain filters: what may be chosen, what is chosen, and the address without it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sociable.knowledge.expertise.rules import Rules
from sociable.people.models import PersonQuerySet
from sociable.publics.models import EVERYONE, Public
from sociable.publics.readers import Reader, people_visible_to, publics_of
from sociable.surfaces.web.labels import label_of_language

FIELDS = {
    "public": "public",
    "functions": "function",
    "languages": "language",
    "place": "place",
    "at_work": "at_work",
    "available": "available",
}
"""What a form calls each rule."""
NAMES = {
    "public": gettext_lazy("Belongs to"),
    "functions": gettext_lazy("Works in"),
    "languages": gettext_lazy("Speaks"),
    "place": gettext_lazy("Place"),
    "at_work": gettext_lazy("At work now"),
    "available": gettext_lazy("Not away"),
}
YES = frozenset({"1", "on", "true", "yes"})
LANGUAGES = 4
"""Languages offered at once; the others unfold."""
PLACES = 60
"""Places offered while one types; any other may be typed."""


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that is on, and the query of the same question without it."""

    label: str
    without: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What the form of filters shows."""

    rules: Rules
    languages: Sequence[Choice]
    """Those that most people here speak, and those chosen."""
    other_languages: Sequence[Choice]
    functions: Sequence[Choice]
    publics: Sequence[Choice]
    places: Sequence[str]


def rules_of(form: QueryDict) -> Rules:
    """The rules that a form says; codes and slugs may come one a field, or several in one."""
    return Rules.said(
        " ".join(form.getlist("language")).split(),
        " ".join(form.getlist("function")).split(),
        clean(form.get("place", "")),
        form.get("public"),
        at_work=form.get("at_work", "").lower() in YES,
        available=form.get("available", "").lower() in YES,
    )


def clean(words: str) -> str:
    return words.replace("\0", " ").strip()[:120]


def filters_for(rules: Rules, reader: Reader) -> Filters:
    """What this reader may choose among: the languages and places of people they may be shown, publics they know of."""
    people = people_visible_to(reader)
    codes = spoken_by(people)
    first = {*codes[:LANGUAGES], *rules.languages}
    places = people.exclude(place="").order_by("place").values_list("place", flat=True).distinct()
    known = list(publics_of(reader).exclude(pk=EVERYONE))
    functions = [one for one in known if one.kind == Public.Kind.FUNCTION]
    others = [one for one in known if one.kind != Public.Kind.FUNCTION]
    return Filters(
        rules,
        by_label(Choice(code, capfirst(label_of_language(code)), code in rules.languages) for code in first),
        by_label(Choice(code, capfirst(label_of_language(code)), False) for code in codes if code not in first),
        by_label(Choice(one.slug, str(one), one.slug in rules.functions) for one in functions),
        by_label(Choice(one.slug, str(one), one.slug == rules.public) for one in others),
        list(places[:PLACES]),
    )


def spoken_by(people: PersonQuerySet) -> list[str]:
    """The languages of these people, those that most speak first."""
    spoken: Counter[str] = Counter()
    for codes, times in people.exclude(languages="").values_list("languages").annotate(times=Count("pk")).order_by():
        spoken.update(dict.fromkeys(codes.lower().split(), times))
    return sorted(spoken, key=lambda code: (-spoken[code], code))


def by_label(choices: Iterable[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda one: one.label.casefold())


def chosen(filters: Filters, query: QueryDict) -> list[Chosen]:
    """The filters that are on, in the order of the form."""
    rules, found = filters.rules, []
    for field, choices in (("language", filters.languages), ("function", filters.functions)):
        found += [Chosen(one.label, without(query, field, one.value)) for one in choices if one.is_chosen]
    if rules.place:
        found.append(Chosen(rules.place, without(query, "place")))
    found += [Chosen(one.label, without(query, "public")) for one in filters.publics if one.is_chosen]
    if rules.at_work:
        found.append(Chosen(_("At work now"), without(query, "at_work")))
    if rules.available:
        found.append(Chosen(_("Not away"), without(query, "available")))
    return found


def without(query: QueryDict, field: str, value: str | None = None) -> str:
    """The same query, less a field, or less one of its values."""
    rest = query.copy()
    kept = [one for one in query.getlist(field) if value is not None and one.strip().lower() != value]
    rest.setlist(field, kept)
    if not kept:
        rest.pop(field, None)
    return rest.urlencode()
