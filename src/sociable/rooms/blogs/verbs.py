"""What is done with blogs: open, describe, authorise, discharge."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sociable.kit.databases import one_line, text_to_stored
from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.people.verbs import Refused, id_of
from sociable.publics.models import Public
from sociable.publics.readers import may_publish_in, reader_for
from sociable.rooms.blogs.models import Author, Blog
from sociable.rooms.blogs.readers import rules_over


@dataclass(frozen=True, slots=True)
class Masthead:
    """How a blog presents itself, and how it is led."""

    name: str
    about: str = ""
    languages: str = ""
    comments: str = Blog.Comments.INSIDE
    reviewed_first: bool = False

    def words(self) -> dict[str, str]:
        return {
            "name": one_line(text_to_stored(self.name))[:120],
            "about": one_line(text_to_stored(self.about))[:500],
            "languages": " ".join(self.languages.split())[:40],
            "comments": self.comments,
        }


@transaction.atomic
def open_blog(*, masthead: Masthead, public: Public, by: Person, at: datetime) -> Blog:
    """Opens a blog for a public of one's own; whoever opens it owns it, and is its first author."""
    if not may_publish_in(reader_for(by), public):
        raise Refused(_("You may not publish for %(public)s.") % {"public": public})
    words = masthead.words()
    slug = slugify(words["name"])[:80]
    if not slug:
        raise Refused(_("Say what the blog is called."))
    if Blog.objects.filter(slug=slug).exists():
        raise Refused(_("There is a blog of that name already: %(name)s.") % {"name": words["name"]})
    blog = Blog.objects.create(
        slug=slug, public=public, owner=by, at=at, reviewed_first=masthead.reviewed_first, **words
    )
    record([Act("sociable:Open", at, by.pk, public=public.pk, detail={"blog": blog.pk})])
    authorise(blog=blog, person=by, by=by, at=at)
    return blog


def describe(*, blog: Blog, masthead: Masthead, by: Person) -> Blog:
    """Says how a blog presents itself from now on; its address stays."""
    refuse_others(blog, by)
    words = masthead.words()
    if not words["name"]:
        raise Refused(_("Say what the blog is called."))
    Blog.objects.filter(pk=blog.pk).update(reviewed_first=masthead.reviewed_first, **words)
    blog.refresh_from_db()
    return blog


@transaction.atomic
def authorise(*, blog: Blog, person: Person, by: Person, at: datetime) -> Author:
    """Lets somebody write in a blog. They have to be able to read it."""
    refuse_others(blog, by)
    if blog.public_id not in reader_for(person).publics:
        raise Refused(_("%(name)s may not read this blog, and so cannot write in it.") % {"name": person})
    author, is_new = Author.objects.get_or_create(blog=blog, person=person, defaults={"since": at, "by": by})
    if is_new:
        detail = {"blog": blog.pk, "person": person.pk}
        record([Act("sociable:Authorise", at, id_of(by), public=blog.public_id, detail=detail)])
    return author


@transaction.atomic
def discharge(*, blog: Blog, person: Person, by: Person, at: datetime) -> Blog:
    """Ends somebody's writing in a blog. What they wrote there stays, under their name."""
    refuse_others(blog, by)
    if blog.owner and blog.owner.root_id == person.root_id:
        raise Refused(_("The owner of a blog is always an author of it."))
    same = Q(person=person.root_id) | Q(person__same_as=person.root_id)
    deleted, _rows = Author.objects.filter(same, blog=blog).delete()
    if deleted:
        detail = {"blog": blog.pk, "person": person.pk}
        record([Act("sociable:Discharge", at, id_of(by), public=blog.public_id, detail=detail)])
    return blog


def refuse_others(blog: Blog, by: Person) -> None:
    if not rules_over(reader_for(by), blog):
        raise Refused(_("Only the owner of a blog, or an administrator, does that."))
