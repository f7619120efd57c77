"""What a space needs somebody for: red links, orphans, links that lead to nothing, suggestions that wait."""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from sociable.kit.html import headings_of, references_in
from sociable.publics.readers import Reader
from sociable.rooms.wiki.models import Page, Reference, Space, Suggestion
from sociable.rooms.wiki.names import key_of, split_heading
from sociable.rooms.wiki.pages import called, named_in, pages_for
from sociable.things.models import Thing, Version

OURS = re.compile(r"\]\(/(things|wiki)/([^)\s#?]*)[^)\s]*\)")
"""A link that gives an address of this site."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A page that nobody has written, and the pages that link to it."""

    title: str
    wanted_by: tuple[Page, ...]


def missing(space: Space, reader: Reader) -> list[Missing]:
    """Red links: what pages of this space link to in it and nobody has written, the most wanted first."""
    seen = pages_for(reader).filter(space=space)
    rows = list(Reference.objects.filter(space=space, page__in=seen).select_related("page__thing", "page__space"))
    there = called(space, {one.key for one in rows})
    wanted: dict[str, list[Reference]] = defaultdict(list)
    for one in rows:
        if one.key not in there:
            wanted[one.key].append(one)
    found = [Missing(those[0].title, tuple(one.page for one in those)) for those in wanted.values()]
    return sorted(found, key=lambda one: (-len(one.wanted_by), key_of(one.title)))


def orphans(space: Space, reader: Reader) -> QuerySet[Page]:
    """Pages that stand under no other, have none under them, and that no page links to."""
    linked = Reference.objects.filter(space=space).exclude(page=OuterRef("pk"))
    by_name = linked.filter(key=OuterRef("key"))
    by_former = linked.filter(key__in=Page.objects.filter(pk=OuterRef("pk")).values("former_names__key"))
    alone = pages_for(reader).filter(space=space, parent=None, children=None)
    return alone.exclude(Exists(by_name)).filter(~Q(Exists(by_former))).order_by("key")


@dataclass(frozen=True, slots=True)
class Broken:
    """A link of a page that leads to nothing."""

    page: Page
    link: str


def broken(space: Space, reader: Reader) -> list[Broken]:
    """Links to a heading that its page does not have, and addresses of this site at which nothing stands.

    Addresses elsewhere are not tried: reading a list goes nowhere.
    """
    pages = {one.pk: one for one in pages_for(reader).filter(space=space).order_by("key")}
    texts = {
        one.thing_id: one.text
        for one in Version.objects.filter(thing__in=pages).select_related("thing")
        if one.number == one.thing.revision
    }
    return [
        Broken(page, link)
        for id_, page in pages.items()
        for link in (*lost_headings(texts[id_], space, reader, texts), *lost_addresses(texts[id_], reader))
    ]


def lost_headings(text: str, space: Space, reader: Reader, texts: dict[int, str]) -> list[str]:
    named = named_in(text, space, reader)
    pointing = [name for kind, name in references_in(text) if kind == "page" and "#" in name]
    found = []
    for name in pointing:
        title, heading = split_heading(name)
        page = named[title].page if title in named else None
        words = {key_of(one.words) for one in headings_of(texts[page.page])} if page and page.page in texts else None
        if heading and words is not None and key_of(heading) not in words:
            found.append(f"[[{name}]]")
    return found


def lost_addresses(text: str, reader: Reader) -> list[str]:
    found = []
    for link in OURS.finditer(text):
        parts = [one for one in link[2].split("/") if one]
        if link[1] == "things" and len(parts) == 1 and parts[0].isdecimal() and len(parts[0]) < 19:
            if not Thing.objects.visible_to(reader).filter(pk=int(parts[0])).exists():
                found.append(link[0][2:-1])
        elif link[1] == "wiki" and len(parts) == 2:
            seen = pages_for(reader).filter(space__slug=parts[0])
            if not seen.filter(Q(slug=parts[1]) | Q(former_names__slug=parts[1])).exists():
                found.append(link[0][2:-1])
    return found


def waiting(space: Space, reader: Reader) -> QuerySet[Suggestion]:
    """Suggestions that nobody has decided about, the oldest first."""
    seen = Thing.objects.visible_to(reader)
    open_ = Suggestion.objects.filter(page__space=space, decision=None, thing__in=seen)
    return open_.select_related("page__thing", "page__space", "by").order_by("at", "pk")
