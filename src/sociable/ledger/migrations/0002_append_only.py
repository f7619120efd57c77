"""The database itself keeps the journal: it stamps the writer's transaction, and refuses edits."""

from django.db import migrations

POSTGRESQL = """
ALTER TABLE ledger_activity ALTER COLUMN xid SET DEFAULT (pg_current_xact_id()::text::bigint);
CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: a correction is a new act';
END $$;
CREATE OR REPLACE TRIGGER ledger_no_update BEFORE UPDATE ON ledger_activity
  FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE OR REPLACE TRIGGER ledger_no_delete BEFORE DELETE ON ledger_activity
  FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
"""

SQLITE = (
    """
    CREATE TRIGGER IF NOT EXISTS ledger_no_update BEFORE UPDATE ON ledger_activity
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: a correction is a new act'); END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS ledger_no_delete BEFORE DELETE ON ledger_activity
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: a correction is a new act'); END
    """,
)


def guard(apps, schema_editor):
    statements = [POSTGRESQL] if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
