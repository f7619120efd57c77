"""Feeds of a blog, a person, a tag: RSS, Atom, JSON Feed. Strangers get what is for all; a key, what is its owner’s.

The key in a private feed's address is signed, not kept: it can be shown again, and it ends when its row is revoked.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.views.decorators.http import require_safe

from sociable.kit.html import Resolve, from_markdown
from sociable.people.models import Person
from sociable.publics.readers import Reader, people_visible_to, reader_for
from sociable.rooms.blogs.models import Copy, FeedKey
from sociable.rooms.blogs.readers import blogs_for, published_in, published_to
from sociable.surfaces.web.blogs.reading import Listed, listed
from sociable.surfaces.web.blogs.sharing import absolute, elsewhere, is_author, organisation
from sociable.surfaces.web.plain import LANGUAGES, for_proxies
from sociable.surfaces.web.reader import reader_of
from sociable.surfaces.web.writing.links import resolver_for
from sociable.things.models import Tag

MOST = 30
"""Posts in a feed, the newest."""
SEAL = "sociable.feed"


class JsonFeed(SyndicationFeed):
    """JSON Feed 1.1."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        about = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
        }
        items = [self.item(one) for one in self.items]
        found = {**{name: value for name, value in about.items() if value}, "items": items}
        outfile.write(json.dumps(found, ensure_ascii=False))

    def item(self, one: Mapping[str, Any]) -> dict[str, Any]:
        told = {
            "id": one["unique_id"],
            "url": one["link"],
            "title": one["title"],
            "content_html": one["description"],
            "summary": one["few_words"],
            "date_published": one["pubdate"].isoformat(),
            "date_modified": one["updateddate"].isoformat(),
            "authors": [{"name": name} for name in one["authors"]],
            "tags": list(one["categories"]),
            "language": one["language"],
        }
        return {name: value for name, value in told.items() if value}


class AtomFeed(Atom1Feed):
    """Atom, in which what a post says is its content, and its few words, where its writer gave some, its summary."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, {**item, "description": None})
        if item["few_words"]:
            handler.addQuickElement("summary", item["few_words"])
        handler.addQuickElement("content", item["description"], {"type": "html"})


FORMS: Mapping[str, type[Rss201rev2Feed | Atom1Feed | JsonFeed]] = {
    "rss": Rss201rev2Feed,
    "atom": AtomFeed,
    "json": JsonFeed,
}


@require_safe
@for_proxies
def of_blog(request: HttpRequest, blog: str, form: str) -> HttpResponse:
    reader = reader_in(request)
    one = get_object_or_404(blogs_for(reader), slug=blog)
    return feed(request, reader, form, one.name, one.about, reverse("blog", args=[blog]), published_in(one, reader))


@require_safe
@for_proxies
def of_person(request: HttpRequest, id_: int, form: str) -> HttpResponse:
    reader = reader_in(request)
    one = get_object_or_404(people_visible_to(reader), pk=id_)
    same = Q(thing__contributions__person=one) | Q(thing__contributions__person__same_as=one)
    posts = published_to(reader).filter(same).distinct()
    return feed(request, reader, form, str(one), one.headline, reverse("person", args=[id_]), posts)


@require_safe
@for_proxies
def of_tag(request: HttpRequest, tag: str, form: str) -> HttpResponse:
    reader = reader_in(request)
    posts = published_to(reader).filter(thing__taggings__tag__name=tag)
    if not posts.exists():
        raise Http404
    return feed(request, reader, form, tag, "", reverse("blogs"), posts)


def feed(
    request: HttpRequest, reader: Reader, form: str, title: str, about: str, path: str, posts: QuerySet[Copy]
) -> HttpResponse:
    """What is newest, whole, in one of the three forms; in one language only, if the address says which."""
    wanted = request.GET.get("lang", "")
    if wanted in LANGUAGES:
        posts = posts.filter(thing__language=wanted)
    made = FORMS[form](
        title=title,
        link=absolute(path),
        description=about or title,
        language=wanted if wanted in LANGUAGES else None,
        feed_url=absolute(request.get_full_path()),
        feed_guid=absolute(request.path),
        author_name=organisation(),  # of what no name is shown for
    )
    resolve = resolver_for(reader)
    for one in listed(posts[:MOST], reader):
        add(made, one, resolve)
    response = HttpResponse(made.writeString("utf-8"), content_type=made.content_type)
    if request.GET.get("key"):
        patch_cache_control(response, private=True, no_store=True)
    return response


def add(made: SyndicationFeed, one: Listed, resolve: Resolve) -> None:
    thing = one.card.thing
    names = [credit.person.name for credit in one.card.credits if is_author(credit.roles)]
    made.add_item(
        title=str(one.card.title),
        link=absolute(one.path),
        description=elsewhere(from_markdown(one.card.text, resolve=resolve), one.path),
        author_name=", ".join(names) or None,
        authors=names,
        few_words=one.few_words,
        unique_id=absolute(reverse("thing", args=[thing.pk])),
        unique_id_is_permalink=False,
        pubdate=thing.published_at,
        updateddate=thing.changed_at,
        categories=list(Tag.objects.filter(taggings__thing=thing).order_by("name").values_list("name", flat=True)),
        language=thing.language,
    )


def reader_in(request: HttpRequest) -> Reader:
    """Whoever the key in the address speaks for; else whoever is signed in, or a stranger."""
    words = request.GET.get("key", "")
    if not words:
        return reader_of(request)
    person = holder(words)
    if person is None:
        raise Http404
    return reader_for(person)


def key_words(key: FeedKey) -> str:
    return signing.Signer(salt=SEAL).sign(str(key.pk))


def holder(words: str) -> Person | None:
    """Whose key this is, if it stands and they may still come in."""
    try:
        number = int(signing.Signer(salt=SEAL).unsign(words))
    except (signing.BadSignature, ValueError):
        return None
    standing = FeedKey.objects.filter(pk=number, revoked_at=None, person__account__is_active=True)
    key = standing.select_related("person__same_as").first()
    return key.person.root if key else None
