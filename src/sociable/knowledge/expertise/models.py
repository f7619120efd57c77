"""Tables derived from the ledger. Their keys are not enforced: they are dropped and filled in any order."""

from django.db import models

from sociable.people.models import Person
from sociable.things.models import Role, Thing


class Thanked(models.Model):
    """How many thanks for a thing a person has."""

    pk = models.CompositePrimaryKey("thing_id", "person_id")
    thing = models.ForeignKey(Thing, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    thanks = models.IntegerField()


class Useful(models.Model):
    """How many people found a thing useful."""

    thing = models.OneToOneField(
        Thing, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    votes = models.IntegerField()


class Excused(models.Model):
    """That a person cannot answer a question they were asked: as often as they said so, less as often as they took it
    back."""

    pk = models.CompositePrimaryKey("thing_id", "person_id")
    thing = models.ForeignKey(Thing, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    stands = models.IntegerField()


class Evidence(models.Model):
    """That a person acted on a thing in a role: when last, how often, and whether it still stands."""

    pk = models.CompositePrimaryKey("thing_id", "person_id", "role_id")
    thing = models.ForeignKey(Thing, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    role = models.ForeignKey(Role, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    at = models.DateTimeField()
    acts = models.PositiveIntegerField()
    standing = models.BooleanField()
