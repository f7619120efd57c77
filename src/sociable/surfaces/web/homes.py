"""Things that have a page of their own in a room: their page among all things leads there."""

from collections.abc import Callable

from sociable.things.models import Thing

Home = Callable[[Thing], str | None]
HOMES: list[Home] = []


def register(home: Home) -> Home:
    """Lets a room say where its things live: given a thing that the reader may see, an address, or None."""
    HOMES.append(home)
    return home


def home_of(thing: Thing) -> str | None:
    return next((address for home in HOMES if (address := home(thing))), None)
