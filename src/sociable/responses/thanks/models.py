"""Who thanked whom, and for what."""

from django.db import models
from django.db.models import Q

from sociable.people.models import Person
from sociable.things.models import Thing


class Thanks(models.Model):
    """That somebody thanked a person for a thing: once, and it can be taken back."""

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="thanks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="thanks")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thing", "person", "by"], name="thanks_once"),
            models.CheckConstraint(condition=~Q(person=models.F("by")), name="thanks_to_others"),
        ]
        indexes = [models.Index(fields=["person", "-at"], name="thanks_of_person")]
