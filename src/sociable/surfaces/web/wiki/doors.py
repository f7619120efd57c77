"""Who comes in: a space or a page that the reader may not see is not there."""

from django.http import Http404, HttpRequest

from sociable.publics.readers import Reader, may_publish_in
from sociable.rooms.wiki.models import Page, Space
from sociable.rooms.wiki.pages import page_in as find_page
from sociable.rooms.wiki.pages import space_called
from sociable.surfaces.web.reader import reader_of


def space_at(request: HttpRequest, slug: str) -> Space:
    found = space_called(slug, reader_of(request))
    if found is None:
        raise Http404
    return found


def page_in(request: HttpRequest, space: str, slug: str) -> Page:
    found = find_page(space_at(request, space), slug, reader_of(request))
    if found is None:
        raise Http404
    return found


def may_write(reader: Reader, space: Space) -> bool:
    return may_publish_in(reader, space.public)


def space_to_write_in(request: HttpRequest, slug: str) -> Space:
    """The same, to those who may write in it only."""
    space = space_at(request, slug)
    if not may_write(reader_of(request), space):
        raise Http404
    return space
