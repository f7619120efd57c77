"""Which mail answers which: after Jamie Zawinski's algorithm (https://www.jwz.org/doc/threading.html).

First by what the headers refer to, the nearest that is there. Where nothing of it is there, or the headers are missing,
by subject: a reply joins the last mail before it that began a thread of that subject. Unlike there, months apart are
two threads: « Question » is no topic for years.
"""

from collections.abc import Iterator

from sociable.carriers.connectors.mbox.index import Entry, Index

SPAN = 120 * 86_400
"""Seconds between two mails that a subject alone may join."""
DEEPEST = 2_000
CANDIDATES = 5


def link(index: Index) -> None:
    """Gives their parents to mails that have none yet. Nothing that is linked changes."""
    last = 0
    while lost := index.many("n > ? AND (parent IS NULL OR (parent = 0 AND refs != '')) ORDER BY n LIMIT 500", last):
        for entry in lost:
            parent = parent_of(index, entry)
            if parent != entry.parent:
                index.set_parent(entry.n, parent)
        last = lost[-1].n


def parent_of(index: Index, entry: Entry) -> int:
    for one in (*by_reference(index, entry), *by_subject(index, entry)):
        if not is_below(index, one, entry.n):
            return one.n
    return 0


def by_reference(index: Index, entry: Entry) -> Iterator[Entry]:
    for key in entry.references:
        if (one := index.keyed(key)) and one.n != entry.n:
            yield one


def by_subject(index: Index, entry: Entry) -> Iterator[Entry]:
    """Those that began a thread first, then other replies; the latest first."""
    if entry.thread and entry.is_reply and entry.at is not None:
        yield from index.many(
            "thread = ? AND at BETWEEN ? AND ? AND n != ? AND left_out = '' ORDER BY is_reply, at DESC, n DESC LIMIT ?",
            *(entry.thread, entry.at - SPAN, entry.at, entry.n, CANDIDATES),
        )


def is_below(index: Index, one: Entry | None, n: int) -> bool:
    """Whether a mail stands below the mail `n` already: headers may go round in a circle."""
    for _step in range(DEEPEST):
        if one is None or one.n == n:
            return one is not None
        if not one.parent:
            return False
        one = index.number(one.parent)
    return True


def root_of(index: Index, entry: Entry) -> Entry:
    """The mail that began the thread, as far as it is here."""
    for _step in range(DEEPEST):
        above = index.number(entry.parent) if entry.parent else None
        if above is None:
            break
        entry = above
    return entry
