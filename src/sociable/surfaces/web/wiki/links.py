"""Where `[[pages]]` lead, in a page that is read and in one that is being written."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from sociable.kit.html import Resolve, Target, from_markdown, headings_of
from sociable.publics.readers import Reader
from sociable.rooms.wiki.models import Space
from sociable.rooms.wiki.names import key_of, split_heading
from sociable.rooms.wiki.pages import Named, named_in, pages_for, spaces_for
from sociable.surfaces.web.writing.links import person_named

OFFERED = 8


def shown(text: str, space: Space, reader: Reader) -> SafeString:
    """A page's text as HTML, its links leading where they should for this reader."""
    highest = min((one.level for one in headings_of(text)), default=1)
    named = resolver(named_in(text, space, reader), reader)
    return from_markdown(
        text, resolve=named, top=3 - highest, anchors=True
    )  # whatever it begins with is below the title


def resolver(named: dict[str, Named], reader: Reader) -> Resolve:
    def resolve(kind: str, written: str) -> Target | None:
        if kind == "person":
            return person_named(written, reader)
        name, heading = split_heading(written)
        if not name and heading:
            return Target(f"#{anchor(heading)}")
        return target(named[name], heading) if name in named else None

    return resolve


def target(one: Named, heading: str = "") -> Target:
    """The page, or where it may be written."""
    if one.page is None:
        asked = urlencode({"called": one.title})
        return Target(f"{reverse('wiki-new', args=[one.space.slug])}?{asked}", is_missing=True)
    address = reverse("wiki-page", args=[one.space.slug, one.page.slug])
    return Target(f"{address}#{anchor(heading)}" if heading else address)


def anchor(heading: str) -> str:
    """The id that a heading is shown with."""
    return headings_of(f"# {heading}")[0].id


def leads(where: str, reader: Reader) -> Resolve:
    """For the editor's preview: `where` is "wiki:new:<space>" or "wiki:page:<page>"."""
    space = space_of(where, reader)

    def resolve(kind: str, name: str) -> Target | None:
        return resolver(named_in(f"[[{name}]]", space, reader), reader)(kind, name) if space else None

    return resolve


def names(where: str, reader: Reader, begins: str) -> list[str]:
    """Titles of the space that begin so."""
    space = space_of(where, reader)
    if space is None:
        return []
    pages = pages_for(reader).filter(space=space, key__startswith=key_of(begins))
    return list(pages.order_by("key").values_list("thing__title", flat=True)[:OFFERED])


def space_of(where: str, reader: Reader) -> Space | None:
    _room, _colon, rest = where.partition(":")
    kind, _colon, number = rest.partition(":")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    seen = spaces_for(reader)
    return seen.filter(pk=number).first() if kind == "new" else seen.filter(pages=int(number)).first()
