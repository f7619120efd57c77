"""The journal, and how far each reader of it has got."""

from django.db import models
from django.db.models import Q


class Activity(models.Model):
    """One act. Appended, never edited: a trigger of the database refuses. Ids point up the house, so they are plain."""

    xid = models.BigIntegerField(db_default=0, editable=False)
    """PostgreSQL's id of the transaction that wrote the act (a default of the database); 0 on SQLite."""
    actor_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=40)
    thing_id = models.BigIntegerField(null=True)
    version_id = models.BigIntegerField(null=True)
    public_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["xid", "id"], name="ledger_settled_order"),
            models.Index(fields=["thing_id", "id"], name="ledger_of_thing"),
            models.Index(fields=["actor_id", "id"], name="ledger_of_actor"),
            # A page may be saved ten thousand times: who made one version, and when it was moved, is found at once.
            models.Index(fields=["version_id"], condition=Q(version_id__isnull=False), name="ledger_of_version"),
            models.Index(fields=["thing_id", "-at"], condition=Q(verb="Move"), name="ledger_moves"),
        ]


class Cursor(models.Model):
    """How far a projection has read, and which version of its code did the reading."""

    name = models.CharField(max_length=80, primary_key=True)
    version = models.PositiveIntegerField()
    xid = models.BigIntegerField(default=0)
    act = models.BigIntegerField(default=0)
