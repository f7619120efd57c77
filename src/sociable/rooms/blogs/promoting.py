"""How a comment becomes a post: its author is asked, and the answer is an act. No is no."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sociable.kit.databases import one_line
from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.readers import reader_for
from sociable.rooms.blogs.drafting import enter, lend_hand
from sociable.rooms.blogs.models import Blog, Placement, Post, Proposal, State
from sociable.rooms.blogs.pictures import note_pictures
from sociable.rooms.blogs.readers import writes_in
from sociable.things.models import Contribution, Thing, Version

FIRST_WORDS = 80
"""Characters of a comment that stand for the title it does not have."""


@transaction.atomic
def propose(*, comment: Thing, blog: Blog, by: Person, at: datetime) -> Proposal:
    """Asks whoever wrote a comment whether it may become a post of a blog one writes in."""
    reader = reader_for(by)
    if not writes_in(reader, blog):
        raise Refused(_("You do not write in this blog."))
    if not Thing.objects.visible_to(reader).filter(pk=comment.pk, kind="comment").exists():
        raise Refused(_("There is no such comment."))
    author = writer_of(comment)
    if author is None:
        raise Refused(_("Nobody who could be asked is known to have written it."))
    before = Proposal.objects.filter(comment=comment).first()
    if before is not None:
        raise Refused(_("Its author said no.") if before.allowed is False else _("Its author was asked already."))
    made = Proposal.objects.create(comment=comment, blog=blog, author=author, by=by, at=at)
    record([Act("sociable:Propose", at, by.pk, comment.pk, None, comment.public_id, {"blog": blog.pk})])
    return made


def writer_of(comment: Thing) -> Person | None:
    rows = Contribution.objects.filter(thing=comment, role__name="commenter", person__erased_at=None)
    row = rows.select_related("person__same_as").order_by("pk").first()
    return row.person.root if row else None


@transaction.atomic
def answer(*, proposal: Proposal, allowed: bool, by: Person, at: datetime) -> Proposal:
    """Says whether one's own comment may become a post. A yes makes a draft of it; a no is never asked again."""
    row = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if row.author.root_id != by.root_id:
        raise Refused(_("Only who wrote the comment says that."))
    if row.answered_at is not None:
        raise Refused(_("You answered already."))
    row.answered_at, row.allowed = at, allowed
    row.post = draft_of(row, by, at) if allowed else None
    row.save()
    detail = {"blog": row.blog_id} | ({"post": row.post.pk} if row.post else {})
    verb = "sociable:Permit" if allowed else "sociable:Decline"
    record([Act(verb, at, by.pk, row.comment_id, None, row.comment.public_id, detail)])
    return row


def draft_of(proposal: Proposal, author: Person, at: datetime) -> Post:
    """The comment as a draft: whoever wrote it is its author, whoever asked its editor."""
    comment = proposal.comment
    text = Version.objects.get(thing=comment, number=comment.revision).text
    title = comment.title or one_line(text)[:FIRST_WORDS]
    post = Post.objects.create(
        blog=proposal.blog, by=proposal.by, at=at, title=title, text=text, language=comment.language
    )
    Placement.objects.create(post=post, blog=proposal.blog)
    enter(post, State.DRAFT, proposal.by, at)
    lend_hand(post, author, "author")
    note_pictures(post, text, author)
    if proposal.by and proposal.by.root_id != author.root_id:
        lend_hand(post, proposal.by, "editor")
    return post
