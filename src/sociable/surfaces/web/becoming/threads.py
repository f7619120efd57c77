"""What a page made of a thread says: the question and what settled it, or a note and what was said to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from sociable.kit.html import from_markdown, to_text
from sociable.publics.readers import Reader
from sociable.surfaces.web.microblog.lines import is_note
from sociable.surfaces.web.microblog.thread import ids_below
from sociable.things.models import Contribution, Tag, Thing, ThingQuerySet, Version
from sociable.things.origins import Origin
from sociable.things.words import MAKERS

MOST = 50
"""Answers that go into it."""
TITLE = 150
CUT = "\n\n* * *\n\n"


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was gathered from a thread: words, and whose they are."""

    title: str
    text: str
    tags: Sequence[str]
    language: str
    origin: Origin


def is_ripe(thread: Thing, reader: Reader) -> bool:
    """Whether something can be made of it: somebody said something to it."""
    return (is_note(thread) or thread.kind == "question") and said_to(thread, reader).exists()


def gather(thread: Thing, reader: Reader) -> Gathered:
    """The thread as one text. What settled it stands alone; as long as nothing did, all that was answered."""
    said = list(said_to(thread, reader)[:MOST])
    chosen = [one for one in said if one.accepted] or said
    texts = texts_of([thread, *chosen])
    beginning = texts[thread.pk] if is_note(thread) else quoted(texts[thread.pk])
    answers = (CUT if not is_note(thread) else "\n\n").join(texts[one.pk] for one in chosen)
    return Gathered(
        title_of(thread, texts[thread.pk]),
        CUT.join(filter(None, (beginning, answers))),
        list(Tag.objects.filter(taggings__thing=thread).order_by("name").values_list("name", flat=True)),
        thread.language,
        Origin([thread.pk, *(one.pk for one in chosen)], people_of(thread, chosen)),
    )


def said_to(thread: Thing, reader: Reader) -> ThingQuerySet:
    """The answers that the reader sees: of a question, what was taken first; below a note, as they were said."""
    seen = Thing.objects.visible_to(reader)
    if is_note(thread):
        return seen.filter(pk__in=ids_below(thread, MOST)).order_by("published_at", "pk")
    answers = seen.filter(reply_to=thread).exclude(kind="comment")
    return answers.order_by("-accepted", "-score", "published_at", "pk")


def texts_of(things: Sequence[Thing]) -> dict[int, str]:
    rows = Version.objects.filter(thing__in=things, number=F("thing__revision")).values_list("thing", "text")
    return {id_: text.strip() for id_, text in rows}


def quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def title_of(thread: Thing, text: str) -> str:
    """The question; or how the note begins. Without signs that no title of a page may have."""
    words = thread.title or to_text(from_markdown(text))
    plain = " ".join("".join(" " if one in "[]|#" else one for one in words).split())
    return plain if len(plain) <= TITLE else f"{plain[:TITLE].rpartition(' ')[0]}…"


def people_of(thread: Thing, chosen: Sequence[Thing]) -> list[tuple[int, str]]:
    """Whoever said what stands in it, under the names they are known by; who asked is named for having asked."""
    began = "author" if is_note(thread) else "reporter"
    roles = {thread.pk: began} | {one.pk: "co-author" if is_note(thread) else "author" for one in chosen}
    makers = Contribution.objects.filter(thing__in=roles, role__name__in=MAKERS, person__erased_at=None)
    found: dict[int, str] = {}
    for row in sorted(makers.select_related("person"), key=lambda row: (roles[row.thing_id] == "reporter", row.pk)):
        found.setdefault(row.person.root_id, roles[row.thing_id])
    return list(found.items())
