"""What somebody follows, and what they mute: a person, a tag, a thread; and, to mute, a word."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sociable.people.models import Person
from sociable.things.models import Tag, Thing

ONE_OF_THREE = (
    Q(whom__isnull=False, tag=None, thing=None)
    | Q(whom=None, tag__isnull=False, thing=None)
    | Q(whom=None, tag=None, thing__isnull=False)
)


class Follow(models.Model):
    """That somebody follows a person, a tag or a thread, since when. Nobody is asked for their consent."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    whom = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    tag = models.ForeignKey(Tag, null=True, on_delete=models.CASCADE, related_name="+")
    thing = models.ForeignKey(Thing, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Follow"]]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "whom"], name="follows_person_once"),
            models.UniqueConstraint(fields=["person", "tag"], name="follows_tag_once"),
            models.UniqueConstraint(fields=["person", "thing"], name="follows_thread_once"),
            models.CheckConstraint(condition=ONE_OF_THREE, name="follows_one_of_three"),
            models.CheckConstraint(condition=~Q(person=F("whom")) | Q(whom=None), name="follows_others"),
        ]


class Mute(models.Model):
    """That somebody does not want to read of a person, a tag, a thread or a word. Theirs alone: nobody is told."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    whom = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    tag = models.ForeignKey(Tag, null=True, on_delete=models.CASCADE, related_name="+")
    thing = models.ForeignKey(Thing, null=True, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Mute"]]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "whom"], name="mutes_person_once"),
            models.UniqueConstraint(fields=["person", "tag"], name="mutes_tag_once"),
            models.UniqueConstraint(fields=["person", "thing"], name="mutes_thread_once"),
            models.UniqueConstraint(fields=["person", "word"], condition=~Q(word=""), name="mutes_word_once"),
            models.CheckConstraint(
                condition=ONE_OF_THREE & Q(word="") | Q(whom=None, tag=None, thing=None) & ~Q(word=""),
                name="mutes_one_of_four",
            ),
            models.CheckConstraint(condition=~Q(person=F("whom")) | Q(whom=None), name="mutes_others"),
        ]
