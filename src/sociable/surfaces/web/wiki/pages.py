"""A page of the wiki: the people behind it first, then what it says, and what leads here."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sociable.kit.asked import Asked, Fetched, Id, Ids
from sociable.kit.html import from_markdown, headings_of, to_text
from sociable.publics.readers import Reader
from sociable.rooms.wiki.minding import margin, may_decide
from sociable.rooms.wiki.models import Affirmation, Guard, Page, Remark
from sociable.rooms.wiki.pages import above, backlinks, children_of, pages_for
from sociable.rooms.wiki.verbs import KIND
from sociable.surfaces.web.cards import Card, cards_of
from sociable.surfaces.web.homes import register
from sociable.surfaces.web.plain import for_proxies
from sociable.surfaces.web.reader import reader_of
from sociable.surfaces.web.things import latest, version_in, with_texts
from sociable.surfaces.web.wiki.doors import may_write, page_in
from sociable.surfaces.web.wiki.links import shown
from sociable.surfaces.web.wiki.minding import AffirmForm, RemarkForm
from sociable.surfaces.web.writing.files import address_of
from sociable.things.files import files_of
from sociable.things.history import latest_versions
from sociable.things.models import Thing, ThingQuerySet
from sociable.things.tags import tags_of

FEW = 3
"""Headings from which on a page has a table of contents."""


@register
def home(thing: Thing) -> str | None:
    """Where a page of the wiki lives, for whoever comes by its number."""
    found = Page.objects.filter(pk=thing.pk).values_list("space__slug", "slug").first() if thing.kind == KIND else None
    return reverse("wiki-page", args=found) if found else None


@require_safe
@for_proxies
def page(request: HttpRequest, space: str, page: str) -> HttpResponse:
    one = page_in(request, space, page)
    if one.slug != page:
        return redirect("wiki-page", space, one.slug, permanent=True)
    return render(request, "wiki/page.html", context_of(request, one) | around(request, one))


def around(request: HttpRequest, one: Page) -> dict[str, Any]:
    """What may be done about a page, and what was said in its margin."""
    reader = reader_of(request)
    decides = may_decide(reader, one)
    return {
        "tags": tags_of(one.thing),
        "cites": cards_of(CITES(thing=one.pk, publics=reader.publics), reader),
        "cited_by": cards_of(CITED_BY(thing=one.pk, publics=reader.publics), reader),
        "margin": notes(one, reader, decides=decides),
        "remark_form": RemarkForm(),
        "affirm_form": AffirmForm(),
        "affirmed": AFFIRMED.first(page=one.pk),
        "may_decide": decides,
        "may_change": decides or not GUARDED(page=one.pk),
    }


def elsewhere() -> ThingQuerySet:
    """What is no page of a wiki: links among these are told of apart."""
    return Thing.objects.open_to(Ids("publics")).exclude(kind=KIND)


CITES = Fetched(lambda: latest(elsewhere().filter(cited_by__source=Id("thing"))))
CITED_BY = Fetched(lambda: latest(elsewhere().filter(cites__target=Id("thing"))))
AFFIRMED = Fetched(
    lambda: Affirmation.objects.filter(page=Id("page")).exclude(by=None).select_related("by").order_by("-at", "-pk")[:1]
)
GUARDED = Asked(lambda: Guard.objects.filter(page=Id("page")).values_list("pk"))


@dataclass(frozen=True, slots=True)
class Note:
    """A remark as the margin shows it."""

    remark: Remark
    card: Card
    text: str
    passage: str
    fragment: str
    """The passage's words, as browsers find them on the page."""
    may_settle: bool


def notes(page: Page, reader: Reader, *, decides: bool) -> list[Note]:
    placed = margin(page)
    cards = with_texts([one.thing for one, _passage in placed], reader)
    return [
        Note(
            one,
            card,
            card.text,
            to_text(from_markdown(passage)).strip(),
            fragment_of(passage),
            decides or one.by_id == reader.person,
        )
        for (one, passage), card in zip(placed, cards, strict=True)
    ]


def fragment_of(passage: str) -> str:
    """The words that are surely shown as they are written: up to the first mark of Markdown."""
    return quote(re.split(r"[*_`\[\]\n#>|~]", passage.strip("*_`[]#>|~ \n"))[0].strip(), safe="").replace("-", "%2D")


@require_safe
def printed(request: HttpRequest, space: str, page: str) -> HttpResponse:
    """The page alone, as paper takes it."""
    return render(request, "wiki/print.html", context_of(request, page_in(request, space, page)))


def context_of(request: HttpRequest, one: Page) -> dict[str, Any]:
    reader = reader_of(request)
    versions = latest_versions(one.thing)
    earlier = version_in(request.GET.get("version", ""), one.thing)
    text = (earlier or versions[0]).text
    headings = headings_of(text)
    line = above(one)
    seen = set(pages_for(reader).filter(pk__in=[parent.pk for parent in line])) if line else set()
    children = children_of(one, reader)
    return {
        "page": one,
        "space": one.space,
        "card": cards_of([one.thing], reader)[0],
        "above": [parent for parent in line if parent in seen],
        "children": children,
        "contents": headings if len(headings) >= FEW else [],
        "shown": shown(text, one.space, reader),
        "versions": versions,
        "earlier": earlier,
        "backlinks": backlinks(one, reader),
        "files": [(file, address_of(file)) for file in files_of(one.thing)],
        "may_write": may_write(reader, one.space),
        "address": request.build_absolute_uri(reverse("wiki-page", args=[one.space.slug, one.slug])),
    }
