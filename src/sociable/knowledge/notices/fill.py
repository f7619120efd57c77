"""Fills what people are told, from windows of acts. Only the ledger decides, so that a rebuild tells the same."""

from django.db import connection

from sociable.knowledge.notices.models import Told
from sociable.knowledge.notices.reasons import LATEST, Reason
from sociable.ledger.acts import TABLE as LEDGER
from sociable.ledger.acts import Position, acts_between
from sociable.ledger.projections import Projection

SAID_TO = ("answer", "comment", "note", "remark", "suggestion")
"""Kinds that are said to something here. What was imported was read where it comes from."""

PERSON = "CAST(act.detail ->> 'person' AS bigint)"

TO_PERSON = f"""
SELECT {PERSON} AS person,
  CASE
    WHEN act.verb IN ('sociable:Thank', 'sociable:Unthank') THEN {Reason.THANKS}
    WHEN act.verb IN ('sociable:Mention', 'sociable:Unmention') THEN {Reason.MENTION}
    WHEN act.verb = 'sociable:Hand' THEN {Reason.REVIEW} WHEN act.verb = 'sociable:Credit' THEN {Reason.CREDITED}
    WHEN act.verb = 'sociable:Approve' THEN {Reason.APPROVED}
    WHEN act.verb = 'sociable:SendBack' THEN {Reason.SENT_BACK}
    WHEN act.verb IN ('sociable:Authorise', 'sociable:Discharge') THEN {Reason.BLOG}
    WHEN act.verb = 'sociable:HandOver' THEN {Reason.CIRCLE_HANDED}
    WHEN act.verb = 'sociable:Pass' THEN {Reason.ROUTED}
    WHEN act.thing_id IS NULL AND act.public_id IS NOT NULL THEN {Reason.CIRCLE}
    ELSE {Reason.HELP}
  END AS reason,
  coalesce(act.thing_id, 0) AS thing,
  CASE WHEN act.thing_id IS NULL AND act.verb IN ('Invite', 'sociable:Uninvite', 'sociable:HandOver')
    THEN coalesce(act.public_id, 0) ELSE 0 END,
  coalesce(CAST(act.detail ->> 'post' AS bigint), CAST(act.detail ->> 'blog' AS bigint), 0),
  coalesce(act.actor_id, 0), act.xid, act.id, act.at,
  CASE WHEN act.verb IN ('Undo', 'sociable:Discharge', 'sociable:Uninvite', 'sociable:Unmention', 'sociable:Unthank')
    THEN -1 ELSE 1 END
FROM act
WHERE act.verb IN ('Invite', 'Undo', 'sociable:Approve', 'sociable:Authorise', 'sociable:Credit', 'sociable:Discharge',
    'sociable:Hand', 'sociable:HandOver', 'sociable:Mention', 'sociable:Pass', 'sociable:SendBack', 'sociable:Thank',
    'sociable:Uninvite', 'sociable:Unmention', 'sociable:Unthank')
  AND act.detail ->> 'person' IS NOT NULL AND act.detail ->> 'from' IS NULL
"""  # noqa: S608 (our own tables, and numbers)

TO_MAKER = f"""
SELECT maker.actor_id,
  CASE
    WHEN act.verb IN ('sociable:Endorse', 'sociable:Unendorse') THEN {Reason.ENDORSED}
    WHEN act.verb IN ('sociable:Excuse', 'sociable:TakeUp') THEN {Reason.EXCUSED}
    WHEN act.verb = 'sociable:Unaccept' OR act.verb = 'Accept' AND act.detail ->> 'page' IS NULL THEN {Reason.ANSWERED}
    WHEN act.verb = 'sociable:Propose' THEN {Reason.PROMOTE} WHEN act.verb = 'Accept' THEN {Reason.TAKEN}
    WHEN act.verb = 'Reject' THEN {Reason.LEFT}
    WHEN act.verb IN ('Like', 'sociable:Unlike') THEN {Reason.USEFUL}
    ELSE {Reason.BOOST}
  END,
  act.thing_id, 0, 0, coalesce(act.actor_id, 0), act.xid, act.id, act.at,
  CASE WHEN act.verb IN ('sociable:TakeUp', 'sociable:Unaccept', 'sociable:Unboost', 'sociable:Unendorse',
    'sociable:Unlike') THEN -1 ELSE 1 END
FROM act JOIN {{ledger}} maker ON maker.thing_id = act.thing_id AND maker.verb = 'Create' AND maker.actor_id IS NOT NULL
WHERE act.verb IN (
  'Accept', 'Announce', 'Like', 'Reject', 'sociable:Endorse', 'sociable:Excuse', 'sociable:Propose', 'sociable:TakeUp',
  'sociable:Unaccept', 'sociable:Unboost', 'sociable:Unendorse', 'sociable:Unlike'
)
"""  # noqa: S608 (our own tables, and numbers)

SAID = """
SELECT act.thing_id AS thing, t.reply_to_id AS above, coalesce(act.actor_id, 0) AS actor, act.xid, act.id, act.at
FROM act JOIN things_thing t ON t.id = act.thing_id AND t.reply_to_id IS NOT NULL AND t.kind IN ({said_to})
WHERE act.verb = 'Create' AND NOT EXISTS (
  SELECT 1 FROM {ledger} hold
  WHERE hold.thing_id = act.thing_id AND hold.verb = 'sociable:Hold' AND hold.at = act.at
)
UNION ALL
SELECT act.thing_id, t.reply_to_id, coalesce(
  (SELECT min(made.actor_id) FROM {ledger} made WHERE made.thing_id = act.thing_id AND made.verb = 'Create'), 0
), act.xid, act.id, act.at
FROM act JOIN things_thing t ON t.id = act.thing_id AND t.reply_to_id IS NOT NULL
WHERE act.verb = 'sociable:Admit'
"""

HELD = """
SELECT act.thing_id AS thing, t.reply_to_id AS above, act.xid, act.id, act.at,
  CASE act.verb WHEN 'sociable:Hold' THEN 1 ELSE -1 END AS sign
FROM act JOIN things_thing t ON t.id = act.thing_id AND t.reply_to_id IS NOT NULL
WHERE act.verb IN ('sociable:Hold', 'sociable:Admit', 'sociable:Refuse')
"""

LINE = """
SELECT thing, above FROM said UNION SELECT thing, above FROM held
UNION
SELECT line.thing, t.reply_to_id FROM line JOIN things_thing t ON t.id = line.above WHERE t.reply_to_id IS NOT NULL
"""

TO_WHOM_IT_ANSWERS = f"""
SELECT maker.actor_id, CASE WHEN line.above = said.above THEN {Reason.REPLY} ELSE {Reason.THREAD} END,
  said.thing, 0, 0, said.actor, said.xid, said.id, said.at, 1
FROM said JOIN line ON line.thing = said.thing
JOIN {{ledger}} maker ON maker.thing_id = line.above AND maker.verb = 'Create' AND maker.actor_id IS NOT NULL
UNION ALL
SELECT follow.actor_id, {Reason.FOLLOWED}, said.thing, 0, 0, said.actor, said.xid, said.id, said.at, 1
FROM said JOIN line ON line.thing = said.thing
JOIN {{ledger}} follow ON follow.thing_id = line.above AND follow.verb = 'Follow' AND follow.actor_id IS NOT NULL
  AND (follow.xid, follow.id) < (said.xid, said.id)
WHERE NOT EXISTS (
  SELECT 1 FROM {{ledger}} ended WHERE ended.thing_id = line.above AND ended.actor_id = follow.actor_id
  AND ended.verb = 'sociable:Unfollow' AND (ended.xid, ended.id) > (follow.xid, follow.id)
  AND (ended.xid, ended.id) < (said.xid, said.id)
)
UNION ALL
SELECT act.actor_id, {Reason.MUTED}, act.thing_id, 0, 0, 0, act.xid, act.id, act.at,
  CASE act.verb WHEN 'sociable:Mute' THEN 1 ELSE -1 END
FROM act
WHERE act.verb IN ('sociable:Mute', 'sociable:Unmute') AND act.thing_id IS NOT NULL AND act.actor_id IS NOT NULL
UNION ALL
SELECT maker.actor_id, {Reason.HELD}, held.thing, 0, 0, 0, held.xid, held.id, held.at, held.sign
FROM held JOIN line ON line.thing = held.thing
JOIN things_thing top ON top.id = line.above AND coalesce(top.reply_to_id, 0) = 0  -- plain, SQLite would read all tops
JOIN {{ledger}} maker ON maker.thing_id = top.id AND maker.verb = 'Create' AND maker.actor_id IS NOT NULL
"""  # noqa: S608 (our own tables, and numbers)

FILL = f"""
WITH RECURSIVE act AS (SELECT * FROM {{acts}} AS window_of_acts),
  said AS ({SAID}), held AS ({HELD}), line AS ({LINE}),
  told (person, reason, thing, public, other, actor, xid, id, at, sign) AS (
    {TO_PERSON} UNION ALL {TO_MAKER} UNION ALL {TO_WHOM_IT_ANSWERS}
  )
INSERT INTO {{table}} (person_id, reason, thing_id, public_id, other, actor_id, xid, act, at, stands)
SELECT person, reason, thing, public, other, actor,
  CASE WHEN reason IN ({{latest}}) THEN max(xid) ELSE min(xid) END,
  CASE WHEN reason IN ({{latest}}) THEN max(id) ELSE min(id) END,
  CASE WHEN reason IN ({{latest}}) THEN max(at) ELSE min(at) END, sum(sign)
FROM told
WHERE person <> actor
GROUP BY person, reason, thing, public, other, actor
ON CONFLICT (person_id, reason, thing_id, public_id, other, actor_id) DO UPDATE SET
  xid = CASE WHEN excluded.reason IN ({{latest}}) THEN excluded.xid ELSE {{table}}.xid END,
  act = CASE WHEN excluded.reason IN ({{latest}}) THEN excluded.act ELSE {{table}}.act END,
  at = CASE WHEN excluded.reason IN ({{latest}}) THEN excluded.at ELSE {{table}}.at END,
  stands = {{table}}.stands + excluded.stands
"""  # noqa: S608 (our own tables, and numbers)


class NoticesProjection(Projection):
    """One row for each person, and what somebody else did that concerns them."""

    name = "notices"
    version = 3
    table = Told._meta.db_table
    audience = "that of the thing or the circle, applied when reading"

    def fill(self, after: Position, upto: Position, table: str) -> None:
        acts, parameters = acts_between(after, upto)
        words = {
            "acts": acts,
            "ledger": f'"{LEDGER}"',
            "table": f'"{table}"',
            "said_to": ", ".join(f"'{kind}'" for kind in SAID_TO),
            "latest": ", ".join(str(int(reason)) for reason in LATEST),
        }
        with connection.cursor() as cursor:
            cursor.execute(FILL.format(**words), parameters)
