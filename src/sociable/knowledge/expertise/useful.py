"""How many found a thing useful, here; derived from the ledger. `worth.py` says what that weighs, added to the votes
that a thing brought from elsewhere."""

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from sociable.knowledge.expertise.models import Useful
from sociable.ledger.acts import Position, acts_between
from sociable.ledger.projections import Projection

FILL = """
INSERT INTO {table} (thing_id, votes)
SELECT thing_id, sum(CASE verb WHEN 'Like' THEN 1 ELSE -1 END)
FROM {acts} AS act
WHERE verb IN ('Like', 'sociable:Unlike') AND thing_id IS NOT NULL
GROUP BY thing_id
ON CONFLICT (thing_id) DO UPDATE SET votes = {table}.votes + excluded.votes
"""
VOTES = Coalesce(Subquery(Useful.objects.filter(thing=OuterRef("thing_id")).values("votes")[:1]), 0)
"""For a row of evidence: how many found its thing useful."""


class UsefulProjection(Projection):
    """One row for each thing that somebody found useful: how many such votes stand."""

    name = "expertise-useful"
    version = 1
    table = Useful._meta.db_table
    audience = "that of the thing, applied when reading"

    def fill(self, after: Position, upto: Position, table: str) -> None:
        acts, parameters = acts_between(after, upto)
        with connection.cursor() as cursor:
            cursor.execute(FILL.format(table=f'"{table}"', acts=acts), parameters)
