"""Is the journal sound? Every complaint is one line."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection

from sociable.ledger.acts import TABLE
from sociable.ledger.models import Activity
from sociable.ledger.vocabulary import VOCABULARY, VocabularyError
from sociable.ledger.vocabulary import check as check_words

POINTERS = {
    "actor_id": "people.Person",
    "thing_id": "things.Thing",
    "version_id": "things.Version",
    "public_id": "publics.Public",
}
"""What the plain ids of an act mean, by name: the ledger is the lowest floor, and imports none of them."""

MOST = 20


def check() -> Iterator[str]:
    """Complaints about the ledger; none where it is sound."""
    yield from unknown_verbs()
    yield from wrong_details()
    for column, label in POINTERS.items():
        yield from dangling(column, label)


def unknown_verbs() -> Iterator[str]:
    for verb in Activity.objects.exclude(verb__in=VOCABULARY).values_list("verb", flat=True).distinct()[:MOST]:
        yield f"verb {verb!r} is not in the vocabulary"


def wrong_details() -> Iterator[str]:
    acts = Activity.objects.filter(verb__in=VOCABULARY).exclude(detail={}).values_list("pk", "verb", "detail")
    for pk, verb, detail in acts.iterator():
        try:
            check_words(verb, detail)
        except VocabularyError as complaint:
            yield f"act {pk}: {complaint}"


def dangling(column: str, label: str) -> Iterator[str]:
    table = apps.get_model(label)._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {column} FROM {TABLE} AS act WHERE {column} IS NOT NULL "  # noqa: S608
            f'AND NOT EXISTS (SELECT 1 FROM "{table}" AS row WHERE row.id = act.{column}) ORDER BY id LIMIT %s',
            [MOST],
        )
        for act, id_ in cursor.fetchall():
            yield f"act {act}: {column} {id_} points at no {label}"
