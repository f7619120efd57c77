"""Where something may be made of a thread: spaces and blogs whose readers all see the thread already."""

from dataclasses import dataclass

from sociable.publics.readers import Reader, is_within, may_publish_in
from sociable.rooms.blogs.models import Blog
from sociable.rooms.blogs.readers import written_by
from sociable.rooms.wiki.models import Space
from sociable.rooms.wiki.pages import spaces_for
from sociable.things.models import Thing


@dataclass(frozen=True, slots=True)
class Places:
    spaces: tuple[Space, ...] = ()
    blogs: tuple[Blog, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.spaces or self.blogs)


def places_for(thread: Thing, reader: Reader) -> Places:
    """Where this reader may put it. Wider publics are none: nobody's words go further than they were said."""
    if reader.person is None:
        return Places()
    spaces = [one for one in spaces_for(reader).order_by("name", "pk") if is_within(one.public_id, thread.public_id)]
    blogs = [one for one in written_by(reader) if is_within(one.public_id, thread.public_id)]
    return Places(tuple(one for one in spaces if may_publish_in(reader, one.public)), tuple(blogs))
