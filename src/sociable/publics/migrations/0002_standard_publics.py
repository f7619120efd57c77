"""The publics that every site has, from its first minute."""

from django.db import migrations

STANDARD = (
    (1, "everyone", "everyone"),
    (2, "organisation", "organisation"),
    (3, "partners", "partners"),
    (4, "function", "human-resources"),
    (5, "function", "public-relations"),
    (6, "function", "marketing"),
    (7, "function", "production"),
    (8, "function", "it"),
    (9, "function", "finance"),
)


def make(apps, schema_editor):
    Public = apps.get_model("publics", "Public")
    for id_, kind, slug in STANDARD:
        Public.objects.get_or_create(pk=id_, defaults={"kind": kind, "slug": slug})
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "SELECT setval(pg_get_serial_sequence('publics_public', 'id'), (SELECT max(id) FROM publics_public))"
        )


class Migration(migrations.Migration):
    dependencies = [("publics", "0001_initial")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
