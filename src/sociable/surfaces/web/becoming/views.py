"""The button that makes a page or a post of a thread."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sociable.kit.clock import now
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.rooms.blogs.drafting import Words, begin
from sociable.rooms.blogs.models import Blog
from sociable.rooms.wiki.models import Space
from sociable.rooms.wiki.verbs import write
from sociable.surfaces.web.becoming.places import places_for
from sociable.surfaces.web.becoming.threads import Gathered, gather, is_ripe
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.things.models import Thing


@login_required
@require_POST
def become(request: HttpRequest, id_: int) -> HttpResponse:
    """Makes a page or a draft of it, where the form says, and leads there; refused, back to the thread."""
    me, reader = person_of(request), reader_of(request)
    thread = get_object_or_404(Thing.objects.visible_to(reader).select_related("public"), pk=id_)
    if me is None or not is_ripe(thread, reader):
        raise Http404
    kind, _colon, number = request.POST.get("where", "").partition(":")
    places = places_for(thread, reader)
    space = next((one for one in places.spaces if kind == "space" and str(one.pk) == number), None)
    blog = next((one for one in places.blogs if kind == "blog" and str(one.pk) == number), None)
    try:
        if space:
            return page_of(request, gather(thread, reader), space, me)
        if blog:
            return post_of(request, gather(thread, reader), blog, me)
        raise Refused(_("Choose where it goes."))
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect(reverse("thing", args=[thread.pk]))


def page_of(request: HttpRequest, found: Gathered, space: Space, me: Person) -> HttpResponse:
    page = write(space=space, title=found.title, text=found.text, by=me, at=now(), tags=found.tags, origin=found.origin)
    messages.success(request, _("It is a page now, and names those who said it. Whoever may write here can better it."))
    return redirect("wiki-page", space.slug, page.slug)


def post_of(request: HttpRequest, found: Gathered, blog: Blog, me: Person) -> HttpResponse:
    words = Words(found.title, found.text, found.language, ", ".join(found.tags))
    post = begin(blog=blog, words=words, by=me, at=now(), origin=found.origin)
    messages.success(request, _("Here is the post, with the names of those who said it. Publish it once you like it."))
    return redirect("write-post", post.pk)
