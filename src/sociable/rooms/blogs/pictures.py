"""Files of a draft, which is no thing yet: shown to whoever has it at their desk, and with the post once it is one."""

from django.db.models import Q

from sociable.people.models import Person
from sociable.publics.readers import Reader, reader_for
from sociable.rooms.blogs.models import Picture, Post
from sociable.rooms.blogs.readers import posts_at_desk
from sociable.things.files import files_visible_to, named_in


def in_drafts(reader: Reader) -> Q:
    return Q(pk__in=Picture.objects.filter(post__in=posts_at_desk(reader)).values("file"))


def note_pictures(post: Post, text: str, by: Person) -> None:
    """Notes which files a draft shows. Nobody shows one there that they may not see."""
    named = named_in(text)
    post.pictures.exclude(file__in=named).delete()
    seen = files_visible_to(reader_for(by)).filter(pk__in=named) if named else ()
    Picture.objects.bulk_create([Picture(post=post, file=one, by=by) for one in seen], ignore_conflicts=True)
