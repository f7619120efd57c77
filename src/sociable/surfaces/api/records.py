"""What several calls say in the same form."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from typing_extensions import TypedDict

from sociable.people.models import Absence, Person
from sociable.people.verbs import Refused
from sociable.publics.models import Public
from sociable.publics.readers import Reader, people_visible_to
from sociable.surfaces.web.cards import Card, cards_of
from sociable.things.models import Thing, ThingQuerySet


class Named(TypedDict):
    id: int
    name: str


class Away(TypedDict):
    begins: str
    ends: str | None
    stand_in: Named | None


class Credited(Named):
    roles: list[str]


class Titled(TypedDict):
    id: int
    title: str


class ThingBrief(Titled):
    """A thing as a list tells it. `reply_to` is null where the reader may not see what it answers."""

    kind: str
    language: str
    public: str
    published_at: str
    reply_to: int | None
    people: list[Credited]


def named(person: Person) -> Named:
    return {"id": person.pk, "name": str(person)}


def person_in(reader: Reader, id_: int) -> Person | None:
    """The person known under this id, or whom they were merged into, if this reader may be shown them."""
    known_as = Person.objects.filter(pk=id_).values_list("same_as_id", flat=True).first() or id_
    return people_visible_to(reader).filter(pk=known_as).first()


def person_meant(reader: Reader, id_: int, parameter: str) -> Person:
    """The same, of an id that a body names. Raises Refused where there is nobody."""
    found = person_in(reader, id_)
    if found is None:
        raise Refused(_("%(parameter)s: nobody here has that id.") % {"parameter": parameter})
    return found


def away_of(absence: Absence | None, reader: Reader) -> Away | None:
    if absence is None:
        return None
    stand_in = people_visible_to(reader).filter(pk=absence.stand_in_id or 0).first()
    return {
        "begins": absence.begins.isoformat(),
        "ends": absence.ends.isoformat() if absence.ends else None,
        "stand_in": named(stand_in) if stand_in else None,
    }


def briefs_of(things: Iterable[Thing], reader: Reader) -> list[ThingBrief]:
    """Things of which the reader may see each, in the same order. The number of queries does not depend on how many."""
    listed = list(things)
    slugs = dict(Public.objects.filter(pk__in={one.public_id for one in listed}).values_list("pk", "slug"))
    answered = {one.reply_to_id for one in listed if one.reply_to_id}
    seen = set(Thing.objects.visible_to(reader).filter(pk__in=answered).values_list("pk", flat=True))
    return [brief(card, slugs, seen) for card in cards_of(listed, reader)]


def brief(card: Card, slugs: dict[int, str], seen: set[int]) -> ThingBrief:
    thing = card.thing
    return {
        "id": thing.pk,
        "title": str(card.title),
        "kind": thing.kind,
        "language": thing.language,
        "public": slugs[thing.public_id],
        "published_at": thing.published_at.isoformat(),
        "reply_to": thing.reply_to_id if thing.reply_to_id in seen else None,
        "people": [{"id": one.person.pk, "name": str(one.person), "roles": list(one.roles)} for one in card.credits],
    }


def titled(things: ThingQuerySet, reader: Reader) -> list[Titled]:
    return [{"id": card.thing.pk, "title": str(card.title)} for card in cards_of(things, reader)]
