"""What is done with a post before its publics: schedule, publish, revise, withdraw, put back."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.readers import reader_for, without_covered
from sociable.rooms.blogs.drafting import (
    UNPUBLISHED,
    Words,
    WrittenMeanwhile,
    at_desk,
    enter,
    refuse_empty,
    words_at_desk,
)
from sociable.rooms.blogs.models import Address, Blog, Copy, Placement, Post, Proposal, Stage, State
from sociable.rooms.blogs.readers import writes_in
from sociable.things import verbs as things
from sociable.things.files import attach
from sociable.things.models import Contribution, Link, Tag, Thing, Version
from sociable.things.origins import Origin, credit
from sociable.things.verbs import Draft
from sociable.things.words import MAKERS

KIND = "post"
SLUG = 80


@transaction.atomic
def schedule(*, post: Post, due: datetime, by: Person, at: datetime) -> Post:
    """Has a post published by itself at a set time."""
    post = ready(post, by)
    if due <= at:
        raise Refused(_("That time is past: publish it now, or choose a later one."))
    enter(post, State.SCHEDULED, by, at, due=due)
    record([Act("sociable:Plan", at, by.pk, public=post.blog.public_id, detail={"post": post.pk})])
    return post


@transaction.atomic
def unschedule(*, post: Post, by: Person, at: datetime) -> Post:
    """Makes a scheduled post a draft again."""
    post = at_desk(post, by, (State.SCHEDULED,), as_author=True)
    enter(post, State.DRAFT, by, at)
    return post


@transaction.atomic
def publish(*, post: Post, by: Person, at: datetime) -> Post:
    """Puts a post before the publics of its blogs, under an address that will always lead to it."""
    return issue(ready(post, by), by, at)


def publish_due(at: datetime) -> list[Post]:
    """Publishes what was scheduled for now or earlier, as whoever scheduled it. What may go out no more is a draft
    again, and says why."""
    done = []
    latest = Stage.objects.values("post").annotate(last=Max("pk")).values("last")
    due = Stage.objects.filter(pk__in=latest, state=State.SCHEDULED, due__lte=at, post__state=State.SCHEDULED)
    for stage in due.order_by("due", "pk"):
        with transaction.atomic():
            post = Post.objects.select_for_update().select_related("blog").get(pk=stage.post_id)
            if post.state == State.SCHEDULED and (reason := held_back(post, stage.by)):
                enter(post, State.DRAFT, None, at, words=reason)
            elif post.state == State.SCHEDULED:  # another worker may have been faster
                done.append(issue(post, stage.by, at))
    return done


def held_back(post: Post, by: Person | None) -> str:
    """Why a post whose time has come does not go out; '' if it does. Nobody scheduled what came from another site."""
    try:
        refuse_empty(post)
        if by is not None:
            refuse_who_does_not_write(post, by)
    except Refused as reason:
        return str(reason)
    return ""


def refuse_who_does_not_write(post: Post, by: Person) -> None:
    """Whoever puts a post before its publics writes in each of its blogs."""
    reader = reader_for(by)
    for blog in Blog.objects.filter(placements__post=post):
        if not writes_in(reader, blog):
            raise Refused(_("You do not write in %(blog)s.") % {"blog": blog})


def ready(post: Post, by: Person) -> Post:
    """A post that may be published now, by somebody who writes in each of its blogs. Raises Refused else."""
    post = at_desk(post, by, UNPUBLISHED)
    refuse_who_does_not_write(post, by)
    for blog in Blog.objects.filter(placements__post=post):
        if blog.reviewed_first and post.state != State.REVIEWED:
            raise Refused(_("In %(blog)s a colleague reviews each post before it is published.") % {"blog": blog})
    refuse_empty(post)
    return post


def issue(post: Post, by: Person | None, at: datetime) -> Post:
    """Makes the post a thing for each of its publics; its words move there."""
    hands = list(post.hands.order_by("pk").values_list("person", "role__name"))
    words = words_at_desk(post)
    drafts = [
        Draft(
            kind=KIND,
            public=public,
            title=words.title,
            text=words.text,
            at=at,
            people=[*hands, *authors_of_original(post)],
            tags=words.tag_names(),
            language=words.language or None,
            cites=cited_by(post),
        )
        for public in publics_of(post)
    ]
    Copy.objects.bulk_create([Copy(post=post, thing_id=thing) for thing in things.publish(drafts)])
    name_sources(post, hands, by, at)
    for shown in post.pictures.select_related("by"):
        show_pictures(post, words.text, shown.by, at)
    address(post, words.title)
    Post.objects.filter(pk=post.pk).update(title="", text="", tags="")
    post.refresh_from_db()
    post.hands.all().delete()
    post.pictures.all().delete()
    enter(post, State.PUBLISHED, by, at)
    return post


def name_sources(post: Post, hands: Sequence[tuple[int, str]], by: Person | None, at: datetime) -> None:
    """Whoever said what the post is made of hears of it, once it stands."""
    first = Thing.objects.filter(pk__in=post.copies.values("thing")).order_by("pk").first()
    if first and by and post.sources.exists():
        credit(first, Origin(people=hands), by, at)


def show_pictures(post: Post, text: str, writer: Person, at: datetime) -> None:
    """Whoever may read the post may see the files in it that its writer put there."""
    for thing in Thing.objects.filter(pk__in=post.copies.values("thing")):
        attach(thing=thing, text=text, by=writer, at=at)


def publics_of(post: Post) -> list[int]:
    return without_covered(list(Placement.objects.filter(post=post).values_list("blog__public", flat=True)))


def authors_of_original(post: Post) -> list[tuple[int, str]]:
    """Whoever wrote what this is a translation of wrote this too."""
    first = Copy.objects.filter(post=post.original_id).order_by("pk").values("thing")[:1]
    rows = Contribution.objects.filter(thing__in=first, role__name__in=MAKERS).order_by("pk")
    return list(rows.values_list("person", "role__name"))


def cited_by(post: Post) -> list[int]:
    """The comment a post was promoted from, and what that comment was on; the thread that it was made of."""
    rows = Proposal.objects.filter(post=post).values_list("comment", "comment__reply_to")
    threads = post.sources.order_by("pk").values_list("thing", flat=True)
    return [*(thing for row in rows for thing in row if thing is not None), *threads]


def address(post: Post, title: str) -> None:
    """Gives the post an address from its title in each of its blogs; those it had go on leading to it."""
    for blog in Placement.objects.filter(post=post).order_by("pk").values_list("blog", flat=True):
        wanted = slugify(title)[:SLUG].strip("-") or KIND
        taken = set(
            Address.objects.filter(blog=blog, slug__startswith=wanted).exclude(post=post).values_list("slug", flat=True)
        )
        slug = next(one for one in numbered(wanted) if one not in taken)
        Address.objects.filter(blog=blog, slug=slug, post=post).delete()  # an old title again: its address comes last
        Address.objects.create(blog_id=blog, slug=slug, post=post)


def numbered(slug: str) -> Iterator[str]:
    yield slug
    yield from (f"{slug}-{number}" for number in count(2))


@transaction.atomic
def revise(*, post: Post, words: Words, base: int, by: Person, at: datetime) -> Post:
    """Gives a published post a new version, before all its publics at once. `base` is the version it was begun from."""
    post = at_desk(post, by, (State.PUBLISHED,), as_author=True)
    copies = list(Thing.objects.select_for_update().filter(pk__in=post.copies.values("thing")).order_by("pk"))
    if copies[0].revision != base:
        raise WrittenMeanwhile(words_of(post))
    if not words.title.strip() or not words.text.strip():
        raise Refused(_("A post has a title and a text."))
    before = words_of(post)
    if replace(words, summary="") != replace(before, summary=""):
        things.revise({one.pk: new_version(one, words, by, at) for one in copies}, by=by.pk)
        show_pictures(post, words.text, by, at)
    if words.title != copies[0].title:
        address(post, words.title)
    Post.objects.filter(pk=post.pk).update(language=words.language, summary=words.as_kept()["summary"])
    return post


def new_version(thing: Thing, words: Words, by: Person, at: datetime) -> Draft:
    """The thing as it is, saying this: whoever had no hand in it yet is its editor from now on."""
    hands = list(thing.contributions.order_by("pk").values_list("person", "role__name", "person__same_as"))
    theirs = {by.pk, by.root_id}
    known = any({person, root} & theirs for person, _role, root in hands)
    return Draft(
        kind=thing.kind,
        public=thing.public_id,
        title=words.title,
        text=words.text,
        at=at,
        people=[(person, role) for person, role, _root in hands] + ([] if known else [(by.pk, "editor")]),
        tags=words.tag_names(),
        language=words.language or None,
        reply_to=thing.reply_to_id,
        score=thing.score,
        accepted=thing.accepted,
        cites=list(Link.objects.filter(source=thing).values_list("target", flat=True)),
    )


def words_of(post: Post) -> Words:
    """What a post says: as a draft, or in its things."""
    first = Copy.objects.filter(post=post).select_related("thing").order_by("pk").first()
    if first is None:
        return words_at_desk(post)
    now = Version.objects.get(thing=first.thing, number=first.thing.revision)
    tags = Tag.objects.filter(taggings__thing=first.thing).order_by("taggings__pk").values_list("name", flat=True)
    return Words(now.title, now.text, first.thing.language, ", ".join(tags), post.summary)


@transaction.atomic
def withdraw(*, post: Post, reason: str, by: Person, at: datetime) -> Post:
    """Takes a post away from its publics, for a reason that stands at its address from now on."""
    post = at_desk(post, by, (State.PUBLISHED,), as_author=True)
    if not reason.strip():
        raise Refused(_("Say why: whoever comes to the post will read it."))
    for thing in Thing.objects.filter(pk__in=post.copies.values("thing")):
        things.withdraw(thing=thing, by=by, at=at)
    enter(post, State.WITHDRAWN, by, at, words=reason)
    return post


@transaction.atomic
def put_back(*, post: Post, by: Person, at: datetime) -> Post:
    """Puts a withdrawn post before its publics again, at its old address."""
    post = at_desk(post, by, (State.WITHDRAWN,), as_author=True)
    for thing in Thing.objects.filter(pk__in=post.copies.values("thing")):
        things.put_back(thing=thing, by=by, at=at)
    enter(post, State.PUBLISHED, by, at)
    return post


@transaction.atomic
def adopt(*, thing: Thing, blog: Blog, by: Person | None, at: datetime, original: Post | None = None) -> Post:
    """Makes a thing that stands before a public already a post of a blog of that very public."""
    if thing.public_id != blog.public_id:
        raise Refused(_("It is for another public than the blog."))
    post = Post.objects.create(
        blog=blog, by=by, at=at, language=thing.language, original=original, state=State.PUBLISHED
    )
    Placement.objects.create(post=post, blog=blog)
    Copy.objects.create(post=post, thing=thing)
    address(post, thing.title)
    Stage.objects.create(post=post, state=State.PUBLISHED, by=by, at=at)
    return post
