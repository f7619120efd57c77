"""What a thing is called on a page. Many have no title of their own: replies, commits without words, imported lines."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from sociable.kit.asked import Asked, Ids
from sociable.publics.readers import Reader
from sociable.surfaces.web.labels import label_of_kind
from sociable.things.models import Thing, Version

MENTION = re.compile(r"@\[([^\]|\n]+)(?:\|\d+)?\]")
FIRST_WORDS = 90
"""Characters of a text that stand for its missing title."""


@dataclass(frozen=True, slots=True)
class Title:
    """`text` is in `language` ('' where not known); `lead` comes before it, in the reader's language."""

    text: str
    language: str = ""
    lead: str = ""

    def __str__(self) -> str:
        return f"{self.lead} {self.text}".strip()


def titles_of(things: Iterable[Thing], reader: Reader, texts: Mapping[int, str] | None = None) -> dict[int, Title]:
    """What to call these things, by id: their title, or what they reply to, or how they begin, or their kind.

    `texts` are what they say, where that is known already.
    """
    listed = list(things)
    untitled = [thing for thing in listed if not thing.title]
    parents = replied_to(untitled, reader)
    alone = [thing.pk for thing in untitled if thing.reply_to_id not in parents]
    said = texts_of(alone) if texts is None else {one: texts[one] for one in alone if one in texts}
    begins = beginnings(said)
    return {thing.pk: title_of(thing, parents, begins) for thing in listed}


def title_of(thing: Thing, parents: dict[int, Thing], begins: dict[int, str]) -> Title:
    if thing.title:
        return Title(thing.title, thing.language)
    if parent := parents.get(thing.reply_to_id or 0):
        return Title(parent.title, parent.language, _("In reply to:"))
    if beginning := begins.get(thing.pk):
        return Title(beginning, thing.language)
    return Title(f"{label_of_kind(thing.kind)} {thing.pk}")


def replied_to(things: Iterable[Thing], reader: Reader) -> dict[int, Thing]:
    ids = {thing.reply_to_id for thing in things if thing.reply_to_id}
    return Thing.objects.visible_to(reader).exclude(title="").in_bulk(ids) if ids else {}


def beginnings(texts: Mapping[int, str]) -> dict[int, str]:
    return {id_: first_words(text) for id_, text in texts.items() if text.strip()}


CURRENT = Asked(
    lambda: Version.objects.filter(thing__in=Ids("things"), number=F("thing__revision")).values_list("thing_id", "text")
)


def texts_of(things: Collection[int]) -> dict[int, str]:
    """What these things say now."""
    return dict(CURRENT(things=things)) if things else {}


def first_words(text: str) -> str:
    plain = MENTION.sub(r"@\1", text[: 4 * FIRST_WORDS])
    return Truncator(" ".join(plain.split())).chars(FIRST_WORDS)
