"""Which steps of the first day are behind us."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sociable.people.models import Person


class Step(models.Model):
    """That a step was taken or skipped, by whom and when; the last word counts."""

    class Name(models.IntegerChoices):
        NAME = 1, _("The organisation’s name")
        FUNCTIONS = 2, _("Functions")
        PEOPLE = 3, _("People")
        SOURCE = 4, _("The first source")
        QUESTION = 5, _("The first question")

    name = models.PositiveSmallIntegerField(choices=Name.choices, unique=True)
    skipped = models.BooleanField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
