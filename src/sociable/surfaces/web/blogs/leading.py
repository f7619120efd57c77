"""Leading a blog: how it presents itself, and who writes in it. And one's own key for feeds."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sociable.kit.clock import now
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.rooms.blogs.keys import end_key, make_key, standing_key
from sociable.rooms.blogs.models import Blog
from sociable.rooms.blogs.readers import blogs_for, rules_over
from sociable.rooms.blogs.verbs import authorise, describe, discharge
from sociable.surfaces.web.blogs.feeds import key_words
from sociable.surfaces.web.blogs.forms import masthead_form
from sociable.surfaces.web.blogs.sharing import absolute
from sociable.surfaces.web.profile.views import colleague_named
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.topics import is_id


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lead(request: HttpRequest, blog: str) -> HttpResponse:
    me, reader = person_of(request), reader_of(request)
    assert me is not None
    one = get_object_or_404(blogs_for(reader).select_related("owner"), slug=blog)
    if not rules_over(reader, one):
        raise Http404
    form = masthead_form(one, request.POST if request.POST.get("say") == "describe" else None)
    if request.method == "POST":
        try:
            if change(request, one, me) or (form.is_valid() and describe(blog=one, masthead=form.masthead(), by=me)):
                messages.success(request, _("Kept."))
                return redirect("lead-blog", blog=one.slug)
        except Refused as reason:
            messages.error(request, str(reason))
    authors = one.authors.select_related("person__same_as").order_by("person__name", "pk")
    owner = one.owner.root_id if one.owner else None
    context = {"blog": one, "form": form, "authors": [(row.person, row.person.root_id == owner) for row in authors]}
    return render(request, "blogs/lead.html", context)


def change(request: HttpRequest, blog: Blog, me: Person) -> bool:
    """Who writes there, from now on. Returns whether that was asked."""
    say = request.POST.get("say")
    if say == "authorise":
        person = colleague_named(request.POST.get("colleague", "").strip(), reader_of(request))
        authorise(blog=blog, person=person, by=me, at=now())
        return True
    number = request.POST.get("person", "")
    if say == "discharge" and is_id(number):
        discharge(blog=blog, person=get_object_or_404(Person, pk=int(number)), by=me, at=now())
        return True
    return False


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_feeds(request: HttpRequest) -> HttpResponse:
    """Addresses for a feed reader, which show what their owner may read: kept to oneself, ended by a button."""
    me = person_of(request)
    assert me is not None
    if request.method == "POST":
        end_key(person=me, at=now()) if request.POST.get("say") == "end" else make_key(person=me, at=now())
        return redirect("my-feeds")
    key = standing_key(me)
    words = f"?key={key_words(key)}" if key else ""
    shown = [
        (one, absolute(reverse("blog-feed", args=[one.slug, "atom"])) + words) for one in blogs_for(reader_of(request))
    ]
    return render(request, "blogs/my_feeds.html", {"key": key, "feeds": shown})
