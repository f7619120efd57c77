"""How much each caller has called."""

from django.db import models


class Spent(models.Model):
    """How many calls a caller made in a minute: one row each, of the last minute in which they called."""

    caller = models.CharField(max_length=80, unique=True)
    """A token's or a person's id; of strangers, a keyed hash of where they call from."""
    minute = models.BigIntegerField(db_index=True)
    """Minutes since 1970."""
    calls = models.PositiveIntegerField()
