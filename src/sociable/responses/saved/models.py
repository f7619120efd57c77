"""What somebody keeps for later."""

from django.db import models

from sociable.people.models import Person
from sociable.things.models import Thing


class Saved(models.Model):
    """That somebody keeps a thing for later. Theirs alone: nobody is told, and the ledger does not say it."""

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thing", "person"], name="saved_once")]
        indexes = [models.Index(fields=["person", "-at"], name="saved_of_person")]
