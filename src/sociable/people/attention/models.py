"""What somebody wants to be told of, and when; and how far they have looked."""

from django.db import models
from django.db.models import Q

from sociable.people.models import Person


class Hours(models.Model):
    """Each day from one time to another, where the person is, nobody is told anything; nor at the weekend, if said so.

    Without the two times, only weekends count; without these either, no hour is quiet.
    """

    begins = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    weekends = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(begins=None, ends=None)
                | Q(begins__isnull=False, ends__isnull=False) & ~Q(begins=models.F("ends")),
                name="%(app_label)s_%(class)s_begin_and_end",
            )
        ]


class OwnHours(Hours):
    """Somebody's own quiet hours: they stand above the organisation's."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")


class HouseHours(Hours):
    """The quiet hours of whoever has chosen none: one row, or none."""

    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(Hours.Meta):
        constraints = [
            *Hours.Meta.constraints,
            models.CheckConstraint(condition=Q(pk=1), name="attention_one_for_the_house"),
        ]


class Unwanted(models.Model):
    """That somebody does not want to be told of one kind of thing."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    reason = models.PositiveSmallIntegerField()
    """A number of `knowledge/notices/reasons.py`."""
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "reason"], name="attention_unwanted_once")]


class Looked(models.Model):
    """How far somebody has looked at what they were told: a place in the ledger. A sighting, not an act."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    xid = models.BigIntegerField()
    act = models.BigIntegerField()
    at = models.DateTimeField()
