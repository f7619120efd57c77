"""A blog, who writes in it, and its posts: drafts here, things as soon as they stand before a public."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sociable.people.models import Person
from sociable.publics.models import Public
from sociable.things.models import File, Role, Thing


class Blog(models.Model):
    class Comments(models.TextChoices):
        NOBODY = "nobody", _("nobody")
        INSIDE = "inside", _("the people of the organisation")
        PUBLIC = "public", _("everybody who may read it; what outsiders write is looked at first")

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    about = models.CharField(max_length=500, blank=True)
    languages = models.CharField(max_length=40, blank=True)
    """ISO 639-1 codes, separated by spaces: those it is written in."""
    public = models.ForeignKey(Public, on_delete=models.PROTECT, related_name="+")
    comments = models.CharField(max_length=8, choices=Comments.choices, default=Comments.INSIDE)
    reviewed_first = models.BooleanField(default=False)
    """Whether a post is published only after a colleague has said yes to it."""
    owner = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Author(models.Model):
    """That a person writes in a blog, since when, and who said so."""

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="authors")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blog", "person"], name="blogs_author_once")]


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    REVIEW = "review", _("in review")
    REVIEWED = "reviewed", _("reviewed")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Post(models.Model):
    """What is or will be published. Its words stand here while it is a draft; then in its things, and here no more."""

    blog = models.ForeignKey(Blog, on_delete=models.PROTECT, related_name="+")
    """Where it is at home; it may stand in others too."""
    original = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="translations")
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    """That of its last stage, so that lists need not look for it."""
    language = models.CharField(max_length=8, blank=True)
    title = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    tags = models.CharField(max_length=500, blank=True)
    """With commas between."""
    summary = models.TextField(blank=True)
    """What lists show of it, where its writer said; otherwise how it begins."""
    revision = models.PositiveIntegerField(default=1)
    """Counts the savings of the draft, so that nobody writes over what they have not seen."""
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "at"], name="blogs_post_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(original=None) | ~Q(original=F("id")), name="blogs_post_is_no_translation_of_itself"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "withdrawn"]) | Q(title="", text=""),
                name="blogs_published_words_are_in_things",
            ),
        ]


class Stage(models.Model):
    """What a post came to, by whom and when; all of them stay."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="stages")
    state = models.CharField(max_length=9, choices=State.choices)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    colleague = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    """Who was asked to review it."""
    due = models.DateTimeField(null=True)
    """When it is to be published."""
    words = models.CharField(max_length=1000, blank=True)
    """What the reviewer says, or why it was withdrawn."""

    class Meta:
        indexes = [models.Index(fields=["state", "due"], name="blogs_stage_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="scheduled", due__isnull=False) | ~Q(state="scheduled") & Q(due=None),
                name="blogs_only_what_is_scheduled_is_due",
            ),
            models.CheckConstraint(condition=~Q(state="withdrawn", words=""), name="blogs_withdrawn_for_a_reason"),
        ]


class Placement(models.Model):
    """That a post stands, or will stand, in a blog."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="placements")
    blog = models.ForeignKey(Blog, on_delete=models.PROTECT, related_name="placements")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "blog"], name="blogs_placed_once")]


class Hand(models.Model):
    """That somebody has a hand in a post which is no thing yet, and in which role."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="hands")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person", "role"], name="blogs_hand_once_a_role")]


class Source(models.Model):
    """That a post which is no thing yet is made of a thing: a thread that settled something."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="sources")
    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "thing"], name="blogs_made_of_once")]


class Picture(models.Model):
    """That a draft shows a file, and who put it there: whoever has the draft before them sees it too."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="pictures")
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "file"], name="blogs_picture_once")]


class Copy(models.Model):
    """The thing that a post is before one of its publics."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="copies")
    thing = models.OneToOneField(Thing, on_delete=models.CASCADE, related_name="+")


class Address(models.Model):
    """An address under which a post was ever to be found in a blog; the last one counts, the others lead to it."""

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=100)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="addresses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blog", "slug"], name="blogs_one_post_an_address")]


class Former(models.Model):
    """An address under which a post stood on another site, before it came here; it leads to the post now."""

    path = models.CharField(max_length=300, unique=True)
    """From the slash on; without one at its end."""
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="formers")


class Pin(models.Model):
    """That a post stays above the newer ones of its blog."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="pin")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()


class FeedKey(models.Model):
    """That somebody may read, in a feed reader, what they may read here; until they revoke it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(revoked_at=None), name="blogs_one_feed_key")
        ]


class Proposal(models.Model):
    """That the author of a comment was asked whether it may become a post, and what they said."""

    comment = models.OneToOneField(Thing, on_delete=models.CASCADE, related_name="+")
    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    post = models.OneToOneField(Post, null=True, on_delete=models.SET_NULL, related_name="+")
    """The draft that came of it, where the answer was yes."""
    allowed = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(allowed=None, answered_at=None) | Q(allowed__isnull=False, answered_at__isnull=False),
                name="blogs_an_answer_has_its_time",
            )
        ]
