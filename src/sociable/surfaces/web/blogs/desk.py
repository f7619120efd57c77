"""`/desk/`: what a writer has before them: reviews asked of them, drafts, what is scheduled, and their blogs."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from sociable.kit.clock import now
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.readers import Reader
from sociable.rooms.blogs.drafting import UNPUBLISHED
from sociable.rooms.blogs.models import Post, Proposal, State
from sociable.rooms.blogs.readers import last_stage, posts_at_desk, written_by
from sociable.rooms.blogs.verbs import open_blog
from sociable.surfaces.web.blogs.forms import new_blog
from sociable.surfaces.web.reader import person_of, reader_of

MOST = 100
"""Posts on the desk, those last begun."""


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    me, reader = person_of(request), reader_of(request)
    assert me is not None
    posts = list(posts_at_desk(reader).filter(state__in=UNPUBLISHED).order_by("-at", "-pk")[:MOST])
    to_review = [one for one in posts if one.state == State.REVIEW and is_asked(one, me)]
    context = {
        "to_review": to_review,
        "posts": [(one, last_stage(one)) for one in posts if one not in to_review and is_mine(one, reader)],
        "blogs": written_by(reader),
        "proposals": Proposal.objects.filter(author=me.pk, answered_at=None).select_related("blog__public", "by"),
    }
    return render(request, "blogs/desk.html", context)


def is_asked(post: Post, me: Person) -> bool:
    stage = last_stage(post)
    return bool(stage and stage.colleague and stage.colleague.root_id == me.root_id)


def is_mine(post: Post, reader: Reader) -> bool:
    return written_by(reader).filter(placements__post=post).exists()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_one(request: HttpRequest) -> HttpResponse:
    """A new blog: a name, and whom it is for."""
    me = person_of(request)
    assert me is not None
    form = new_blog(reader_of(request), request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            blog = open_blog(masthead=form.masthead(), public=form.cleaned_data["public"], by=me, at=now())
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            return redirect("blog", blog=blog.slug)
    return render(request, "blogs/new_blog.html", {"form": form})
