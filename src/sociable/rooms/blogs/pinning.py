"""Keeping a post above the newer ones of its blog."""

from datetime import datetime

from django.db import transaction

from sociable.people.models import Person
from sociable.rooms.blogs.drafting import at_desk
from sociable.rooms.blogs.models import Pin, Post, State


@transaction.atomic
def pin(*, post: Post, by: Person, at: datetime) -> Post:
    """Keeps a published post above the newer ones of its blog."""
    post = at_desk(post, by, (State.PUBLISHED,), as_author=True)
    Pin.objects.get_or_create(post=post, defaults={"by": by, "at": at})
    return post


@transaction.atomic
def unpin(*, post: Post, by: Person, at: datetime) -> Post:
    """Lets a post take its place among the others again."""
    post = at_desk(post, by, (State.PUBLISHED,), as_author=True)
    Pin.objects.filter(post=post).delete()
    return post
