"""What an import remembers, so that the next one reads only what is new, and a killed one loses nothing."""

from django.db import models

from sociable.people.models import Person
from sociable.publics.models import Public
from sociable.things.models import Thing


class Source(models.Model):
    """Where work comes from: a repository, a corpus folder."""

    connector = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    location = models.CharField(max_length=1000)
    public = models.ForeignKey(Public, on_delete=models.PROTECT, related_name="+")
    cursor = models.JSONField(default=dict)
    """How far the connector has read, in its own words; written only when a whole run has ended."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connector", "name"], name="carriers_source_name")]


class Origin(models.Model):
    """Which thing a record of a source became, and the digest of the record as it was read last."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="origins")
    key = models.CharField(max_length=200)
    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="origins")
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="carriers_one_record_one_thing")]


class Listed(models.Model):
    """What a list of people said of somebody last, so that it speaks again only where it says something else."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="listed")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    said = models.JSONField(default=dict)
    """Keyed marks of its cells, and the ids of the publics and of the absence that it gave: none of its words."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "person"], name="carriers_listed_once")]


class Reference(models.Model):
    """That a record names another by its key, which may come later, or never: kept until it does."""

    class Kind(models.TextChoices):
        REPLY = "reply"
        CITE = "cite"

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    key = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["source", "key"], name="carriers_awaited")]
