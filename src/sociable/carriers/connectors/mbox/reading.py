"""Mail as records: one for each mail that somebody wrote and the last run did not see."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop as _

from sociable.carriers.connectors.mbox.boxes import Raw, mail_at
from sociable.carriers.connectors.mbox.index import COPY, Entry, Index, open_index
from sociable.carriers.connectors.mbox.letters import Letter, Thread, letter_of, to_record
from sociable.carriers.connectors.mbox.scan import scan
from sociable.carriers.connectors.mbox.threads import root_of
from sociable.carriers.record import BadRecord, Reading, Record, Reject


class Mbox:
    help = "Mail: an mbox file, a Maildir, or a folder with such in it."

    schemes = ()

    def name_of(self, location: str) -> str:
        whole = Path(location).resolve()
        return whole.name.removesuffix(".mbox") or whole.name

    def read(self, location: str, name: str, cursor: Mapping[str, Any]) -> Reading:
        reader = Reader(Path(location), name)
        begin = cursor["upto"] if cursor.get("index") == reader.index.mark else 0
        end = reader.index.last()
        return Reading(
            total=reader.index.count_after(begin),
            records=reader.records(reader.index.after(begin, end)),
            cursor={"index": reader.index.mark, "upto": end},
        )

    def again(self, location: str, name: str, rejects: Iterator[Any]) -> Reading:
        reader = Reader(Path(location), name)
        return Reading(total=None, records=reader.records(reader.named(rejects)))


class Reader:
    """A location whose mails are indexed, and read one by one."""

    def __init__(self, location: Path, name: str) -> None:
        self.location, self.name = location, name
        self.index: Index = open_index(Path(settings.DATA) / "mail", location)
        if not scan(self.index, location):
            raise BadRecord(_("%(place)s holds no mail: neither an mbox file nor a Maildir."), place=str(location))

    def records(self, entries: "Iterator[Entry | Reject]") -> Iterator[Record | Reject]:
        try:
            for entry in entries:
                yield entry if isinstance(entry, Reject) else self.record(entry)
        finally:
            self.index.close()

    def named(self, rejects: Iterator[Any]) -> "Iterator[Entry | Reject]":
        """The mails that a reject file names."""
        for raw in rejects:
            path, start = (str(raw.get("file", "")), raw.get("at")) if isinstance(raw, dict) else ("", None)
            found = self.index.at_place(self.index.file_at(path), start) if isinstance(start, int) else None
            yield found or Reject("no mail begins here any more", f"{path}, byte {start}", raw)

    def record(self, entry: Entry) -> Record | Reject:
        path, _mbox = self.index.path_of(entry.file)
        place: dict[str, object] = {"file": path, "at": entry.start}
        where = f"{path or self.location.name}, byte {entry.start}"
        if entry.left_out:
            reason = "a copy of a mail that is here already" if entry.left_out == COPY else entry.left_out
            return Reject(reason, where, place)
        try:
            letter = letter_of(self.raw(entry))
        except Exception as reason:  # whatever a mail does to a parser, it is that mail's alone
            return Reject(f"it cannot be read ({type(reason).__name__}): {reason}", where, place)
        if entry.asks is None:
            self.index.set_asks(entry.n, letter.begins_by_asking)
        return to_record(letter, entry, self.thread(entry), self.name, place)

    def raw(self, entry: Entry) -> Raw:
        path, is_mbox = self.index.path_of(entry.file)
        file = self.location / path if path else self.location
        return mail_at(file, entry.start, entry.length, is_mbox=is_mbox)

    def thread(self, entry: Entry) -> Thread:
        """Where a mail stands in its thread; without any that is here, it waits for the one it names."""
        parent = self.index.number(entry.parent) if entry.parent else None
        awaited = (key for key in entry.references if not self.index.keyed(key))
        reply_to = parent.key if parent else next(awaited, None)
        root = root_of(self.index, entry)
        return Thread(reply_to, self.asks(root), 0 if root.is_reply else root.sender)

    def asks(self, root: Entry) -> bool:
        """Whether a thread begins with a question: read now, if that mail stands further on."""
        if root.asks is None:
            fresh = self.index.number(root.n)
            root.asks = fresh.asks if fresh else None
        if root.asks is None:
            letter = self.letter(root)
            root.asks = int(bool(letter and letter.begins_by_asking))
            self.index.set_asks(root.n, bool(root.asks))
        return bool(root.asks)

    def letter(self, entry: Entry) -> Letter | None:
        """None where it is not in its file any more, or cannot be read."""
        try:
            return None if entry.is_aside else letter_of(self.raw(entry))
        except Exception:
            return None
