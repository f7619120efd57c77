"""Reading `git log` as a stream: a commit at a time, however long the history, a message or a change."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import IO

from sociable.carriers.connectors.git.repository import Repository
from sociable.carriers.record import Reject

LOG = (
    *("log", "-z", "--encoding=UTF-8", "--no-color", "--no-decorate", "--no-notes", "--no-show-signature"),
    *("--no-mailmap", "--no-ext-diff", "--no-textconv", "--submodule=short", "--ignore-submodules=none"),
    *("--no-diff-merges", "--no-relative", "--stdin"),
)
CHANGES = (
    *("--reverse", "--topo-order", "--raw", "--no-abbrev", "--full-index", "-p", "-U0", "--inter-hunk-context=0"),
    *("--find-renames", "-l200", "--irreversible-delete", "--diff-algorithm=myers", "--no-indent-heuristic"),
)
FIELDS = ("%H", "%P", "%an", "%ae", "%at", "%cn", "%ce", "%ct", "%B", "")

BLOCK = 1 << 18
LONGEST_COMMIT = 1 << 21
"""Bytes of a commit that are held: its message and the beginning of its change."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Contact = tuple[str, str]
"""A name and an address, as they were written."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit as git tells it. `change` is the raw list of its files, then the patch: perhaps not to its end."""

    sha: str
    parents: int
    author: Contact
    committer: Contact
    at: datetime | None
    message: str
    change: bytes

    @property
    def is_merge(self) -> bool:
        return self.parents > 1


def commits(repository: Repository, feed: Iterable[str], *options: str) -> Iterator[Commit | Reject]:
    """The commits that `feed` names, in the words `git log --stdin` takes."""
    # Nothing that stands in a history can hold a mark that is drawn now.
    mark = secrets.token_hex(16)
    form = f"--format={mark}{'%x00'.join(FIELDS)}"
    with repository.stream(*LOG, *options, form, feed=feed) as answer:
        for piece in pieces(answer, mark.encode()):
            yield parsed(piece)


def pieces(stream: IO[bytes], mark: bytes, longest: int = LONGEST_COMMIT) -> Iterator[bytes]:
    """What stands after each mark, cut at about `longest` bytes."""
    held, first = b"", True
    while block := stream.read(BLOCK):
        *whole, held = (held + block).split(mark)
        yield from whole[first:]
        first = first and not whole
        if len(held) > longest:
            # The end is kept too: a mark may have begun in it.
            held = held[:longest] + held[-len(mark) :]
    if not first:
        yield held


def parsed(piece: bytes) -> Commit | Reject:
    sha, *fields = piece.split(b"\0", len(FIELDS) - 1)
    name = sha.decode(errors="replace")
    if len(fields) < len(FIELDS) - 2:
        return Reject("git says nothing of it that can be read", name, {"sha": name})
    parents, *people, message = (field.decode(errors="replace") for field in fields[: len(FIELDS) - 2])
    author, author_at, committer, committer_at = people[0:2], people[2], people[3:5], people[5]
    at = moment(author_at) or moment(committer_at)
    if at is None and not any(part.strip() for part in (*author, *committer)):
        return Reject("it has neither an author nor a date", name, {"sha": name})
    return Commit(
        sha=name,
        parents=len(parents.split()),
        author=(author[0], author[1]),
        committer=(committer[0], committer[1]),
        at=at,
        message=message,
        change=fields[-1] if len(fields) == len(FIELDS) - 1 else b"",
    )


def moment(seconds: str) -> datetime | None:
    """A time of git; None for one that no calendar has."""
    try:
        return EPOCH + timedelta(seconds=int(seconds))
    except (ValueError, OverflowError):
        return None
