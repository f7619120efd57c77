"""Keeping this node's index in step with the ledger."""

from collections.abc import Callable, Iterator

from django.db.models import F

from sociable.knowledge.search.analysis import terms
from sociable.knowledge.search.index import Entry, Index, Place, Writer, here, start_of
from sociable.ledger.acts import START, Position, origin, settled, things_between, windows
from sociable.things.models import Tagging, Thing

WINDOW = 20_000
CHUNK = 5_000

Progress = Callable[[Position], None]


def is_behind(index: Index | None = None) -> bool:
    """True while an act is settled that the index has not read."""
    index = index or here()
    return start_of(index, origin()) < settled()


def catch_up(*, wait: bool = False, progress: Progress | None = None) -> bool:
    """Brings the index to the end of the ledger. Returns False when another process is its writer."""
    with here().writing(wait=wait) as writer:
        if writer is None:
            return False
        advance(writer, progress=progress)
        return True


def advance(writer: Writer, *, progress: Progress | None = None) -> int:
    """Reads what is new, a commit a window. Returns how many windows there were."""
    mark, upto = origin(), settled()
    after = start_of(writer.index, mark)
    if after > upto:
        after = START
    if after == START and writer.index.place() is not None:
        writer.drop_all()
    done = 0
    for begin, end in windows(after, upto, WINDOW):
        write_window(writer, begin, end)
        writer.commit(Place(mark, end))
        done += 1
        if progress:
            progress(end)
    return done


def write_window(writer: Writer, after: Position, upto: Position) -> None:
    touched = things_between(after, upto)
    for start in range(0, len(touched), CHUNK):
        part = touched[start : start + CHUNK]
        writer.drop(thing for thing, earlier in part if earlier)
        writer.put(entries([thing for thing, _earlier in part]))


def entries(things: list[int]) -> Iterator[Entry]:
    """The things as they stand now; those withdrawn have none."""
    tags: dict[int, list[str]] = {}
    for thing, name in Tagging.objects.filter(thing__in=things).order_by("tag_id").values_list("thing_id", "tag__name"):
        tags.setdefault(thing, []).append(name)
    rows = (
        Thing.objects.filter(pk__in=things, withdrawn_at=None, versions__number=F("revision"))
        .order_by("pk")
        .values_list("pk", "public_id", "title", "versions__text", "language")
    )
    for thing, public, title, text, language in rows.iterator(chunk_size=CHUNK):
        words = "\n".join((title, text, *tags.get(thing, ())))
        yield Entry(thing, public, terms(words, language))


def rebuild(*, progress: Progress | None = None) -> None:
    """Makes the index anew from the ledger: no term of a thing that is gone remains, not even in a deleted slot."""
    with here().writing(wait=True) as writer:
        assert writer is not None
        writer.drop_all()
        writer.commit(Place("", START))
        advance(writer, progress=progress)
