"""Rules for whom the locator names: in the call, and as the organisation's policy. They only take people away."""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from sociable.kit.asked import Asked
from sociable.kit.languages import is_language
from sociable.people.models import ROOT, Absence, Person
from sociable.publics.models import EVERYONE, Membership, Policy, Public
from sociable.publics.readers import Reader, publics_of

CONSIDERED = 300
"""People, best first, to whom rules are applied; whoever stands further behind is not looked at."""
MORNING, EVENING = 8, 18
"""Working hours of a weekday: from the first, to before the second."""
WEEKEND = 5


class UnknownRule(ValueError):
    """A rule speaks of something that is not known here; says which rule, and what is wrong with it."""

    def __init__(self, rule: str, words: str) -> None:
        super().__init__(words)
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Rules:
    """Who counts. What is left out asks for nothing.

    `languages` are ISO 639-1 codes and `functions` slugs, of which one is enough; `public` is the slug of a public.
    """

    languages: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    place: str | None = None
    at_work: bool = False
    public: str | None = None
    available: bool = False

    @classmethod
    def said(
        cls,
        languages: Iterable[str] = (),
        functions: Iterable[str] = (),
        place: str | None = None,
        public: str | None = None,
        *,
        at_work: bool = False,
        available: bool = False,
    ) -> "Rules":
        """Rules as somebody typed or chose them: what is blank says nothing."""
        return cls(
            tuple(code.strip().lower() for code in languages if code.strip()),
            tuple(slug.strip().lower() for slug in functions if slug.strip()),
            (place or "").strip() or None,
            at_work,
            (public or "").strip().lower() or None,
            available,
        )


NO_RULES = Rules()


def check(rules: Rules, reader: Reader) -> None:
    """Raises UnknownRule for a language, function or public that is none here, or that this reader does not know of."""
    for code in rules.languages:
        if not is_language(code):
            words = _("%(a)s is not a language; give its two letters, for instance fr.") % {"a": repr(code)}
            raise UnknownRule("language", words)
    if rules.functions:
        known = set(Public.objects.filter(kind=Public.Kind.FUNCTION).values_list("slug", flat=True))
        for slug in rules.functions:
            if slug not in known:
                offered = {"a": repr(slug), "b": ", ".join(sorted(known))}
                raise UnknownRule("function", _("There is no function %(a)s here; there are: %(b)s.") % offered)
    if rules.public and not publics_of(reader).filter(slug=rules.public).exists():
        raise UnknownRule("public", _("You know of no public %(a)s here.") % {"a": repr(rules.public)})


def policy() -> Rules:
    """The organisation's own rules, as they stand."""
    for languages, functions, place, public, at_work, available in POLICY():
        return Rules.said(languages.split(), functions.split(), place, public, at_work=at_work, available=available)
    return NO_RULES


POLICY = Asked(
    lambda: Policy.objects.filter(pk=1).values_list(
        "languages", "functions", "place", "public__slug", "at_work", "available"
    )
)


@dataclass(frozen=True, slots=True)
class Remaining:
    """Who remains of a ranking, in its order; who is named in the stead of whom; and the rule that left nobody."""

    people: Sequence[int]
    stand_ins: Mapping[int, int] = field(default_factory=dict)
    """By the id of somebody away."""
    removed_by: str | None = None

    def named(self, person: int) -> int:
        return self.stand_ins.get(person, person)


def apply(
    rules: Iterable[Rules],
    ranked: Sequence[int],
    *,
    at: datetime,
    nameable: Callable[[Collection[int]], Collection[int]],
) -> Remaining:
    """Whom these rules leave of a ranking, one rule after the other in the order of `TESTS`, availability last.

    `nameable` says which people may be named at all: a stand-in must be one. The number of queries does not depend on
    how many people there are.
    """
    rules = [one for one in rules if one != NO_RULES]
    if not rules or not ranked:
        return Remaining(ranked)
    people = ranked[:CONSIDERED]
    wants_available = any(one.available for one in rules)
    away = absences(people, at) if wants_available else {}
    deputies = {one for one in away.values() if one is not None}
    facts = Facts.of({*people, *deputies}, rules, at)
    for name, test in TESTS.items():
        for one in rules:
            if getattr(one, name):
                people = [person for person in people if test(one, person, facts)]
        if not people:
            return Remaining((), removed_by=name)
    if not wants_available:
        return Remaining(people)
    free = set(nameable(deputies)) - absences(deputies, at).keys() if deputies else set()
    fit = {one for one in free if all(test(r, one, facts) for r in rules for n, test in TESTS.items() if getattr(r, n))}
    return present(people, away, fit)


def present(people: Sequence[int], away: Mapping[int, int | None], fit: Collection[int]) -> Remaining:
    """Those who are there, and fit stand-ins for those who are not; each once, at their better place."""
    named: set[int] = set()
    remain, stand_ins = [], {}
    for person in people:
        who = away.get(person, person)
        if who is None or who in named or (person in away and who not in fit):
            continue
        named.add(who)
        remain.append(person)
        if who != person:
            stand_ins[person] = who
    return Remaining(remain, stand_ins, None if remain else "available")


def absences(people: Collection[int], at: datetime) -> dict[int, int | None]:
    """Who of these people is away, and who stands in for them, if anybody; by the ids they are known under."""
    theirs = Absence.objects.during(at).filter(Q(person__in=people) | Q(person__same_as__in=people))
    stand_in = Coalesce("stand_in__same_as_id", "stand_in_id")
    return dict(theirs.order_by("begins", "pk").values_list(ROOT, stand_in))


# --- what the rules ask about a person ---


@dataclass(frozen=True, slots=True)
class Facts:
    """What has to be known of people to apply rules to them."""

    at: datetime
    languages: Mapping[int, frozenset[str]]
    places: Mapping[int, str]
    time_zones: Mapping[int, str]
    members: frozenset[tuple[int, str]]
    """Pairs of a person and the slug of a public."""

    @classmethod
    def of(cls, people: Collection[int], rules: Collection[Rules], at: datetime) -> "Facts":
        rows = list(Person.objects.filter(pk__in=people).values_list("pk", "languages", "place", "time_zone"))
        return cls(
            at,
            {id_: frozenset(codes.lower().split()) for id_, codes, _place, _zone in rows},
            {id_: place for id_, _codes, place, _zone in rows},
            {id_: zone for id_, _codes, _place, zone in rows},
            frozenset(memberships(people, rules)),
        )


def memberships(people: Collection[int], rules: Collection[Rules]) -> Iterable[tuple[int, str]]:
    slugs = {slug for one in rules for slug in (*one.functions, *([one.public] if one.public else []))}
    if not slugs:
        return ()
    theirs = Membership.objects.filter(Q(person__in=people) | Q(person__same_as__in=people), public__slug__in=slugs)
    everybody = Public.objects.filter(pk=EVERYONE, slug__in=slugs).values_list("slug", flat=True)
    rows = list(theirs.values_list(ROOT, "public__slug"))
    return rows + [(person, slug) for slug in everybody for person in people]


def is_member(rules: Rules, person: int, facts: Facts) -> bool:
    return (person, rules.public) in facts.members


def works_in_one(rules: Rules, person: int, facts: Facts) -> bool:
    return any((person, slug) in facts.members for slug in rules.functions)


def speaks_one(rules: Rules, person: int, facts: Facts) -> bool:
    return not facts.languages[person].isdisjoint(rules.languages)


def works_there(rules: Rules, person: int, facts: Facts) -> bool:
    """Whether their place is the one meant, whole or as one of its parts between commas."""
    wanted, place = folded(rules.place or ""), facts.places[person]
    return wanted in {folded(place), *(folded(part) for part in place.split(","))}


def folded(words: str) -> str:
    letters = unicodedata.normalize("NFKD", words.strip().casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def is_at_work(rules: Rules, person: int, facts: Facts) -> bool:
    there = facts.at.astimezone(zone_named(facts.time_zones[person]))
    return there.weekday() < WEEKEND and MORNING <= there.hour < EVENING


@lru_cache(maxsize=1000)
def zone_named(name: str) -> ZoneInfo:
    """A time zone; the site's own for whoever said none, or none that there is."""
    try:
        return ZoneInfo(name or settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)


TESTS: Mapping[str, Callable[[Rules, int, Facts], bool]] = {
    "public": is_member,
    "functions": works_in_one,
    "languages": speaks_one,
    "place": works_there,
    "at_work": is_at_work,
}
"""The rules that look at one person alone, in the order in which they are applied."""
