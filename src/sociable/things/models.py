"""The spine: whatever people make is a thing, with its versions, its tags, its links and who stands behind it.

Thin on purpose (a test holds it under 15 columns): what only one kind of thing needs belongs to that kind's room.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sociable.kit.asked import Ids
from sociable.people.models import Person
from sociable.publics.models import Public
from sociable.publics.readers import Reader


class ThingQuerySet(models.QuerySet["Thing"]):
    def visible_to(self, reader: Reader) -> ThingQuerySet:
        """Things this reader may see. The permission is in the query: nothing is fetched and then hidden."""
        return self.open_to(reader.publics)

    def open_to(self, publics: Collection[int] | Ids) -> ThingQuerySet:
        """The same, said of the publics somebody stands in; which may be given later, when the query is asked."""
        return self.filter(public_id__in=publics, withdrawn_at=None)


class Thing(models.Model):
    kind = models.CharField(max_length=40)
    public = models.ForeignKey(Public, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=8, blank=True)
    """ISO 639-1; '' where it is not known."""
    reply_to = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="replies")
    revision = models.PositiveIntegerField(default=1)
    """Number of the current version."""
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    score = models.IntegerField(default=0)
    """Votes counted elsewhere before the thing came here."""
    accepted = models.BooleanField(default=False)
    """An answer that whoever asked took as theirs, here or elsewhere."""

    objects: ClassVar[ThingQuerySet] = ThingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["public", "-published_at"], name="things_feed"),
            models.Index(fields=["-published_at", "-id"], condition=Q(kind="question"), name="things_questions"),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.kind} {self.pk}"


class Version(models.Model):
    """What a thing said at one time. Kept for ever, unless its author is erased: then its words are blank."""

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thing", "number"], name="things_version_number")]
        indexes = [models.Index(fields=["thing"], condition=Q(title="", text=""), name="things_blank_versions")]


class Role(models.Model):
    """How somebody had a hand in a thing: author, reviewer, asker, and any other word a source uses."""

    name = models.CharField(max_length=40, unique=True)


class Contribution(models.Model):
    """That a person stands behind a thing, in a role: the state. When and what they did is in the ledger."""

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="contributions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contributions")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thing", "person", "role"], name="things_credited_once_a_role")]


class Tag(models.Model):
    name = models.CharField(max_length=80, unique=True)


class Tagging(models.Model):
    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thing", "tag"], name="things_tagged_once")]


class Link(models.Model):
    """That a thing cites another."""

    source = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="cites")
    target = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="cited_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="things_cited_once"),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="things_do_not_cite_themselves"),
        ]


class Unsaved(models.Model):
    """What somebody is writing and has not saved: theirs alone, gone once it is saved or forgotten."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    where = models.CharField(max_length=120)
    base = models.PositiveIntegerField(default=0)
    """Number of the version it started from; 0 for something new."""
    title = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "where"], name="things_unsaved_once_a_place")]


class File(models.Model):
    """A file that somebody brought: a picture, a document. Shown to its bringer, and with the things it is part of."""

    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=80)
    """Its media type, found from what it holds, never from its name alone."""
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    alt = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()


class FileContent(models.Model):
    """The bytes, apart: lists of files never read them."""

    file = models.OneToOneField(File, on_delete=models.CASCADE, primary_key=True, related_name="content")
    content = models.BinaryField()


class Attachment(models.Model):
    """That a file is part of a thing, and is shown to whoever may see that."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="attachments")
    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="attachments")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "thing"], name="things_attached_once")]


class Authorship(models.Model):
    """Who wrote which of the words that stand: derived from the versions and the ledger, and made again when gone."""

    thing = models.OneToOneField(Thing, on_delete=models.CASCADE, primary_key=True, related_name="+")
    revision = models.PositiveIntegerField()
    """The version it tells of."""
    runs = models.JSONField()
    """[person's id or 0, number of words], from the text's beginning to its end."""
