"""Where mails lie: mbox files, Maildir folders, single mails. Cut into mails as a stream, however large the file."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

BLOCK = 1 << 20
LONGEST = 1 << 25
"""Bytes of a mail that are looked at."""
OVERLAP = 2_000
"""Longer than any line that parts two mails, with what must stand around it."""

# A line "From …" parts two mails only with a date in it, after an empty line and before a header: not every program
# puts a ">" before such a line when somebody writes it.
PARTING = re.compile(rb"From [^\n]{0,200}?\d\d?:\d\d[^\n]{0,100}\d{4}[^\n]{0,100}\n(?=[!-9;-~]+:|>From )")
FROM_LINE = re.compile(rb"\A(From [^\n]*)\r?\n")
ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Box:
    """A file with mails in it. `name` stays when a mail of a Maildir is read, flagged or moved out of `new`."""

    name: str
    path: str
    is_mbox: bool


@dataclass(frozen=True, slots=True)
class Raw:
    """A mail as it lies there: where in its file, the line that parts it from the one before, its bytes."""

    start: int
    length: int
    parting: bytes
    data: bytes


def boxes(location: Path) -> Iterator[Box]:
    """The files of a location that hold mail; in a folder, what holds none is passed over."""
    if location.is_file():
        yield Box("", "", is_mbox=begins_like_mbox(location))
        return
    for folder, folders, files in os.walk(location):
        folders.sort()
        here = Path(folder)
        for file in sorted(files):
            if box := box_of(here / file, location):
                yield box


def box_of(file: Path, location: Path) -> Box | None:
    path = str(file.relative_to(location))
    if file.is_symlink() or not file.is_file():
        return None
    if file.parent.name in ("cur", "new"):
        return Box(f"{file.parent.parent.relative_to(location)}/{file.name.partition(':')[0]}", path, is_mbox=False)
    if file.parent.name == "tmp":
        return None
    if file.suffix == ".eml":
        return Box(path, path, is_mbox=False)
    return Box(path, path, is_mbox=True) if begins_like_mbox(file) else None


def begins_like_mbox(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(5) == b"From "


def mails(file: Path, start: int, *, is_mbox: bool) -> Iterator[Raw]:
    """The mails of a file from `start`, where a mail begins."""
    with file.open("rb") as stream:
        if is_mbox:
            yield from (to_raw(at, length, data) for at, length, data in pieces(stream, start))
        else:
            length = os.fstat(stream.fileno()).st_size
            yield Raw(0, length, b"", stream.read(LONGEST))


def pieces(stream: IO[bytes], start: int) -> Iterator[tuple[int, int, bytes]]:
    """Where each mail begins, how long it is, and its first bytes, at most LONGEST."""
    stream.seek(start)
    held, begin, kept, dropped = b"", 0, b"", 0
    while block := stream.read(BLOCK):
        search = max(begin + 1, len(held) - OVERLAP)
        held += block
        while (end := next_parting(held, search)) > 0:
            yield start, dropped + end - begin, (kept or held[begin:end])[:LONGEST]
            start, begin, search, kept, dropped = start + dropped + end - begin, end, end + 1, b"", 0
        held, begin = held[begin:], 0
        if len(held) > LONGEST:
            kept, dropped, held = kept or held[:LONGEST], dropped + len(held) - OVERLAP, held[-OVERLAP:]
    if held:
        yield start, dropped + len(held), kept or held


def next_parting(held: bytes, search: int) -> int:
    """Where the next line stands that parts two mails; 0 where none does."""
    place = held.find(b"\nFrom ", search - 1)
    while place > 0:
        below_nothing = held[place - 1 : place] == b"\n" or held[place - 2 : place] == b"\n\r"
        if below_nothing and PARTING.match(held, place + 1):
            return place + 1
        place = held.find(b"\nFrom ", place + 1)
    return 0


def to_raw(start: int, length: int, data: bytes) -> Raw:
    parting = FROM_LINE.match(data)
    body = data[parting.end() :] if parting else data
    return Raw(start, length, parting[1] if parting else b"", ESCAPED.sub(rb"\1", body) if b"\n>" in body else body)


def mail_at(file: Path, start: int, length: int, *, is_mbox: bool) -> Raw:
    """One mail, read again from where it lies. Raises OSError where the file is gone."""
    with file.open("rb") as stream:
        stream.seek(start)
        data = stream.read(min(length, LONGEST))
    return to_raw(start, length, data) if is_mbox else Raw(start, length, b"", data)


def seal_of(file: Path, upto: int) -> bytes:
    """A mark of what stands before a place: another mark says that the file was written anew."""
    edge = 1 << 12
    with file.open("rb") as stream:
        mark = hashlib.blake2b(stream.read(min(edge, upto)), digest_size=16)
        stream.seek(max(0, upto - edge))
        mark.update(stream.read(min(edge, upto)))
    return mark.digest()
