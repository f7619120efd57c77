"""A mail as a record: what somebody wrote, in which role, in which thread."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sociable.carriers.connectors.mbox.bodies import Body, body_of, parsed
from sociable.carriers.connectors.mbox.boxes import Raw
from sociable.carriers.connectors.mbox.heads import Head, head_of, headers_of
from sociable.carriers.connectors.mbox.index import Entry
from sociable.carriers.connectors.mbox.questions import asks, only_asks
from sociable.carriers.connectors.mbox.said import said_in
from sociable.carriers.record import Record
from sociable.things.language import language_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

WORDS = {
    "en": {"attached": "Attached", "encrypted": "Encrypted ({how}): not read"},
    "fr": {"attached": "En pièce jointe", "encrypted": "Chiffré ({how})\N{NO-BREAK SPACE}: non lu"},
}
"""What is said of a mail below its words, in the language of the mail."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that was read."""

    head: Head
    body: Body
    said: str

    @property
    def title(self) -> str:
        return self.head.subject.topic

    @property
    def begins_by_asking(self) -> bool:
        """Whether it asks something, as the first of its thread. Of a beginning that is not here, its subject tells."""
        replies = self.head.subject.answers or bool(self.head.refs)
        return asks(self.title, "" if replies else self.said)

    @property
    def passes_on(self) -> bool:
        """Whether nothing of it was written by whoever sent it."""
        nothing = not self.said and not self.body.encrypted
        return nothing and (self.head.subject.forwards or self.head.subject.answers or bool(self.head.refs))


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a mail stands: below which, and what the thread's beginning is."""

    reply_to: str | None = None
    is_question: bool = False
    asker: int = 0


def letter_of(raw: Raw) -> Letter:
    body = body_of(parsed(raw.data))
    return Letter(head_of(headers_of(raw), raw), body, said_in(body.text))


def to_record(letter: Letter, entry: Entry, thread: Thread, source: str, place: dict[str, object]) -> Record:
    kind, role = kind_and_role(letter, entry, thread)
    language = language_of(f"{letter.title} {letter.said[:300]}")
    sender = letter.head.sender
    return Record(
        key=entry.key,
        kind=kind,
        title=letter.title,
        text="\n\n".join(part for part in (letter.said, *notes(letter.body, language)) if part),
        at=EPOCH + timedelta(seconds=entry.at) if entry.at is not None else None,
        people=[(sender.known_as(source), role)] if sender else [],
        language=language,
        reply_to=thread.reply_to,
        raw=place,
    )


def kind_and_role(letter: Letter, entry: Entry, thread: Thread) -> tuple[str, str]:
    """What it is, and as what whoever sent it stands behind it (docs/mail.md has the table)."""
    if letter.passes_on:
        return "mail", "participant"
    if not entry.parent and not entry.is_reply:
        return ("question", "asker") if letter.begins_by_asking else ("mail", "author")
    if not thread.is_question:
        return "mail", "author"
    if entry.sender == thread.asker or only_asks(letter.said):
        return "mail", "asker"
    return "answer", "answerer"


def notes(body: Body, language: str) -> list[str]:
    """Below the words: what was left alone, and what is attached."""
    words = WORDS.get(language, WORDS["en"])
    said = [words["encrypted"].format(how=body.encrypted)] if body.encrypted else []
    if body.attachments:
        colon = "\N{NO-BREAK SPACE}: " if language == "fr" else ": "
        said.append(f"{words['attached']}{colon}{', '.join(body.attachments)}")
    return said
