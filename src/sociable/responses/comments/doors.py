"""Who stands where with a thread: what it is on, who looks after it, and whether a reader's comment shows at once."""

from django.db.models import Q

from sociable.kit.asked import Asked, Id
from sociable.publics.readers import Reader, may_answer_in, may_moderate
from sociable.responses.comments.models import Opening
from sociable.things.models import Contribution, Thing
from sociable.things.words import MAKERS

KIND = "comment"
HIGHEST = 50
"""Comments upon comments that are climbed, at most: an import may bring any number."""

AT_ONCE, HELD, CLOSED = "at once", "held", ""
"""How a reader's comment is taken."""


def line_of(thing: Thing) -> list[Thing]:
    """The thing, what it was said to, and so on up to what is no comment."""
    line = [thing]
    while line[-1].kind == KIND and line[-1].reply_to is not None and len(line) < HIGHEST:
        line.append(line[-1].reply_to)
    return line


def is_mine(thing: Thing, reader: Reader) -> bool:
    """Whether the reader made the thing, under whatever name."""
    if reader.person is None:
        return False
    return bool(MADE(person=reader.person, thing=thing.pk))


MADE = Asked(
    lambda: Contribution.objects.filter(
        Q(person=Id("person")) | Q(person__same_as=Id("person")), thing=Id("thing"), role__name__in=sorted(MAKERS)
    ).values_list("pk")[:1]
)
OPENED = Asked(lambda: Opening.objects.filter(thing=Id("thing")).values_list("pk"))


def looks_after(reader: Reader, thing: Thing) -> bool:
    """Whether the reader decides on comments on this thing: who made what is commented on, and administrators."""
    about = line_of(thing)[-1]
    return may_moderate(reader, about.public, is_own=about.kind != KIND and is_mine(about, reader))


def is_open_to_outsiders(thing: Thing) -> bool:
    return bool(OPENED(thing=line_of(thing)[-1].pk))


def how_taken(thing: Thing, reader: Reader) -> str:
    """How a comment of this reader on a thing that they see would be taken: at once, held, or not at all."""
    if may_answer_in(reader, thing.public):
        return AT_ONCE
    return HELD if is_open_to_outsiders(thing) else CLOSED
