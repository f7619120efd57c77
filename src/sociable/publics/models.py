"""Publics are rows, Everyone among them: no thing is for nobody, and none is for NULL."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sociable.people.models import Person

EVERYONE, ORGANISATION, PARTNERS = 1, 2, 3
"""Ids of the publics that every site has from its first migration on."""


class Public(models.Model):
    class Kind(models.TextChoices):
        EVERYONE = "everyone", _("everyone")
        ORGANISATION = "organisation", _("the organisation")
        PARTNERS = "partners", _("partners")
        FUNCTION = "function", _("function")
        CIRCLE = "circle", _("circle")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120, blank=True)
    """As its people named it; blank for those that every site has, which are named in the reader's language."""
    owner = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="owned_publics")
    is_list = models.BooleanField(default=False)
    """A circle of which its owner alone knows who is in it; the name is the owner's own, too."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(is_list=False) | Q(kind="circle"), name="publics_lists_are_circles"),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind__in=["everyone", "organisation", "partners"]),
                name="publics_one_of_each_kind",
            ),
        ]

    def __str__(self) -> str:
        if self.is_list:
            return str(_("A private list"))
        return self.name or str(STANDARD_NAMES.get(self.slug, self.slug))


STANDARD_NAMES = {
    "everyone": _("Everyone"),
    "organisation": _("The organisation"),
    "partners": _("Partners"),
    "human-resources": _("Human resources"),
    "public-relations": _("Public relations"),
    "marketing": _("Marketing"),
    "production": _("Production"),
    "it": _("Information technology"),
    "finance": _("Finance"),
}


class Membership(models.Model):
    """That a person belongs to a public, since when, and who said so. Nobody is a member of Everyone: all are."""

    public = models.ForeignKey(Public, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    since = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["public", "person"], name="publics_member_once"),
            models.CheckConstraint(condition=~Q(public=EVERYONE), name="publics_everyone_has_no_list"),
        ]


class Invitation(models.Model):
    """That somebody is asked to join a circle, by whom and when; gone once they have joined."""

    public = models.ForeignKey(Public, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    declined_at = models.DateTimeField(null=True)
    """When they said no: they are not asked again, and may still change their mind."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["public", "person"], name="publics_invited_once")]


class Closure(models.Model):
    """That nothing new is said in a circle, since when and by whose word. What was said stays with its members."""

    public = models.OneToOneField(Public, on_delete=models.CASCADE, related_name="closure")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()


class Policy(models.Model):
    """The organisation's own rules for whom the locator names, who set them and when: one row, or none."""

    languages = models.CharField(max_length=200, blank=True)
    """ISO 639-1 codes, separated by spaces: whoever is named speaks at least one."""
    functions = models.CharField(max_length=800, blank=True)
    """Slugs, separated by spaces: whoever is named works in at least one."""
    place = models.CharField(max_length=120, blank=True)
    at_work = models.BooleanField(default=False)
    public = models.ForeignKey(Public, null=True, on_delete=models.PROTECT, related_name="+")
    """Only its members are named. Protected: a rule does not fall silently with the public it speaks of."""
    available = models.BooleanField(default=False)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="publics_one_policy")]


class Shown(models.Model):
    """That a person may be shown to a public other than the organisation, which sees all its people."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="shown")
    public = models.ForeignKey(Public, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "public"], name="publics_shown_once")]
