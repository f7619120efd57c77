"""A note's page: what it answers, the note, and all that was said to it, however deep, in so many queries."""

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sociable.ledger.acts import settled
from sociable.publics.readers import Reader, may_answer_in
from sociable.rooms.microblog.verbs import KIND
from sociable.surfaces.web.homes import register
from sociable.surfaces.web.microblog.composing import composer
from sociable.surfaces.web.microblog.lines import Line, is_note, lines_of
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.things.models import Thing

MOST = 500
"""Answers shown on one page; each has a page of its own, with the answers to it."""
HIGHEST = 60
"""Notes that a note answers, one answering the other, shown above it."""
LEVELS = 6
"""Deeper answers stand beside those they answer."""

BELOW = """
WITH RECURSIVE below (id) AS (
  SELECT id FROM things_thing WHERE reply_to_id = %s AND kind = %s
  UNION
  SELECT answer.id FROM things_thing AS answer JOIN below ON answer.reply_to_id = below.id WHERE answer.kind = %s
)
SELECT id FROM below ORDER BY id LIMIT %s
"""
ABOVE = """
WITH RECURSIVE above (id, reply_to_id, step) AS (
  SELECT id, reply_to_id, 0 FROM things_thing WHERE id = %s
  UNION
  SELECT note.id, note.reply_to_id, above.step + 1 FROM things_thing AS note
  JOIN above ON note.id = above.reply_to_id WHERE above.step < %s
)
SELECT id FROM above WHERE step > 0 ORDER BY step DESC
"""


@register
def at_home(thing: Thing) -> str | None:
    return f"/notes/{thing.pk}/" if is_note(thing) else None


@require_safe
def note(request: HttpRequest, id_: int) -> HttpResponse:
    reader, (xid, act) = reader_of(request), settled()  # before what the page shows is read
    one = get_object_or_404(Thing.objects.visible_to(reader).select_related("public"), pk=id_, kind=KIND)
    if not is_note(one):
        raise Http404
    line, below, is_cut = with_answers(one, reader)
    above, may_answer = ids(ABOVE, [one.pk, HIGHEST]), may_answer_in(reader, one.public)
    context = {
        "line": line,
        "above": lines_of(above, reader),
        "root": above[0] if above else one.pk,
        "told_up_to": f"{xid}.{act}",
        "below": below,
        "is_cut": is_cut,
        "may_answer": may_answer,
        "compose": composer(request, where=f"note:reply:{one.pk}") if person_of(request) and may_answer else None,
        "next": request.path,
    }
    return render(request, "microblog/note.html", context)


def with_answers(one: Thing, reader: Reader) -> tuple[Line, list[Line], bool]:
    """A note, what was said to it, each under what it answers; and whether there is more than that."""
    found = ids_below(one, MOST + 1)
    note, *lines = lines_of([one.pk, *found[:MOST]], reader)
    by_id = {line.thing.pk: line for line in lines}
    standing: dict[int, tuple[int, list[Line]]] = {}
    first: list[Line] = []
    for line in lines:
        parent = by_id.get(line.thing.reply_to_id or 0)
        level, beside = standing.get(parent.thing.pk, (0, first)) if parent else (0, first)
        place = beside if parent is None or level >= LEVELS else parent.below
        standing[line.thing.pk] = (min(LEVELS, level + 1), place)
        place.append(line)
    return note, first, len(found) > MOST


def ids_below(one: Thing, most: int) -> list[int]:
    """The first notes that were said to a note, however deep, whoever may see them."""
    return ids(BELOW, [one.pk, KIND, KIND, most])


def ids(sql: str, parameters: list[int | str]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall()]
