"""Posts that were written elsewhere, as they take their place in a blog: with their states, addresses and dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from sociable.people.models import Person
from sociable.rooms.blogs.drafting import Words, enter, lend_hand
from sociable.rooms.blogs.models import Address, Blog, Copy, Former, Pin, Placement, Post, State
from sociable.rooms.blogs.publishing import KIND, SLUG, numbered
from sociable.things import verbs as things
from sociable.things.language import language_of
from sociable.things.models import Thing
from sociable.things.verbs import Draft

STANDING = (State.PUBLISHED, State.WITHDRAWN)
"""States in which a post is a thing."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A post as it was elsewhere. `people` are (person's id, role); of `slugs` the last is the present one."""

    words: Words
    state: str
    at: datetime
    people: Sequence[tuple[int, str]]
    tags: Sequence[str] = ()
    changed_at: datetime | None = None
    due: datetime | None = None
    why: str = ""
    slugs: Sequence[str] = ()
    formers: Sequence[str] = ()
    is_pinned: bool = False

    @property
    def by(self) -> int | None:
        return self.people[0][0] if self.people else None

    @property
    def language(self) -> str:
        return self.words.language or language_of(f"{self.words.title} {self.words.text[:300]}")


@transaction.atomic
def arrive(*, blog: Blog, arrivals: Sequence[Arrival], at: datetime) -> list[Post]:
    """Gives posts that were written elsewhere their place in a blog. Returns them, in the same order."""
    posts = [begun(blog, one) for one in arrivals]
    standing = [(post, one) for post, one in zip(posts, arrivals, strict=True) if one.state in STANDING]
    ids = things.publish([draft_of(blog, one) for _post, one in standing])
    for (post, one), thing in zip(standing, ids, strict=True):
        Copy.objects.create(post=post, thing_id=thing)
        if one.changed_at and one.changed_at > one.at:
            Thing.objects.filter(pk=thing).update(changed_at=one.changed_at)
        settle(post, one, at)
    return posts


def begun(blog: Blog, one: Arrival) -> Post:
    """The post and its stage; its words and who has a hand in it, where it is no thing yet."""
    kept = Words(one.words.title, one.words.text, one.language, ", ".join(one.tags), one.words.summary).as_kept()
    if one.state in STANDING:
        kept |= {"title": "", "text": "", "tags": ""}
    post = Post.objects.create(blog=blog, by_id=one.by, at=one.at, **kept)
    Placement.objects.create(post=post, blog=blog)
    by = Person.objects.filter(pk=one.by).first() if one.by else None
    if one.state in STANDING:
        enter(post, State.PUBLISHED, by, one.at)
    else:
        for person, role in one.people:
            lend_hand(post, Person.objects.get(pk=person), role)
        enter(post, State(one.state), None if one.due else by, one.at, due=one.due)  # nobody here scheduled it
    return post


def draft_of(blog: Blog, one: Arrival) -> Draft:
    return Draft(
        kind=KIND,
        public=blog.public_id,
        title=one.words.title,
        text=one.words.text,
        at=one.at,
        people=one.people,
        tags=one.tags,
        language=one.language,
    )


def settle(post: Post, one: Arrival, at: datetime) -> None:
    """Its addresses, here and before; whether it stays on top, and whether it was taken away."""
    for slug in one.slugs or [slugify(one.words.title)[:SLUG].strip("-") or KIND]:
        give_address(post, slug)
    for path in one.formers:
        Former.objects.get_or_create(path=path.rstrip("/")[:300], defaults={"post": post})
    if one.is_pinned:
        Pin.objects.get_or_create(post=post, defaults={"by": None, "at": at})
    else:
        Pin.objects.filter(post=post, by=None).delete()
    if one.state == State.WITHDRAWN and post.state != State.WITHDRAWN:
        for thing in Thing.objects.filter(pk__in=post.copies.values("thing")):
            things.withdraw(thing=thing, by=None, at=at)
        enter(post, State.WITHDRAWN, None, at, words=one.why)


def give_address(post: Post, wanted: str) -> None:
    """An address under which the post is found from now on; a number tells it from another post's."""
    mine = set(post.addresses.filter(blog=post.blog_id).values_list("slug", flat=True))
    taken = Address.objects.filter(blog=post.blog_id, slug__startswith=wanted).exclude(post=post)
    others = set(taken.values_list("slug", flat=True))
    slug = next(one for one in numbered(wanted) if one not in others)
    if slug not in mine:
        Address.objects.create(blog_id=post.blog_id, slug=slug, post=post)


@transaction.atomic
def renew(*, post: Post, arrival: Arrival, at: datetime) -> Post:
    """Brings a post that came from elsewhere, and was not touched here since, in step with what it is there now."""
    kept = Words(
        arrival.words.title, arrival.words.text, arrival.language, ", ".join(arrival.tags), arrival.words.summary
    )
    if post.state not in STANDING:
        for name, value in kept.as_kept().items():
            setattr(post, name, value)
        post.save()
        if arrival.state not in STANDING:
            by = None if arrival.due else post.by
            enter(post, State(arrival.state), by, arrival.changed_at or at, due=arrival.due)
            return post
        return stand_up(post, arrival, at)
    drafts = {one: draft_of(post.blog, arrival) for one in post.copies.values_list("thing", flat=True)}
    things.revise(drafts)
    Thing.objects.filter(pk__in=drafts).update(changed_at=arrival.changed_at or at)
    Post.objects.filter(pk=post.pk).update(summary=kept.as_kept()["summary"], language=kept.language)
    settle(post, arrival, at)
    return post


def stand_up(post: Post, arrival: Arrival, at: datetime) -> Post:
    """What was a draft when it came is published there by now, and so here."""
    [thing] = things.publish([draft_of(post.blog, arrival)])
    Copy.objects.create(post=post, thing_id=thing)
    Post.objects.filter(pk=post.pk).update(title="", text="", tags="")
    post.refresh_from_db()
    post.hands.all().delete()
    enter(post, State.PUBLISHED, post.by, arrival.at)
    settle(post, arrival, at)
    return post
