"""What a note has beyond a thing: whom it names, who passed it on, its poll; and how far somebody has read.

The note itself, its words, its author, its tags, its picture and its public are in things.
"""

from django.db import models
from django.db.models import Q

from sociable.people.models import Person
from sociable.things.models import Thing


class Mention(models.Model):
    """That a note names a person."""

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thing", "person"], name="microblog_named_once")]


class Boost(models.Model):
    """That somebody passed a note on, when: once, and it can be taken back."""

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="boosts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thing", "person"], name="microblog_boosted_once")]


class Withdrawal(models.Model):
    """That a note was taken away, by whom and when; they may put it back."""

    thing = models.OneToOneField(Thing, on_delete=models.CASCADE, related_name="note_withdrawal")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()


class Poll(models.Model):
    """A question with choices, under a note, until it closes."""

    thing = models.OneToOneField(Thing, on_delete=models.CASCADE, related_name="poll")
    closes_at = models.DateTimeField()


class Choice(models.Model):
    """One of the answers of a poll, in its place."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="choices")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "number"], name="microblog_choice_in_its_place"),
            models.CheckConstraint(condition=~Q(text=""), name="microblog_choice_says_something"),
        ]


class Ballot(models.Model):
    """What somebody chose in a poll: once, and it stays."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="ballots")
    choice = models.ForeignKey(Choice, on_delete=models.CASCADE, related_name="ballots")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="microblog_voted_once")]


class ReadMark(models.Model):
    """How far somebody has read a timeline, on whatever device: the newest thing they were shown, and its time."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    timeline = models.CharField(max_length=40)
    """"home", "organisation", "circle:7"."""
    place = models.BigIntegerField()
    """Microseconds since 1970, as timelines count."""
    thing = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "timeline"], name="microblog_read_once")]
