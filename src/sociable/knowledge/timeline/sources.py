"""What brings a thing into a timeline: a person, a tag, a public, or that somebody is named in it.

A source is one number, so that one index and one list of numbers serve them all: its id eight times, and its kind.
"""

from enum import IntEnum
from typing import NamedTuple

KINDS = 8


class Kind(IntEnum):
    PERSON = 1
    """Made, or passed on, by this person (the id that the act carries; whoever was merged has several)."""
    TAG = 2
    PUBLIC = 3
    NAMED = 4
    """Names this person."""


class Source(NamedTuple):
    kind: Kind
    id: int

    @property
    def number(self) -> int:
        return KINDS * self.id + self.kind


def source_of(number: int) -> Source:
    return Source(Kind(number % KINDS), number // KINDS)
