"""What is done with a post before anybody reads it: begin, save, hand to a colleague, approve or send back, place."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sociable.kit.databases import one_line, text_to_stored
from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.readers import people_visible_to, reader_for
from sociable.rooms.blogs.models import Blog, Hand, Placement, Post, Source, Stage, State
from sociable.rooms.blogs.pictures import note_pictures
from sociable.rooms.blogs.readers import last_stage, posts_at_desk, writes_in
from sociable.things.origins import NOTHING, Origin
from sociable.things.words import role_ids

UNPUBLISHED = (State.DRAFT, State.REVIEW, State.REVIEWED, State.SCHEDULED)
TITLE = 500


@dataclass(frozen=True, slots=True)
class Words:
    """What a post is to say. Tags have commas between them."""

    title: str
    text: str
    language: str = ""
    tags: str = ""
    summary: str = ""

    def as_kept(self) -> dict[str, str]:
        """As the database can hold them; nothing of a title that is too long is lost."""
        title, text = text_to_stored(one_line(self.title)), text_to_stored(self.text)
        if len(title) > TITLE:
            title, text = title[: TITLE - 1] + "…", f"{title}\n\n{text}"
        return {
            "title": title,
            "text": text,
            "language": self.language[:8],
            "tags": one_line(self.tags)[:500],
            "summary": text_to_stored(self.summary).strip(),
        }

    def tag_names(self) -> list[str]:
        return tags_in(self.tags)


def words_at_desk(post: Post) -> Words:
    """What a draft says."""
    return Words(post.title, post.text, post.language, post.tags, post.summary)


class WrittenMeanwhile(Refused):
    """Somebody saved since the writer began; `theirs` is what they saved. The writer's words are the writer's still."""

    def __init__(self, theirs: Words) -> None:
        super().__init__(_("Somebody saved this meanwhile. Both texts are below: bring them together, then save."))
        self.theirs = theirs


def tags_in(words: str) -> list[str]:
    return list(dict.fromkeys(one for part in words.split(",") if (one := part.strip())))


@transaction.atomic
def begin(
    *,
    blog: Blog,
    words: Words,
    by: Person,
    at: datetime,
    original: Post | None = None,
    origin: Origin = NOTHING,
) -> Post:
    """Begins a post in a blog one writes in; as a translation of another, or made of what others had said."""
    if not writes_in(reader_for(by), blog):
        raise Refused(_("You do not write in this blog."))
    root = (original.original or original) if original else None
    post = Post.objects.create(blog=blog, by=by, at=at, original=root, **words.as_kept())
    Placement.objects.create(post=post, blog=blog)
    Stage.objects.create(post=post, state=State.DRAFT, by=by, at=at)
    for person, role in origin.with_maker(by):
        lend_hand(post, Person.objects.get(pk=person), "translator" if root else role)
    Source.objects.bulk_create(Source(post=post, thing_id=one) for one in origin.things)
    note_pictures(post, post.text, by)
    return post


@transaction.atomic
def save(*, post: Post, words: Words, base: int, by: Person, at: datetime) -> Post:
    """Keeps a draft. `base` is the revision the writer began from: what was saved since is never written over."""
    post = at_desk(post, by, UNPUBLISHED)
    kept = words.as_kept()
    if base != post.revision:
        raise WrittenMeanwhile(words_at_desk(post))
    if all(getattr(post, name) == value for name, value in kept.items()):
        return post
    for name, value in kept.items():
        setattr(post, name, value)
    post.revision += 1
    post.save()
    note_pictures(post, post.text, by)
    if not post.hands.filter(person__in=[by.pk, by.root_id]).exists():
        lend_hand(post, by, "editor")
    if post.blog.reviewed_first and post.state in (State.REVIEWED, State.SCHEDULED):
        enter(post, State.DRAFT, by, at)  # what was approved is not what it says now
    return post


@transaction.atomic
def hand_in(*, post: Post, to: Person, by: Person, at: datetime) -> Post:
    """Asks a colleague to review a draft; they may read it from now on."""
    post = at_desk(post, by, UNPUBLISHED)
    if to.root_id == by.root_id:
        raise Refused(_("A colleague reviews it, not oneself."))
    reader = reader_for(to)
    if post.blog.public_id not in reader.publics or not people_visible_to(reader_for(by)).filter(pk=to.pk).exists():
        raise Refused(_("%(name)s may not read this blog.") % {"name": to})
    refuse_empty(post)
    enter(post, State.REVIEW, by, at, colleague=to)
    record([Act("sociable:Hand", at, by.pk, public=post.blog.public_id, detail={"post": post.pk, "person": to.pk})])
    return post


@transaction.atomic
def review(*, post: Post, approves: bool, words: str, by: Person, at: datetime) -> Post:
    """Says yes to a post that one was asked to review, or what should change first. Counts as reviewing it."""
    post = at_desk(post, by, (State.REVIEW,))
    stage = last_stage(post)
    asked = stage.colleague if stage else None
    if asked is None or asked.root_id != by.root_id:
        raise Refused(_("It waits for a review by %(name)s.") % {"name": asked or "…"})
    lend_hand(post, by, "reviewer")
    enter(post, State.REVIEWED if approves else State.DRAFT, by, at, words=words)
    verb = "sociable:Approve" if approves else "sociable:SendBack"
    told = {"person": stage.by.root_id} if stage and stage.by else {}
    record([Act(verb, at, by.pk, public=post.blog.public_id, detail={"post": post.pk} | told)])
    return post


@transaction.atomic
def place(*, post: Post, blogs: Collection[Blog], by: Person, at: datetime) -> Post:
    """Says in which other blogs a draft will stand, besides its own: each one that whoever says so writes in."""
    post = at_desk(post, by, UNPUBLISHED)
    reader = reader_for(by)
    for blog in blogs:
        if not writes_in(reader, blog):
            raise Refused(_("You do not write in %(blog)s.") % {"blog": blog})
    wanted = {blog.pk for blog in blogs} | {post.blog_id}
    Placement.objects.filter(post=post).exclude(blog__in=wanted).delete()
    for one in sorted(wanted):
        Placement.objects.get_or_create(post=post, blog_id=one)
    return post


def at_desk(post: Post, by: Person, states: Sequence[State], *, as_author: bool = False) -> Post:
    """The post as it stands now, held until the transaction ends; refused to whoever has nothing to do with it."""
    Post.objects.select_for_update().filter(pk=post.pk).first()
    found = posts_at_desk(reader_for(by)).filter(pk=post.pk).first()
    if found is None or (as_author and not writes_in(reader_for(by), found.blog)):
        raise Refused(_("You do not write in this blog."))
    if found.state not in states:
        raise Refused(_("That cannot be done now: this post is %(state)s.") % {"state": found.get_state_display()})
    return found


def refuse_empty(post: Post) -> None:
    if not post.title.strip() or not post.text.strip():
        raise Refused(_("A post has a title and a text."))


def lend_hand(post: Post, person: Person, role: str) -> None:
    Hand.objects.get_or_create(post=post, person=person.root, role_id=role_ids([role])[role])


def enter(
    post: Post,
    state: State,
    by: Person | None,
    at: datetime,
    *,
    colleague: Person | None = None,
    due: datetime | None = None,
    words: str = "",
) -> Stage:
    """Notes what the post has come to."""
    post.state = state
    post.save(update_fields=["state"])
    words = text_to_stored(words).strip()[:1000]
    return Stage.objects.create(post=post, state=state, by=by, at=at, colleague=colleague, due=due, words=words)
