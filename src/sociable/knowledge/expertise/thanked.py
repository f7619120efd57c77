"""Thanks, counted for each person and thing; derived from the ledger. `worth.py` says what they weigh."""

from django.db import connection
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from sociable.knowledge.expertise.models import Thanked
from sociable.ledger.acts import Position, acts_between
from sociable.ledger.projections import Projection

FILL = """
INSERT INTO {table} (thing_id, person_id, thanks)
SELECT thing_id, CAST(detail ->> 'person' AS bigint), sum(CASE verb WHEN 'sociable:Thank' THEN 1 ELSE -1 END)
FROM {acts} AS act
WHERE verb IN ('sociable:Thank', 'sociable:Unthank')
GROUP BY thing_id, CAST(detail ->> 'person' AS bigint)
ON CONFLICT (thing_id, person_id) DO UPDATE SET thanks = {table}.thanks + excluded.thanks
"""
ROOT = Coalesce("person__same_as_id", "person_id")
"""The id under which whoever was thanked is known."""
THANKS = Coalesce(
    Subquery(
        Thanked.objects.filter(thing=OuterRef("thing_id"))
        .annotate(root=ROOT)
        .filter(root=Coalesce(OuterRef("person__same_as_id"), OuterRef("person_id")))
        .order_by()
        .values("thing")
        .annotate(all=Sum("thanks"))
        .values("all")
    ),
    0,
)
"""For a row of evidence: how often its person was thanked for its thing."""
BY_CREDIT = f"""
SELECT t.thing_id, coalesce(p.same_as_id, p.id) AS person, sum(t.thanks) AS thanks
FROM {Thanked._meta.db_table} t JOIN people_person p ON p.id = t.person_id
GROUP BY t.thing_id, coalesce(p.same_as_id, p.id)
"""  # noqa: S608 (our own table's name)


class ThankedProjection(Projection):
    """One row for each person and thing: how many thanks stand."""

    name = "expertise-thanked"
    version = 1
    table = Thanked._meta.db_table
    audience = "that of the thing, applied when reading"

    def fill(self, after: Position, upto: Position, table: str) -> None:
        acts, parameters = acts_between(after, upto)
        with connection.cursor() as cursor:
            cursor.execute(FILL.format(table=f'"{table}"', acts=acts), parameters)
