"""Who found what useful."""

from django.db import models

from sociable.people.models import Person
from sociable.things.models import Thing


class Vote(models.Model):
    """That a thing was useful to somebody, since when: once, and it can be taken back."""

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="useful_votes")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thing", "person"], name="votes_once")]
