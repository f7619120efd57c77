"""Evidence: each act of a person on a thing, by role. Derived from the ledger, read through what the reader may see."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import F
from django.db.models.functions import Coalesce

from sociable.kit.asked import Asked, Ids
from sociable.knowledge.expertise.models import Evidence
from sociable.knowledge.expertise.thanked import THANKS
from sociable.knowledge.expertise.useful import VOTES
from sociable.ledger.acts import Position, acts_between
from sociable.ledger.projections import Projection
from sociable.publics.readers import Reader


class Trace(NamedTuple):
    """That somebody (the id they are known under) acted on a thing, in a role, at a time."""

    thing: int
    person: int
    role: str
    at: datetime
    kind: str = ""
    """Of the thing, where it was asked for; likewise whether it was accepted, and its score, to which are added the
    thanks to the person for it, and the votes of those who found it useful."""
    accepted: bool = False
    score: int = 0


def traces(things: Collection[int], reader: Reader) -> list[Trace]:
    """Who stands behind these things, of those the reader may see at this very moment."""
    return [Trace(*row) for row in TRACES(things=things, publics=reader.publics)]


OF_THING = ("thing__kind", "thing__accepted", F("thing__score") + THANKS + VOTES)
TRACES = Asked(
    lambda: (
        Evidence.objects.filter(standing=True, thing__in=Ids("things"))
        .filter(thing__public_id__in=Ids("publics"), thing__withdrawn_at=None)
        .values_list("thing_id", Coalesce("person__same_as_id", "person_id"), "role__name", "at", *OF_THING)
    )
)


FILL = """
INSERT INTO {table} (thing_id, person_id, role_id, at, acts, standing)
SELECT thing_id, actor_id, role, max(at), sum(done), max(CASE WHEN back = 1 THEN done ELSE 0 END) = 1
FROM (
  SELECT thing_id, actor_id, role, at, done,
         row_number() OVER (PARTITION BY thing_id, actor_id, role ORDER BY xid DESC, id DESC) AS back
  FROM (
    SELECT thing_id, xid, id, at, CAST(detail ->> 'role' AS bigint) AS role,
           CASE WHEN verb IN ('sociable:Endorse', 'sociable:Unendorse') THEN CAST(detail ->> 'person' AS bigint)
             ELSE actor_id END AS actor_id,
           CASE WHEN verb IN ('Remove', 'sociable:Unendorse') THEN 0 ELSE 1 END AS done
    FROM {acts} AS act
    WHERE verb IN ('Add', 'Create', 'Remove', 'sociable:Contribute', 'sociable:Endorse', 'sociable:Unendorse')
      AND actor_id IS NOT NULL AND detail ->> 'role' IS NOT NULL
  ) AS hand
) AS credit
GROUP BY thing_id, actor_id, role
ON CONFLICT (thing_id, person_id, role_id) DO UPDATE SET
  at = CASE WHEN excluded.at > {table}.at THEN excluded.at ELSE {table}.at END,
  acts = {table}.acts + excluded.acts,
  standing = excluded.standing
"""


class EvidenceProjection(Projection):
    """One row for each person, thing and role: `Add`, `Create` and `Contribute` acts, less those that were removed.

    And for each person of whom somebody says that they would know the answer to a question.
    """

    name = "expertise-evidence"
    version = 2
    table = Evidence._meta.db_table
    audience = "that of the thing, applied when reading"

    def fill(self, after: Position, upto: Position, table: str) -> None:
        acts, parameters = acts_between(after, upto)
        with connection.cursor() as cursor:
            cursor.execute(FILL.format(table=f'"{table}"', acts=acts), parameters)
