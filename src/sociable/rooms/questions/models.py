"""What a question has beyond a thing: who was asked, who needs it too, which answer settled it. And gaps.

The question itself, its answers, their words and their people are in things.
"""

from django.db import models

from sociable.people.models import Person
from sociable.things.models import Thing


class Routing(models.Model):
    """That somebody was asked to answer a question: by whom, when; and when they said that they cannot."""

    question = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="routings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    excused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "person"], name="questions_asked_once")]


class Endorsement(models.Model):
    """That somebody says of another that they would know the answer."""

    question = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="endorsements")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "person", "by"], name="questions_endorsed_once"),
            models.CheckConstraint(condition=~models.Q(person=models.F("by")), name="questions_nobody_endorses_self"),
        ]


class Acceptance(models.Model):
    """Which answer settled a question, as whoever asked says."""

    question = models.OneToOneField(Thing, on_delete=models.CASCADE, related_name="acceptance")
    answer = models.OneToOneField(Thing, on_delete=models.CASCADE, related_name="settles")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()


class Need(models.Model):
    """That somebody needs the answer, too."""

    question = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="needs")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "person"], name="questions_needed_once")]


class Unanswered(models.Model):
    """That nothing was answered to a question: derived (`unanswered.py`), dropped and made again at will."""

    thing = models.OneToOneField(
        Thing, primary_key=True, db_constraint=False, on_delete=models.DO_NOTHING, related_name="unanswered"
    )
    public_id = models.BigIntegerField()
    at = models.DateTimeField()
    """When it was asked."""

    class Meta:
        indexes = [models.Index(fields=["-at", "-thing", "public_id"], name="questions_unanswered_by_age")]


class Withdrawal(models.Model):
    """That a question or an answer was taken away by who wrote it, and when; they may put it back."""

    thing = models.OneToOneField(Thing, on_delete=models.CASCADE, related_name="question_withdrawal")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()


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
