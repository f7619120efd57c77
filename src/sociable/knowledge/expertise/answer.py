"""What the locator answers: people, and what speaks for each."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from typing_extensions import TypedDict


class Reason(NamedTuple):
    """A thing that speaks for somebody. `share` is its part of the person's score; the shares add up to it."""

    thing: int
    title: str
    kind: str
    role: str
    """The one that says most of them, of all their `roles` in it."""
    roles: tuple[str, ...]
    date: datetime
    share: float
    words: tuple[str, ...] = ()
    """Words of the question that stand in it, those that tell most first, folded."""
    snippet: str | None = None
    """The passage where they stand; None for things that are told without one."""


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who can help: best reasons first. `score` is relative to the best person of the answer (0 to 1)."""

    id: int
    name: str
    headline: str
    score: float
    confidence: str
    """`strong`, `some` or `faint`."""
    reasons: tuple[Reason, ...]
    topics: tuple[str, ...]
    """Words of the question that their things combine."""
    path: tuple[int, ...] | None
    """Ids of people from the asker to them, both included, each of whom worked with the next."""
    available: bool
    back_at: datetime | None
    stand_in: int | None
    local_time: datetime | None
    quiet_since: datetime | None
    """When they last did something here, where that is long ago (`presence.py`)."""
    stands_in_for: int | None = None
    """Who is away, and whose place, score and reasons these are."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The people who can help with a question, best first; none when nobody here is known to."""

    query: str
    people: tuple[Helper, ...]
    removed_by: str | None = None
    """The rule that removed everybody who could be named."""

    @property
    def nobody(self) -> bool:
        return not self.people


class ReasonRecord(TypedDict):
    thing: int
    title: str
    role: str
    date: str
    share: float
    words: list[str]
    snippet: str | None


class PersonRecord(TypedDict):
    id: int
    name: str
    score: float
    confidence: str | None
    evidence: list[ReasonRecord]
    topics: list[str]
    path: list[int] | None
    available: bool
    local_time: str | None
    quiet_since: str | None
    stand_in: int | None
    stands_in_for: int | None


class AnswerRecord(TypedDict):
    """The form for scripts, the same from the command line and the API. What is not served yet is null."""

    query: str
    nobody: bool
    people: list[PersonRecord]
    removed_by: str | None


def as_record(answer: Answer) -> AnswerRecord:
    return {
        "query": answer.query,
        "nobody": answer.nobody,
        "people": [
            {
                "id": one.id,
                "name": one.name,
                "score": round(one.score, 6),
                "confidence": one.confidence,
                "evidence": [
                    {
                        "thing": reason.thing,
                        "title": reason.title,
                        "role": reason.role,
                        "date": reason.date.isoformat(),
                        "share": round(reason.share, 6),
                        "words": list(reason.words),
                        "snippet": reason.snippet,
                    }
                    for reason in one.reasons
                ],
                "topics": list(one.topics),
                "path": list(one.path) if one.path else None,
                "available": one.available,
                "local_time": one.local_time.isoformat() if one.local_time else None,
                "quiet_since": one.quiet_since.isoformat() if one.quiet_since else None,
                "stand_in": one.stand_in,
                "stands_in_for": one.stands_in_for,
            }
            for one in answer.people
        ],
        "removed_by": answer.removed_by,
    }
