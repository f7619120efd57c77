"""What is asked for here, and nobody is known to help with."""

from django.db import models


class Gap(models.Model):
    """A topic that nobody was found for, and how often. Who asked is not kept: it is of no use, and theirs."""

    topic = models.CharField(max_length=500, unique=True)
    """The terms of the question that say most, folded, in the alphabet's order: other words for it are the same gap."""
    example = models.CharField(max_length=300)
    """The question as it was asked first, without the names of people known here."""
    asked = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-asked", "-last_at"], name="questions_gaps_by_asked")]
