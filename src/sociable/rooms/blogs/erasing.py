"""What blogs forget of an erased person: drafts of theirs alone, what repeats their posts, their words of review."""

from collections.abc import Collection
from datetime import datetime

from sociable.rooms.blogs.models import Address, Author, FeedKey, Former, Hand, Post, Stage, State
from sociable.things.erasing import made_alone

NO_WORDS = "…"
"""In place of a reason that has to be there."""
OUT = (State.PUBLISHED, State.WITHDRAWN)


def forget(people: Collection[int], at: datetime) -> None:
    """What others wrote with them stays. What was published goes as the things it is; here go its summary, its tags and
    its addresses, which say its title."""
    theirs = Post.objects.filter(hands__person__in=people).exclude(state__in=OUT)
    others = Hand.objects.filter(post__in=theirs).exclude(person__in=people).values("post")
    Post.objects.filter(pk__in=list(theirs.exclude(pk__in=others).values_list("pk", flat=True))).delete()
    forget_published(people)
    said = Stage.objects.filter(by__in=people).exclude(words="")
    said.filter(state=State.WITHDRAWN).update(words=NO_WORDS)
    said.exclude(state=State.WITHDRAWN).update(words="")
    Author.objects.filter(person__in=people).delete()
    FeedKey.objects.filter(person__in=people).delete()


def forget_published(people: Collection[int]) -> None:
    copies = dict(
        Post.objects.filter(copies__thing__contributions__person__in=people).values_list("copies__thing", "pk")
    )
    posts = {copies[thing] for thing in made_alone(copies, people)}
    Post.objects.filter(pk__in=posts).update(summary="", tags="")
    for model in (Address, Former):
        model.objects.filter(post__in=posts).delete()
