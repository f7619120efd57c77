"""What was seen of a source's mails, in a file of its own: which stand where, and which answers which.

Nothing of it is needed: it is made again from the mails. It holds keys, numbers and hashes, no words, names or
addresses. It is on disk so that memory does not grow with the mails.
"""

import hashlib
import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sociable.carriers.connectors.mbox.boxes import Box

FORM = 1
"""Raised whenever what is kept here is made in another way: then all of it is made again."""
TABLES = """
CREATE TABLE source (mark TEXT NOT NULL);
CREATE TABLE file (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, path TEXT NOT NULL, is_mbox INTEGER NOT NULL,
    size INTEGER NOT NULL, changed INTEGER NOT NULL, upto INTEGER NOT NULL, seal BLOB NOT NULL
);
CREATE TABLE mail (
    n INTEGER PRIMARY KEY AUTOINCREMENT, file INTEGER NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL,
    key TEXT NOT NULL, left_out TEXT NOT NULL, sender INTEGER NOT NULL, at INTEGER,
    thread INTEGER NOT NULL, is_reply INTEGER NOT NULL, refs TEXT NOT NULL, parent INTEGER, asks INTEGER,
    UNIQUE (file, start)
);
CREATE INDEX mail_key ON mail (key);
CREATE INDEX mail_thread ON mail (thread, at);
CREATE INDEX mail_parent ON mail (parent);
CREATE INDEX mail_lost ON mail (n) WHERE parent IS NULL OR (parent = 0 AND refs != '');
"""
COPY = "copy"


@dataclass(slots=True)
class Entry:
    """A mail as the index knows it. `left_out` says why it becomes no thing; `parent` 0 is none."""

    file: int
    start: int
    length: int
    key: str
    left_out: str
    sender: int
    at: int | None
    thread: int
    is_reply: bool
    refs: str
    n: int = 0
    """Its number; later mails have higher ones."""
    parent: int | None = None
    asks: int | None = None

    @property
    def is_aside(self) -> bool:
        """Whether its file has it no more."""
        return self.file == 0

    @property
    def references(self) -> list[str]:
        return self.refs.split("\n") if self.refs else []


COLUMNS = "file, start, length, key, left_out, sender, at, thread, is_reply, refs, n, parent, asks"


def hashed(text: str) -> int:
    """63 bits of BLAKE2; 0 for an empty text."""
    return int.from_bytes(hashlib.blake2b(text.encode(errors="replace"), digest_size=8).digest()) >> 1 if text else 0


class Index:
    """The index of one source, opened or made."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self.base = sqlite3.connect(file, isolation_level=None)
        self.base.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-16000")
        if self.one("PRAGMA user_version") != FORM:
            self.begin_anew()
        self.mark = str(self.one("SELECT mark FROM source"))

    def begin_anew(self) -> None:
        names = [name for (name,) in self.base.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        dropped = "".join(f"DROP TABLE {name};" for name in names if not name.startswith("sqlite_"))
        self.base.executescript(f"BEGIN; {dropped} {TABLES} PRAGMA user_version={FORM};")
        self.base.execute("INSERT INTO source VALUES (?)", [secrets.token_hex(8)])
        self.base.execute("COMMIT")

    def one(self, query: str, *values: object) -> object:
        row = self.base.execute(query, values).fetchone()
        return row[0] if row else None

    def begin(self) -> None:
        self.base.execute("BEGIN")

    def commit(self) -> None:
        self.base.execute("COMMIT")

    def close(self) -> None:
        self.base.close()

    # Files

    def file_of(self, box: Box) -> tuple[int, int, int, int, bytes]:
        """Id, size, time of change, up to where it was seen, and the seal of that; made where it is new."""
        self.base.execute(
            "INSERT INTO file (name, path, is_mbox, size, changed, upto, seal) VALUES (?, ?, ?, -1, 0, 0, x'')"
            " ON CONFLICT (name) DO UPDATE SET path = excluded.path WHERE path != excluded.path",
            [box.name, box.path, box.is_mbox],
        )
        row = self.base.execute("SELECT id, size, changed, upto, seal FROM file WHERE name = ?", [box.name]).fetchone()
        return (row[0], row[1], row[2], row[3], row[4])

    def seen(self, file: int, upto: int, seal: bytes, size: int = -1, changed: int = 0) -> None:
        self.base.execute(
            "UPDATE file SET upto = ?, seal = ?, size = ?, changed = ? WHERE id = ?", [upto, seal, size, changed, file]
        )

    def lay_aside(self, file: int) -> None:
        """What stood in a file stands there no more. It is remembered for its thread: mails may still answer it."""
        self.base.execute("DELETE FROM mail WHERE file = ? AND left_out != ''", [file])
        self.base.execute("UPDATE mail SET file = 0, start = n WHERE file = ?", [file])

    def path_of(self, file: int) -> tuple[str, bool]:
        path, is_mbox = self.base.execute("SELECT path, is_mbox FROM file WHERE id = ?", [file]).fetchone()
        return str(path), bool(is_mbox)

    def file_at(self, path: str) -> int:
        found = self.one("SELECT id FROM file WHERE path = ?", path)
        return found if isinstance(found, int) else 0

    # Mails

    def add(self, entry: Entry, instead: Entry | None = None) -> None:
        """`instead` is the same mail as it was before, which goes; those that answer it now answer this one."""
        done = self.base.execute(
            f"INSERT INTO mail ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL)",  # noqa: S608
            [
                *(entry.file, entry.start, entry.length, entry.key, entry.left_out),
                *(entry.sender, entry.at, entry.thread, entry.is_reply, entry.refs),
            ],
        )
        if instead:
            self.base.execute("UPDATE mail SET parent = ? WHERE parent = ?", [done.lastrowid, instead.n])
            self.base.execute("DELETE FROM mail WHERE n = ?", [instead.n])

    def lay_one_aside(self, n: int) -> None:
        self.base.execute("UPDATE mail SET file = 0, start = n WHERE n = ?", [n])

    def many(self, where: str, *values: object) -> list[Entry]:
        rows = self.base.execute(f"SELECT {COLUMNS} FROM mail WHERE {where}", values)  # noqa: S608 (our own words)
        return [Entry(*row) for row in rows]

    def first(self, where: str, *values: object) -> Entry | None:
        found = self.many(f"{where} LIMIT 1", *values)
        return found[0] if found else None

    def at_place(self, file: int, start: int) -> Entry | None:
        return self.first("file = ? AND start = ?", file, start)

    def number(self, n: int) -> Entry | None:
        return self.first("n = ?", n)

    def keyed(self, key: str) -> Entry | None:
        """The mail of that key that becomes a thing."""
        return self.first("key = ? AND left_out = ''", key)

    def count_after(self, n: int) -> int:
        return int(str(self.one("SELECT count(*) FROM mail WHERE n > ? AND file > 0", n)))

    def last(self) -> int:
        return int(str(self.one("SELECT coalesce(max(n), 0) FROM mail")))

    def after(self, n: int, upto: int) -> Iterator[Entry]:
        """The mails after a number, in their order, some at a time: the table may be written meanwhile."""
        while part := self.many("n > ? AND n <= ? AND file > 0 ORDER BY n LIMIT 500", n, upto):
            yield from part
            n = part[-1].n

    def set_parent(self, n: int, parent: int) -> None:
        self.base.execute("UPDATE mail SET parent = ? WHERE n = ?", [parent, n])

    def set_asks(self, n: int, asks: bool) -> None:
        self.base.execute("UPDATE mail SET asks = ? WHERE n = ?", [int(asks), n])


def open_index(folder: Path, location: Path) -> Index:
    """The index of a location. A file that is no index any more is made anew."""
    file = folder / f"{hashlib.blake2b(str(location).encode(), digest_size=12).hexdigest()}.sqlite"
    try:
        return Index(file)
    except sqlite3.DatabaseError:
        for part in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
            part.unlink(missing_ok=True)
        return Index(file)
