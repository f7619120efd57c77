"""What a blog and the comments on its posts have to do with each other: two rooms that do not know each other."""

from datetime import datetime

from sociable.responses.comments.verbs import let_outsiders_in
from sociable.rooms.blogs.models import Blog, Post
from sociable.rooms.blogs.publishing import publish_due
from sociable.things.models import Thing


def open_to_comments(post: Post, at: datetime) -> None:
    """Lets readers from outside comment on a post where its blog does; what they write is looked at first."""
    if post.blog.comments == Blog.Comments.PUBLIC:
        for thing in Thing.objects.filter(pk__in=post.copies.values("thing")):
            let_outsiders_in(thing=thing, by=None, at=at)


def publish_what_is_due(at: datetime) -> None:
    """What the worker does every few seconds: the scheduled posts whose time has come stand before their publics."""
    for post in publish_due(at):
        open_to_comments(post, at)
