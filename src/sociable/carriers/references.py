"""What records say of each other by their keys: replies and citations, also to records that come later, or never."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from sociable.carriers.models import Origin, Reference, Source
from sociable.carriers.record import Record
from sociable.kit.databases import insert_rows
from sociable.things.models import Thing
from sociable.things.verbs import add_links

Mention = tuple[int, str, str]
"""The thing that mentions, how (a kind of Reference), and the key it names."""


def refer(source: Source, records: Mapping[int, Record], arrived: Mapping[str, int]) -> None:
    """Ties these things to those they name, and to those that waited for them.

    `records` has what each thing now says; `arrived` has the things that are new, by their key.
    """
    Reference.objects.filter(thing__in=records).delete()
    waiting = list(Reference.objects.filter(source=source, key__in=arrived)) if arrived else []
    mentions = [*mentions_in(records), *((one.thing_id, one.kind, one.key) for one in waiting)]
    Reference.objects.filter(pk__in=[one.pk for one in waiting]).delete()
    named = {key for _thing, _kind, key in mentions}
    there = dict(Origin.objects.filter(source=source, key__in=named).values_list("key", "thing_id")) if named else {}
    tie((thing, kind, there[key]) for thing, kind, key in mentions if key in there)
    insert_rows(
        Reference,
        ("source", "thing", "kind", "key"),
        [(source.pk, thing, kind, key[:200]) for thing, kind, key in mentions if key not in there],
    )


def mentions_in(records: Mapping[int, Record]) -> Iterator[Mention]:
    for thing, record in records.items():
        if record.reply_to:
            yield thing, Reference.Kind.REPLY, record.reply_to
        for key in dict.fromkeys(record.cites):
            yield thing, Reference.Kind.CITE, key


def tie(pairs: Iterable[tuple[int, str, int]]) -> None:
    cites: dict[int, list[int]] = defaultdict(list)
    replies = []
    for thing, kind, target in pairs:
        if kind == Reference.Kind.CITE:
            cites[thing].append(target)
        elif thing != target:
            replies.append(Thing(pk=thing, reply_to_id=target))
    Thing.objects.bulk_update(replies, ["reply_to"], batch_size=200)
    add_links(cites)
