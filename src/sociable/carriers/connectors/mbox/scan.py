"""Bringing the index in step with the boxes: only what stands there anew is looked at, and only its headers."""

from pathlib import Path

from sociable.carriers.connectors.mbox.automatic import why_automatic
from sociable.carriers.connectors.mbox.boxes import Box, Raw, boxes, mails, seal_of
from sociable.carriers.connectors.mbox.heads import Head, head_of, headers_of, is_mail
from sociable.carriers.connectors.mbox.index import COPY, Entry, Index, hashed
from sociable.carriers.connectors.mbox.threads import link

COMMIT = 2_000
SAME_MOMENT = 60
"""Seconds: some programs date the copy that they keep a little later than what they send."""
NO_MAIL = "not a mail: it has no header of one"


def scan(index: Index, location: Path) -> bool:
    """Returns whether there was any mail in the location. Killed at any moment, the next goes on from there."""
    found = False
    index.begin()
    for box in boxes(location):
        found = True
        scan_box(index, box, location / box.path if box.path else location)
    link(index)
    index.commit()
    return found


def scan_box(index: Index, box: Box, file: Path) -> None:
    id_, size, changed, upto, seal = index.file_of(box)
    now = file.stat()
    if (size, changed) == (now.st_size, now.st_mtime_ns):
        return
    if upto > now.st_size or not box.is_mbox or seal_of(file, upto) != seal:
        index.lay_aside(id_)
        upto = 0
    for count, raw in enumerate(mails(file, upto, is_mbox=box.is_mbox), 1):
        add_mail(index, id_, raw)
        # The last mail is looked at again next time: it may have been half written.
        upto = raw.start
        if count % COMMIT == 0:
            index.seen(id_, upto, seal_of(file, upto))
            index.commit()
            index.begin()
    index.seen(id_, upto, seal_of(file, upto), now.st_size, now.st_mtime_ns)


def add_mail(index: Index, file: int, raw: Raw) -> None:
    before = index.at_place(file, raw.start)
    if before and before.length == raw.length:
        return
    if before:
        index.lay_one_aside(before.n)
    try:
        entry, head = entry_of(file, raw)
    except Exception as reason:  # whatever a mail does to a parser, it is that mail's alone
        index.add(unreadable(file, raw, reason))
    else:
        add_entry(index, entry, head)


def entry_of(file: int, raw: Raw) -> tuple[Entry, Head]:
    headers = headers_of(raw)
    head = head_of(headers, raw)
    entry = Entry(
        file=file,
        start=raw.start,
        length=raw.length,
        key=head.key,
        left_out=why_automatic(headers, head) if is_mail(headers) else NO_MAIL,
        sender=hashed(head.sender.address or head.sender.name) if head.sender else 0,
        at=int(head.at.timestamp()) if head.at else None,
        thread=hashed(head.subject.thread),
        is_reply=head.subject.answers or bool(head.refs),
        refs="\n".join(head.refs),
    )
    return entry, head


def unreadable(file: int, raw: Raw, reason: Exception) -> Entry:
    said = f"its headers cannot be read ({type(reason).__name__})"
    return Entry(file, raw.start, raw.length, "", said, sender=0, at=None, thread=0, is_reply=False, refs="")


def add_entry(index: Index, entry: Entry, head: Head) -> None:
    """A mail whose key is taken is a copy if its sender and time are taken too; otherwise it gets a key of its own."""
    for key in (entry.key, own_key(entry, head)):
        other = None if entry.left_out else index.keyed(key)
        if other is None or other.is_aside:
            entry.key = key
            index.add(entry, instead=other)
            return
        if other.sender == entry.sender and abs((other.at or 0) - (entry.at or 0)) <= SAME_MOMENT:
            break
    entry.left_out = COPY
    index.add(entry)


def own_key(entry: Entry, head: Head) -> str:
    return f"{entry.key[:160]}#{hashed(f'{entry.sender} {(entry.at or 0) // 60} {head.subject.topic}'):x}"
