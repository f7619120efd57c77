"""What a reader has muted, left out of what a timeline shows: people, tags, threads, words."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from django.db import connection

from sociable.kit.databases import among, as_numbers
from sociable.responses.follows.reading import Muted
from sociable.surfaces.web.microblog.lines import Line
from sociable.things.models import Tagging

HIGHEST = 60
ABOVE = """
WITH RECURSIVE above (id, reply_to_id, first, step) AS (
  SELECT id, reply_to_id, id, 0 FROM things_thing WHERE {among}
  UNION
  SELECT thing.id, thing.reply_to_id, above.first, above.step + 1
  FROM things_thing AS thing JOIN above ON thing.id = above.reply_to_id WHERE above.step < %s
)
SELECT first, id FROM above
"""


def without_muted(lines: Iterable[Line], muted: Muted) -> list[Line]:
    """The lines without what the reader has muted; whoever is muted passes nothing on, either."""
    shown = [line for line in lines if not is_by_muted(line, muted) and not says_muted(line, muted)]
    silent = carrying(shown, muted) | within(shown, muted)
    return [quietened(line, muted) for line in shown if line.thing.pk not in silent and not is_passed_on(line, muted)]


def is_by_muted(line: Line, muted: Muted) -> bool:
    return bool(line.card.credits) and all(credit.person.pk in muted.people for credit in line.card.credits)


def says_muted(line: Line, muted: Muted) -> bool:
    if not muted.words:
        return False
    said = f"{line.thing.title} {line.card.text}".casefold()
    return any(word in said for word in muted.words)


def carrying(lines: Collection[Line], muted: Muted) -> set[int]:
    """Which of these carry a muted tag."""
    if not muted.tags:
        return set()
    rows = Tagging.objects.filter(thing__in=[line.thing.pk for line in lines], tag__in=muted.tags)
    return set(rows.values_list("thing", flat=True))


def within(lines: Collection[Line], muted: Muted) -> set[int]:
    """Which of these stand in a muted thread."""
    if not muted.things:
        return set()
    with connection.cursor() as cursor:
        listed = as_numbers(line.thing.pk for line in lines)
        cursor.execute(ABOVE.format(among=among("id")), [listed, HIGHEST])
        return {first for first, above in cursor.fetchall() if above in muted.things}


def is_passed_on(line: Line, muted: Muted) -> bool:
    """Whether it is only there because somebody muted passed it on."""
    return bool(line.boosted_by) and all(person.pk in muted.people for person in line.boosted_by)


def quietened(line: Line, muted: Muted) -> Line:
    return replace(line, boosted_by=tuple(one for one in line.boosted_by if one.pk not in muted.people))
