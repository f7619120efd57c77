"""What an import remembers, so that the next one reads only what is new, and a killed one loses nothing."""

from django.db import models

from sociable.people.models import Person
from sociable.publics.models import Public
from sociable.rooms.blogs.models import Post
from sociable.things.models import File, Thing


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


class Schedule(models.Model):
    """That a source is visited by itself: how often, who said so, and when next."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="schedule")
    minutes = models.PositiveIntegerField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    next_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes__gte=5), name="carriers_visited_every_five_minutes_at_most"
            )
        ]


class Pause(models.Model):
    """That a scheduled source is left alone for the time being."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="pause")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()


class Errand(models.Model):
    """That somebody wants a source visited at once, or its rejects read again; it goes when that is done."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="errands")
    again = models.CharField(max_length=200, blank=True)
    """Name of a reject file; blank for the source itself."""
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    next_at = models.DateTimeField()
    """Later than `at` once a worker has taken it: another takes it only if that one died."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "again"], name="carriers_one_errand")]


class Visit(models.Model):
    """One run over a source: when, how it ended, and what it brought."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="visits")
    machine = models.CharField(max_length=120)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    """None while it runs, or if it was killed."""
    said = models.CharField(max_length=500, blank=True)
    """Why it failed, as a text to translate with places for what is in `more`; blank where it did not."""
    more = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    read = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    rejects = models.CharField(max_length=200, blank=True)
    """Name of its reject file."""

    class Meta:
        indexes = [models.Index(fields=["source", "-began_at"], name="carriers_last_visits")]

    @property
    def has_failed(self) -> bool:
        return bool(self.said)


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


class Carried(models.Model):
    """What a post, a comment or a file of another site became here, and the digest of it as it was read last."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="carried")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=32, blank=True)
    post = models.ForeignKey(Post, null=True, on_delete=models.SET_NULL, related_name="carried")
    thing = models.ForeignKey(Thing, null=True, on_delete=models.SET_NULL, related_name="+")
    """Of a comment."""
    file = models.ForeignKey(File, null=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    """Of the post as it came: whoever changed it since keeps their words."""
    kept = models.JSONField(default=dict)
    """What only the way back needs: its kind there, its order, its categories."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="carriers_carried_once")]


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
