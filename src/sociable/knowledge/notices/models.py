"""What people are told: dropped and made again at will. Ids only."""

from django.db import models


class Told(models.Model):
    """That somebody is told of what somebody else did. Whether they may still see it is asked when it is read."""

    pk = models.CompositePrimaryKey("person_id", "reason", "thing_id", "public_id", "other", "actor_id")
    person_id = models.BigIntegerField()
    """The id that the act carries; whoever was merged has several."""
    reason = models.SmallIntegerField()
    """A number of `reasons.py`."""
    thing_id = models.BigIntegerField()
    """What it is about; 0 where that is no thing."""
    public_id = models.BigIntegerField()
    """The circle it is about; else 0."""
    other = models.BigIntegerField()
    """The post or the blog it is about; else 0."""
    actor_id = models.BigIntegerField()
    """0 for whoever is nobody here: a visitor."""
    xid = models.BigIntegerField()
    act = models.BigIntegerField()
    at = models.DateTimeField()
    stands = models.IntegerField()
    """How often it was done, less how often it was taken back."""

    class Meta:
        indexes = [models.Index(fields=["person_id", "-xid", "-act"], name="notices_of_person")]
