"""What a wiki adds to things: a page's place in its space, its names, its links, and what waits for its owner.

Words that people wrote stay in versions: whoever is erased is erased here too.
"""

from django.db import models
from django.db.models import F, Q

from sociable.people.models import Person
from sociable.publics.models import Public
from sociable.things.models import Thing

TITLE = 200
ADDRESS = 100


class Space(models.Model):
    """Pages that belong together, before one public, and somebody who answers for them."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    public = models.ForeignKey(Public, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Page(models.Model):
    """A thing's place in a space: what links call it, its address, what it stands under, who answers for it."""

    thing = models.OneToOneField(Thing, primary_key=True, on_delete=models.CASCADE, related_name="page")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="pages")
    key = models.CharField(max_length=TITLE)
    """The title as links are compared with it: folded, on one line."""
    slug = models.CharField(max_length=ADDRESS)
    parent = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="children")
    owner = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "key"], name="wiki_one_page_of_a_name"),
            models.UniqueConstraint(fields=["space", "slug"], name="wiki_one_page_at_an_address"),
            models.CheckConstraint(condition=~Q(parent=F("thing")), name="wiki_not_under_itself"),
        ]

    def __str__(self) -> str:
        return self.thing.title


class FormerName(models.Model):
    """What a page was called: links and addresses that say so still lead to it."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="former_names")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=TITLE)
    slug = models.CharField(max_length=ADDRESS)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["space", "key"], name="wiki_former_keys"),
            models.Index(fields=["space", "slug"], name="wiki_former_slugs"),
        ]


class Reference(models.Model):
    """That a page's text, as it stands, names a page: one that is there, or one that nobody has written yet."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="references")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=TITLE)
    title = models.CharField(max_length=TITLE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "space", "key"], name="wiki_referred_once")]
        indexes = [models.Index(fields=["space", "key"], name="wiki_referred_to")]


class Guard(models.Model):
    """That only its owner changes a page: others suggest. Who said so, and when."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="guard")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()


class Suggestion(models.Model):
    """A thing that says how a page should read, made from one of its versions."""

    thing = models.OneToOneField(Thing, primary_key=True, on_delete=models.CASCADE, related_name="suggestion")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="suggestions")
    base = models.PositiveIntegerField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()


class Decision(models.Model):
    """What became of a suggestion, who said so, and when."""

    suggestion = models.OneToOneField(Suggestion, on_delete=models.CASCADE, related_name="decision")
    accepted = models.BooleanField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()


class Remark(models.Model):
    """A thing in the margin of a page, about a passage: where that stood, in the version it was read in.

    The passage itself is not copied: it is its author's, and goes with them.
    """

    thing = models.OneToOneField(Thing, primary_key=True, on_delete=models.CASCADE, related_name="remark")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="remarks")
    number = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(start__lt=F("end")), name="wiki_a_passage_has_words")]


class Settled(models.Model):
    """That what a remark asked for is done, or will not be."""

    remark = models.OneToOneField(Remark, on_delete=models.CASCADE, related_name="settled")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()


class Due(models.Model):
    """The day on which somebody should ask whether a page is still true."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="due")
    on = models.DateField(db_index=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()


class Affirmation(models.Model):
    """That somebody read a version and says that it is true."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="affirmations")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
