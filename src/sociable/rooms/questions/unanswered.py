"""Which questions nobody has answered yet: derived, so that their list is read from its own short index.

Most questions of a site that has grown are answered. Looked for among all of them, thirty open ones took as long as
there were questions; here each is one row, which goes with the first answer and is back once that is withdrawn.
"""

from django.db import connection

from sociable.kit.databases import among, as_numbers
from sociable.ledger.acts import Position, things_touched
from sociable.ledger.projections import REGISTRY, Projection, fill_next
from sociable.rooms.questions.models import Unanswered

PART, PACE = 4_000, 500

ANEW = """
INSERT INTO {table} (thing_id, public_id, at)
SELECT question.id, question.public_id, question.published_at FROM things_thing AS question
WHERE {among} AND question.kind = 'question' AND question.withdrawn_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM things_thing AS said
  WHERE said.reply_to_id = question.id AND said.withdrawn_at IS NULL AND said.kind <> 'comment'
    AND said.public_id = question.public_id
)
"""


NEAR = """
SELECT id FROM things_thing WHERE {among} AND kind = 'question'
UNION
SELECT reply_to_id FROM things_thing WHERE {among} AND reply_to_id IS NOT NULL
"""


class UnansweredProjection(Projection):
    """One row for each question to which nothing was answered, with when it was asked."""

    name = "unanswered"
    version = 1
    table = Unanswered._meta.db_table
    audience = "that of the question, asked when reading"

    def fill(self, after: Position, upto: Position, table: str) -> None:
        touched = sorted(things_touched(after, upto))
        for start in range(0, len(touched), PART):
            look_anew(touched[start : start + PART], f'"{table}"')


def look_anew(things: list[int], table: str) -> None:
    """Makes the rows of these questions, and of those that these answer, what they are to be now."""
    listed = as_numbers(things)
    with connection.cursor() as cursor:
        cursor.execute(NEAR.format(among=among("id")), [listed, listed])
        questions = as_numbers(row[0] for row in cursor.fetchall())
        cursor.execute(f"DELETE FROM {table} WHERE {among('thing_id')}", [questions])  # noqa: S608 (our own table's name)
        cursor.execute(ANEW.format(table=table, among=among("question.id")), [questions])


def keep_pace() -> None:
    """Looks at what was just done, so that whoever asked finds their question in the list at once."""
    fill_next(REGISTRY["unanswered"], PACE)
