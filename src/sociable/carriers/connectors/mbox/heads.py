"""What the headers of a mail say: its key, who sent it and when, what it answers, whether a program sent it."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from sociable.carriers.connectors.mbox.boxes import Raw
from sociable.carriers.connectors.mbox.charsets import header_text, text_of
from sociable.carriers.connectors.mbox.senders import Headers, Sender, sender_of
from sociable.carriers.connectors.mbox.subjects import Subject

HEADER = re.compile(rb"^([!-9;-~]+)[ \t]*:[ \t]*([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)", re.MULTILINE)
END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
ID = re.compile(r"<([^<>]+)>")
DATE_IN_PARTING = re.compile(r"\w{3},? +(\w{3}) +(\d+) +(\d\d:\d\d(?::\d\d)?)(?: +([A-Z]{3,4}|[-+]\d{4}))? +(\d{4})")
LIST_NAME = re.compile(r"<?([^<>\s.@]+)[^<>\s]*>?\s*$")
LONGEST_ID = 190
LONGEST_HEADER = 20_000
REFERENCES = 30
EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)
LATE = timedelta(days=3)
"""How much later than it was delivered a mail may say it was written."""


@dataclass(frozen=True, slots=True)
class Head:
    """A mail without its words."""

    key: str
    sender: Sender | None
    at: datetime | None
    subject: Subject
    list_name: str
    refs: tuple[str, ...]
    """Keys of the mails it answers, the nearest first."""


def head_bytes(data: bytes) -> bytes:
    end = END_OF_HEAD.search(data)
    return data[: end.end()] if end else data


def headers_of(raw: Raw) -> Headers:
    """Each header as it was written, by its name in lower case; of several of a name, the first."""
    found: dict[str, str] = {}
    for name, value in HEADER.findall(head_bytes(raw.data)):
        found.setdefault(name.decode("ascii").lower(), text_of(value[:LONGEST_HEADER]))
    return found


def is_mail(headers: Headers) -> bool:
    return any(name in headers for name in ("from", "date", "message-id", "subject"))


def head_of(headers: Headers, raw: Raw) -> Head:
    own = id_in(headers.get("message-id", ""))
    list_name = list_name_in(headers.get("list-id", ""))
    return Head(
        key=own or key_without_id(raw),
        sender=sender_of(headers, raw.parting, list_name),
        at=moment_of(headers, raw.parting),
        subject=Subject(header_text(headers.get("subject", "")), list_name),
        list_name=list_name,
        refs=tuple(one for one in references(headers) if one != own)[:REFERENCES],
    )


def id_in(text: str) -> str:
    found = ID.search(text)
    return tidy_id(found[1] if found else text)


def tidy_id(text: str) -> str:
    """An id without the blanks that folding put in; one too long for a key by its hash."""
    tidy = "".join(text.split())
    return tidy if len(tidy) <= LONGEST_ID else f"long:{hashlib.blake2b(tidy.encode(), digest_size=16).hexdigest()}"


def key_without_id(raw: Raw) -> str:
    """The same mail has the same key in whatever box it lies: made of what no box changes."""
    kept = head_bytes(raw.data)
    mark = hashlib.blake2b(digest_size=16)
    for line in sorted(re.findall(rb"(?im)^(?:from|to|date|subject):.*$", kept)):
        mark.update(b" ".join(line.split()))
    mark.update(b" ".join(raw.data[len(kept) :].split()))
    return f"no-id:{mark.hexdigest()}"


def references(headers: Headers) -> list[str]:
    """What In-Reply-To names, if only one mail; then References from the last to the first (RFC 5322, 3.6.4)."""
    parents = ID.findall(headers.get("in-reply-to", ""))
    line = ID.findall(headers.get("references", ""))
    nearest = parents if len(parents) == 1 else []
    return list(dict.fromkeys(tidy_id(one) for one in (*nearest, *reversed(line), *parents)))


def list_name_in(text: str) -> str:
    """`Workshop talk <workshop.lists.office.example>` is the list "workshop"."""
    found = LIST_NAME.search(text)
    return found[1] if found else ""


def moment_of(headers: Headers, parting: bytes) -> datetime | None:
    """When it was written; where the mail does not say, or cannot be right, when it was delivered."""
    written = date_in(headers.get("date", ""))
    delivered = delivery_of(headers, parting)
    if written and written > EARLIEST and not (delivered and written > delivered + LATE):
        return written
    return delivered


def delivery_of(headers: Headers, parting: bytes) -> datetime | None:
    received = date_in(headers.get("received", "").rpartition(";")[2])
    if received and received > EARLIEST:
        return received
    found = DATE_IN_PARTING.search(parting.decode("ascii", errors="replace"))
    stamped = date_in(f"{found[2]} {found[1]} {found[5]} {found[3]} {found[4] or '+0000'}") if found else None
    return stamped if stamped and stamped > EARLIEST else None


def date_in(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(" ".join(text.split()))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
