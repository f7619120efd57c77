"""What a comment has beyond a thing. The comment itself, its words, its author and its public are in things."""

from django.db import models
from django.db.models import Q

from sociable.people.models import Person
from sociable.things.models import Thing


class Opening(models.Model):
    """That whoever sees a thing may comment on it, from outside its public too; what they write is held first."""

    thing = models.OneToOneField(Thing, on_delete=models.CASCADE, related_name="comment_opening")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()


class Guest(models.Model):
    """What a visitor without an account calls themselves. Nobody has verified it, so it speaks for no person."""

    thing = models.OneToOneField(Thing, on_delete=models.CASCADE, related_name="comment_guest")
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="comments_guest_has_a_name")]


class Hold(models.Model):
    """That a comment of an outsider is shown only once somebody has let it in."""

    thing = models.OneToOneField(Thing, on_delete=models.CASCADE, related_name="comment_hold")
    at = models.DateTimeField()


class Decision(models.Model):
    """That a comment which was held is let in or refused, by whom and when."""

    hold = models.OneToOneField(Hold, on_delete=models.CASCADE, related_name="decision")
    admitted = models.BooleanField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()


class Withdrawal(models.Model):
    """That a comment was taken away, by its author or by who looks after the thing; who did may put it back."""

    thing = models.OneToOneField(Thing, on_delete=models.CASCADE, related_name="comment_withdrawal")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
