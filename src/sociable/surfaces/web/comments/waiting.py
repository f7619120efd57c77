"""What outsiders said, and waits for somebody's word."""

from sociable.publics.readers import Reader
from sociable.responses.comments.doors import line_of, looks_after
from sociable.responses.comments.models import Guest, Hold
from sociable.surfaces.web.comments.threads import Said
from sociable.surfaces.web.things import with_texts
from sociable.things.models import Thing

MOST = 100
"""Comments that are looked through."""


def waiting_for(reader: Reader) -> list[tuple[Thing, Said]]:
    """Comments that this reader may let in, the oldest first, each with what it is on."""
    if reader.person is None:
        return []
    rows = Hold.objects.filter(decision=None, thing__comment_withdrawal=None, thing__public_id__in=reader.publics)
    things = [one.thing for one in rows.select_related("thing__public").order_by("at", "pk")[:MOST]]
    mine = {one.pk: one for one in things if looks_after(reader, one)}
    names = dict(Guest.objects.filter(thing__in=mine).values_list("thing", "name"))
    cards = with_texts(list(mine.values()), reader)
    return [(line_of(card.thing)[-1], Said(card, names.get(card.thing.pk, ""), waits=True)) for card in cards]
