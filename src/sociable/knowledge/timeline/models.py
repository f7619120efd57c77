"""The entries of all timelines: derived from the ledger and what it speaks of, dropped and made again at will."""

from django.db import models

from sociable.things.models import Thing


class Entry(models.Model):
    """That a source brings a thing, before which public, and since when.

    A pair of source and public has one newest entry. Its mark stands inside the key, so that the newest entries of a
    source lie side by side there, and those behind them apart, newest last: a timeline reads the few it needs.
    """

    pk = models.CompositePrimaryKey("thing_id", "source", "at", "boost")
    thing = models.ForeignKey(Thing, db_constraint=False, db_index=False, on_delete=models.DO_NOTHING, related_name="+")
    source = models.BigIntegerField()
    """See `sources.py`."""
    newest = models.BooleanField()
    public_id = models.BigIntegerField()
    at = models.BigIntegerField()
    """When it was published; or passed on, for a boost: microseconds since 1970."""
    boost = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "newest", "public_id", "at", "thing", "boost"], name="timeline_newest_of_a_source"
            )
        ]
