"""Whoever said that they cannot answer a question steps behind for what is much like it. Derived from the ledger.

A little, and only while a question is among the best matches that they declined: it may have been a busy week.
"""

import numpy as np
from django.db import connection

from sociable.kit.asked import Asked, Ids
from sociable.knowledge.expertise.models import Excused
from sociable.knowledge.expertise.views import DEPTH
from sociable.knowledge.expertise.votes import Votes
from sociable.knowledge.search.find import Search
from sociable.ledger.acts import Position, acts_between
from sociable.ledger.projections import Projection
from sociable.people.models import ROOT

LOOKED_AT = 20
"""Best matches of a question that are looked at."""
ALIKE = 0.5
"""Part of the best match's score from which on a question is taken to be much like what is asked."""
WEIGHT = 0.3
"""What having declined the very same question takes away."""

FILL = """
INSERT INTO {table} (thing_id, person_id, stands)
SELECT thing_id, actor_id, sum(CASE verb WHEN 'sociable:Excuse' THEN 1 ELSE -1 END)
FROM {acts} AS act
WHERE verb IN ('sociable:Excuse', 'sociable:TakeUp') AND actor_id IS NOT NULL
GROUP BY thing_id, actor_id
ON CONFLICT (thing_id, person_id) DO UPDATE SET stands = {table}.stands + excluded.stands
"""
DECLINED = Asked(
    lambda: Excused.objects.filter(thing__in=Ids("things"), stands__gt=0).order_by().values_list("thing_id", ROOT)
)


def without_excused(votes: Votes, search: Search) -> Votes:
    """The votes, less a part of theirs for people who declined a question much like this one."""
    hits = search.best(DEPTH)
    if not len(hits) or not len(votes.people):
        return votes
    near = [
        (thing, score / hits.scores[0])
        for thing, score in zip(hits.things[:LOOKED_AT].tolist(), hits.scores[:LOOKED_AT].tolist(), strict=True)
        if score >= ALIKE * hits.scores[0]
    ]
    alike = dict(near)
    left: dict[int, float] = {}
    for thing, person in DECLINED(things=list(alike)):
        left[person] = min(left.get(person, 1.0), 1 - WEIGHT * alike[thing])
    if not left:
        return votes
    factors = np.ones(len(votes.people))
    for person, factor in left.items():
        factors[votes.people == person] = factor
    return votes.weighing(votes.weights * factors)


class ExcusedProjection(Projection):
    """One row for each question and person who cannot answer it."""

    name = "expertise-excused"
    version = 1
    table = Excused._meta.db_table
    audience = "that of the question, applied when reading"

    def fill(self, after: Position, upto: Position, table: str) -> None:
        acts, parameters = acts_between(after, upto)
        with connection.cursor() as cursor:
            cursor.execute(FILL.format(table=f'"{table}"', acts=acts), parameters)
