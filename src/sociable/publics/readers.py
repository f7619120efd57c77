"""Who may. Every question of the site that begins with "may" is answered here, and every list is cut by it.

A reader is the person who asks together with the publics they stand in; a stranger stands in Everyone alone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from sociable.kit.asked import Asked, Fetched, Ids
from sociable.people.models import Account, Person, PersonQuerySet
from sociable.publics.models import EVERYONE, ORGANISATION, PARTNERS, Closure, Membership, Public, Shown


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads: `person` is the id they are known under, None for a visitor; `publics` are theirs."""

    person: int | None
    publics: frozenset[int]
    administers: bool = False

    @property
    def is_inside(self) -> bool:
        return ORGANISATION in self.publics


STRANGER = Reader(None, frozenset({EVERYONE}))
"""Anyone at all: sees what is for Everyone."""

INSIDE = frozenset({EVERYONE, ORGANISATION, PARTNERS})
"""What the organisation's people see: what it says to its partners is no secret inside."""

INSIDER = Reader(None, INSIDE)
"""Nobody in particular inside the organisation: how the machine's own operator reads when they do not say as whom."""


def reader_for(person: Person | None) -> Reader:
    """The reader that this person is, with the publics of all whom they were merged with."""
    if person is None or person.erased_at:
        return STRANGER
    root = person.root_id
    publics = with_what_all_see(frozenset(public for (public,) in STOOD_IN(people=[root])))
    return Reader(root, publics, administers=bool(ADMINISTERING(people=[root])))


def with_what_all_see(publics: frozenset[int]) -> frozenset[int]:
    return publics | (INSIDE if ORGANISATION in publics else {EVERYONE})


def readers_for(people: Collection[int]) -> dict[int, Reader]:
    """The same for many at once, by the ids they sign in under; without those who are erased. Administers nothing."""
    known = Person.objects.filter(pk__in=[*people], erased_at=None).values_list("pk", "same_as_id")
    roots = {person: same_as or person for person, same_as in known}
    publics: dict[int, set[int]] = {root: set() for root in roots.values()}
    for root, public in STOOD_IN_BY_ALL(people=set(publics)):
        publics[root].add(public)
    readers = {root: Reader(root, with_what_all_see(frozenset(theirs))) for root, theirs in publics.items()}
    return {person: readers[root] for person, root in roots.items()}


THEIRS = Q(person__in=Ids("people")) | Q(person__same_as__in=Ids("people"))
STOOD_IN = Asked(lambda: Membership.objects.filter(THEIRS).values_list("public_id"))
STOOD_IN_BY_ALL = Asked(
    lambda: (
        Membership.objects.filter(THEIRS)
        .annotate(root=Coalesce(F("person__same_as"), F("person")))
        .values_list("root", "public_id")
    )
)
ADMINISTERING = Asked(lambda: Account.objects.filter(THEIRS, is_superuser=True, is_active=True).values_list("pk")[:1])


def people_visible_to(reader: Reader) -> PersonQuerySet:
    """People this reader may be shown: all, inside; outside, those shown to a public of theirs, and never unclaimed."""
    return people_open_to(reader.publics, inside=reader.is_inside)


def people_open_to(publics: Collection[int] | Ids, *, inside: bool) -> PersonQuerySet:
    """The same, said of the publics somebody stands in; which may be given later, when the query is asked."""
    people = Person.objects.roots().filter(erased_at=None)
    if inside:
        return people
    one = Q(person=OuterRef("pk")) | Q(person__same_as=OuterRef("pk"))
    shown = Shown.objects.filter(one, public__in=publics)
    return people.filter(Exists(shown), Exists(Account.objects.filter(one)))


def shown_people(people: Collection[int], reader: Reader) -> dict[int, Person]:
    """Those of these people whom this reader may be shown, by their ids."""
    if not people:
        return {}
    found = INSIDE_SEES(people=people) if reader.is_inside else OUTSIDE_SEES(people=people, publics=reader.publics)
    return {one.pk: one for one in found}


INSIDE_SEES = Fetched(lambda: people_open_to((), inside=True).filter(pk__in=Ids("people")))
OUTSIDE_SEES = Fetched(lambda: people_open_to(Ids("publics"), inside=False).filter(pk__in=Ids("people")))


def may_see_public(reader: Reader, public: Public) -> bool:
    """Whether this reader may know that the public exists: circles are known to their members only."""
    return public.kind != Public.Kind.CIRCLE or public.pk in reader.publics


def publics_of(reader: Reader) -> QuerySet[Public]:
    """Publics by whose members this reader may narrow an answer: those they stand in, and the functions.

    Who is in a list, its owner alone knows.
    """
    mine = Q(pk__in=reader.publics) & known_to(reader) | Q(kind=Public.Kind.FUNCTION)
    return Public.objects.filter(mine).select_related("closure")


def known_to(reader: Reader) -> Q:
    """Publics of which this reader may know the members, if they stand in them."""
    if reader.person is None:
        return Q(is_list=False)
    return Q(is_list=False) | Q(owner=reader.person) | Q(owner__same_as=reader.person)


def may_be_shown_to(reader: Reader) -> QuerySet[Public]:
    """Publics beyond the organisation before which this reader may step: everyone, partners, circles of theirs."""
    circles = Q(kind=Public.Kind.CIRCLE, is_list=False, pk__in=reader.publics)
    return Public.objects.filter(Q(kind__in=(Public.Kind.EVERYONE, Public.Kind.PARTNERS)) | circles)


def may_administer(reader: Reader) -> bool:
    return reader.administers


def may_publish_in(reader: Reader, public: Public) -> bool:
    """Whether this reader may put a thing before that public: one of their own, or all, for an insider.

    In a list, its owner alone begins; in a circle that is closed, nobody.
    """
    return may_answer_in(reader, public) and (not public.is_list or owns(reader, public))


def may_answer_in(reader: Reader, public: Public) -> bool:
    """Whether this reader may reply to what stands before that public: in a list, everybody who is in it may."""
    if reader.person is None:
        return False
    if public.pk == EVERYONE:
        return reader.is_inside
    return public.pk in reader.publics and not is_closed(public)


def owns(reader: Reader, public: Public) -> bool:
    owner = public.owner
    return owner is not None and owner.root_id == reader.person


def is_closed(public: Public) -> bool:
    """Whether nothing new is said there. A closure that came with its public is not asked for again."""
    if public.kind != Public.Kind.CIRCLE:
        return False
    if "closure" in public._state.fields_cache:
        return hasattr(public, "closure")
    return Closure.objects.filter(public=public).exists()


def may_know_members(reader: Reader, public: Public) -> bool:
    """Whether this reader may know who is in a public of theirs: in a list, its owner alone."""
    return public.pk in reader.publics and (not public.is_list or owns(reader, public))


def may_moderate(reader: Reader, public: Public, *, is_own: bool) -> bool:
    """Whether this reader decides what outsiders' words are shown beside a thing of that public: theirs, or as
    an administrator who sees it."""
    return is_own or (reader.administers and public.pk in reader.publics)


def may_look_after(reader: Reader, owner: int | None) -> bool:
    """Whether this reader decides about what somebody owns: the owner does, and who runs the site."""
    return reader.administers or (owner is not None and reader.person == owner)


def without_covered(publics: Collection[int]) -> list[int]:
    """These publics, less those whose people all stand in another of them: whoever writes for both writes once."""
    given = set(publics)
    if EVERYONE in given:
        return [EVERYONE]
    return sorted(given - {ORGANISATION} if PARTNERS in given else given)


def is_within(inner: int, outer: int) -> bool:
    """Whether everybody who sees what is for the one public sees what is for the other, whoever they are."""
    return outer in (EVERYONE, inner) or (inner, outer) == (ORGANISATION, PARTNERS)


def functions_of(person: Person) -> list[Public]:
    """The functions a person works in."""
    root = person.root_id
    members = Membership.objects.annotate(root=Coalesce(F("person__same_as"), F("person"))).filter(root=root)
    return list(Public.objects.filter(kind=Public.Kind.FUNCTION, memberships__in=members).distinct().order_by("slug"))


__all__ = [
    "EVERYONE",
    "INSIDE",
    "INSIDER",
    "ORGANISATION",
    "PARTNERS",
    "STRANGER",
    "Reader",
    "functions_of",
    "is_closed",
    "is_within",
    "known_to",
    "may_administer",
    "may_answer_in",
    "may_be_shown_to",
    "may_know_members",
    "may_look_after",
    "may_moderate",
    "may_publish_in",
    "may_see_public",
    "owns",
    "people_open_to",
    "people_visible_to",
    "publics_of",
    "reader_for",
    "readers_for",
    "shown_people",
    "without_covered",
]
