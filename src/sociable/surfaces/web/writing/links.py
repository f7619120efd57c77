"""Where `[[pages]]` and `@[people]` lead, in what a reader reads or writes.

People are known everywhere. What a page is called is known to the room it stands in: a room registers itself under the
first word of its places of writing ("wiki" for "wiki:new:3").
"""

from collections.abc import Callable

from django.urls import reverse

from sociable.kit.html import Resolve, Target
from sociable.publics.readers import Reader, people_visible_to

Pages = Callable[[str, Reader], Resolve]
"""Given a place of writing and who writes, says where pages lead: called with "page" only."""
Names = Callable[[str, Reader, str], list[str]]
"""Given a place of writing, who writes and how a page's name begins: the names it may be, the likeliest first."""

LISTED = 8
"""Names offered at a time."""
ROOMS: dict[str, tuple[Pages, Names]] = {}


def register(room: str, pages: Pages, names: Names) -> None:
    """Lets a room say where its `[[pages]]` lead, and which there are."""
    ROOMS[room] = (pages, names)


def resolver_for(reader: Reader, where: str = "") -> Resolve:
    """What leads where for this reader, in a text that stands, or is being written, there."""
    room = ROOMS.get(where.partition(":")[0])
    pages = room[0](where, reader) if room else None

    def resolve(kind: str, name: str) -> Target | None:
        if kind == "person":
            return person_named(name, reader)
        return pages(kind, name) if pages else None

    return resolve


def person_named(written: str, reader: Reader) -> Target | None:
    """The page of the person, when one alone is called so, or the number after the bar says which."""
    name, _bar, number = written.partition("|")
    people = people_visible_to(reader).filter(name__iexact=name)
    if number:
        people = people.filter(pk=number) if number.isdecimal() and len(number) < 12 else people.none()
    found = list(people.values_list("pk", flat=True)[:2])
    return Target(reverse("person", args=found)) if len(found) == 1 else None


def completions(kind: str, begins: str, where: str, reader: Reader) -> list[str]:
    """What somebody may be about to write after `@` or `[[`: ready to be put into the text."""
    if kind == "page":
        room = ROOMS.get(where.partition(":")[0])
        return [f"[[{name}]]" for name in (room[1](where, reader, begins) if room else [])][:LISTED]
    people = (
        people_visible_to(reader).filter(name__istartswith=begins, bot=False).exclude(name="").order_by("name", "pk")
    )
    found = list(people.values_list("pk", "name")[: LISTED + 1])
    names = [name.casefold() for _id, name in found]
    return [mention(id_, name, alone=names.count(name.casefold()) == 1) for id_, name in found[:LISTED]]


def mention(id_: int, name: str, *, alone: bool) -> str:
    return f"@[{name}]" if alone else f"@[{name}|{id_}]"
