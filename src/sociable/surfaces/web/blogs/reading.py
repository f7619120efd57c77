"""Reading blogs: which there are, what is new in one, and a post, with who stands behind it first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sociable.kit.asked import Asked, Fetched, Id, Word
from sociable.publics.models import EVERYONE
from sociable.publics.readers import Reader
from sociable.rooms.blogs.models import Address, Blog, Copy, Post, State
from sociable.rooms.blogs.readers import (
    blog_at,
    blogs_for,
    in_language,
    in_other_languages,
    last_stage,
    pinned_first,
    places_of,
    published,
    published_in,
    rules_over,
    writes_in,
    written_by,
)
from sociable.surfaces.web.blogs.sharing import absolute, excerpt, first_picture, linked_data
from sociable.surfaces.web.cards import Card
from sociable.surfaces.web.plain import for_proxies
from sociable.surfaces.web.reader import reader_of
from sociable.surfaces.web.things import with_texts
from sociable.things.models import Tag
from sociable.things.tags import tags_of

A_PAGE = 10
LATEST = 3
FEEDS = (("atom", "Atom"), ("rss", "RSS"), ("json", "JSON Feed"))
"""The ends of a feed's address, and what each form is called."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A post in a list: its card, where it is to be read, how it begins, and the few words its writer gave for that."""

    card: Card
    path: str
    begins: str
    few_words: str


@require_safe
@for_proxies
def blogs(request: HttpRequest) -> HttpResponse:
    """Every blog the reader may read, with what is newest in it."""
    reader = reader_of(request)
    shown = [
        (one, listed(in_language(published_in(one, reader), language())[:LATEST], reader)) for one in blogs_for(reader)
    ]
    return render(request, "blogs/blogs.html", {"blogs": shown, "writes": written_by(reader).exists()})


@require_safe
@for_proxies
def blog(request: HttpRequest, blog: str) -> HttpResponse:
    """A blog, the newest post first, each in the reader's language where there is one."""
    reader = reader_of(request)
    one = blog_at(blog, reader)
    if one is None:
        raise Http404
    posts = pinned_first(in_language(published_in(one, reader), language()))
    if tag := request.GET.get("tag", ""):
        posts = posts.filter(thing__taggings__tag__name=tag)
    page = Paginator(posts, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "blog": one,
        "tag": tag,
        "known_tag": Tag.objects.filter(name=tag).first() if tag and page.object_list else None,
        "page": page,
        "posts": listed(page.object_list, reader),
        "writes": writes_in(reader, one),
        "rules": rules_over(reader, one),
        "address": absolute(reverse("blog", args=[one.slug])),
        "is_public": one.public_id == EVERYONE,
        "feeds": [
            (name, reverse("tag-feed", args=[tag, form]) if tag else reverse("blog-feed", args=[one.slug, form]))
            for form, name in FEEDS
        ],
    }
    return render(request, "blogs/blog.html", context)


@require_safe
@for_proxies
def post(request: HttpRequest, blog: str, slug: str) -> HttpResponse:
    """A post at its address; an address it had before leads to the one it has now."""
    reader = reader_of(request)
    one = blog_at(blog, reader)
    address = ADDRESS.first(blog=one.pk, slug=slug) if one else None
    if one is None or address is None:
        raise Http404
    [(now,)] = LATEST_ADDRESS(blog=one.pk, post=address.post_id)
    if address.post.state == State.WITHDRAWN:
        return withdrawn(request, one, address.post, reader)
    copy = published(address.post_id, reader)
    if copy is None:
        raise Http404
    if now != slug:
        return redirect("post", blog=one.slug, slug=now, permanent=True)
    return shown(request, one, copy, reader)


ADDRESS = Fetched(lambda: Address.objects.filter(blog=Id("blog"), slug=Word("slug")).select_related("post__blog"))
LATEST_ADDRESS = Asked(
    lambda: Address.objects.filter(blog=Id("blog"), post=Id("post")).order_by("-pk").values_list("slug")[:1]
)


def shown(request: HttpRequest, one: Blog, copy: Copy, reader: Reader) -> HttpResponse:
    card, tags = with_texts([copy.thing], reader)[0], tags_of(copy.thing)
    path = own_path(copy.post, one, reader)
    begins = copy.post.summary or excerpt(card.text)
    others = in_other_languages(copy.post, reader)
    places = places_of([other.post_id for other in others], reader)
    context = {
        "blog": one,
        "card": card,
        "copy": copy,
        "address": absolute(path),
        "excerpt": begins,
        "picture": first_picture(card.text),
        "feeds": feeds_of(one, card, tags),
        "linked_data": linked_data(card, one, path, begins),
        "is_public": copy.thing.public_id == EVERYONE,
        "others": [
            (other.thing, reverse("post", args=places[other.post_id])) for other in others if other.post_id in places
        ],
        "tags": tags,
        "writes": writes_in(reader, copy.post.blog),
    }
    response = render(request, "blogs/post.html", context)
    response["Last-Modified"] = http_date(copy.thing.changed_at.timestamp())
    return response


def feeds_of(blog: Blog, card: Card, tags: Iterable[Tag]) -> list[tuple[str, str]]:
    """The feeds that this post stands in, for feed readers that look for them: its blog's, its people's, its tags'."""
    return [
        (blog.name, reverse("blog-feed", args=[blog.slug, "atom"])),
        *((str(one.person), reverse("person-feed", args=[one.person.pk, "atom"])) for one in card.credits),
        *((tag.name, reverse("tag-feed", args=[tag.name, "atom"])) for tag in tags),
    ]


def own_path(post: Post, blog: Blog, reader: Reader) -> str:
    """The one address that a post says is its own, wherever it is read."""
    place = places_of([post.pk], reader).get(post.pk, (blog.slug, ""))
    return reverse("post", args=place)


def withdrawn(request: HttpRequest, blog: Blog, post: Post, reader: Reader) -> HttpResponse:
    """That a post stood here, who took it away, and why; to those who could read it."""
    if not post.copies.filter(thing__public__in=reader.publics).exists():
        raise Http404
    context = {"blog": blog, "post": post, "stage": last_stage(post), "writes": writes_in(reader, post.blog)}
    return render(request, "blogs/withdrawn.html", context, status=410)


def listed(copies: Iterable[Copy], reader: Reader) -> list[Listed]:
    found = list(copies)
    places = places_of([one.post_id for one in found], reader)
    cards = with_texts([one.thing for one in found], reader)
    return [
        Listed(
            card,
            reverse("post", args=places[one.post_id]),
            one.post.summary or excerpt(card.text),
            one.post.summary,
        )
        for one, card in zip(found, cards, strict=True)
        if one.post_id in places
    ]


def language() -> str:
    return get_language() or "en"
