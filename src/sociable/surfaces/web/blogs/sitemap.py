"""`/sitemap.xml`: what a search engine may find, posts and pages of the wiki; `/robots.txt` says where that is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sociable.publics.readers import STRANGER
from sociable.rooms.blogs.readers import blogs_for, places_of, published_to
from sociable.rooms.wiki.pages import pages_for
from sociable.surfaces.web.blogs.sharing import absolute
from sociable.surfaces.web.plain import for_proxies

MOST = 10_000
"""Posts listed, and pages, the newest; the format allows five times as many."""


@require_safe
@for_proxies
def sitemap(request: HttpRequest) -> HttpResponse:
    copies = list(published_to(STRANGER)[:MOST])
    places = places_of([one.post_id for one in copies], STRANGER)
    posts = [
        (absolute(reverse("post", args=places[one.post_id])), one.thing.changed_at)
        for one in copies
        if one.post_id in places
    ]
    seen = pages_for(STRANGER).order_by("-thing__changed_at", "-pk")[:MOST]
    posts += [(absolute(reverse("wiki-page", args=[one.space.slug, one.slug])), one.thing.changed_at) for one in seen]
    blogs = [absolute(reverse("blog", args=[one.slug])) for one in blogs_for(STRANGER)]
    context = {"posts": posts, "pages": [absolute(reverse("blogs")), *blogs]}
    return render(request, "blogs/sitemap.xml", context, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /desk/", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
