"""Asking whoever wrote a comment whether it may become a post; and their answer, given at their desk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sociable.kit.clock import now
from sociable.people.verbs import Refused
from sociable.rooms.blogs.models import Proposal
from sociable.rooms.blogs.promoting import answer, propose
from sociable.rooms.blogs.readers import written_by
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.things import with_texts
from sociable.things.models import Thing


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, id_: int) -> HttpResponse:
    """In which blog the comment would stand; a POST asks its author."""
    me, reader = person_of(request), reader_of(request)
    assert me is not None
    comment = get_object_or_404(Thing.objects.visible_to(reader).filter(kind="comment"), pk=id_)
    blogs = written_by(reader)
    if request.method == "POST":
        try:
            blog = get_object_or_404(blogs, slug=request.POST.get("blog", ""))
            made = propose(comment=comment, blog=blog, by=me, at=now())
            messages.success(request, _("%(name)s finds the question on their desk.") % {"name": made.author})
        except Refused as reason:
            messages.error(request, str(reason))
        return redirect("thing", id_=comment.pk)
    return render(request, "blogs/ask.html", {"card": with_texts([comment], reader)[0], "blogs": blogs})


@login_required
@require_POST
def say(request: HttpRequest, id_: int) -> HttpResponse:
    """The author's yes or no."""
    me = person_of(request)
    assert me is not None
    row = get_object_or_404(Proposal.objects.select_related("author"), pk=id_, author=me.pk)
    try:
        done = answer(proposal=row, allowed=request.POST.get("answer") == "yes", by=me, at=now())
        words = _("Thank you: it becomes a draft, under your name.") if done.allowed else _("It stays a comment.")
        messages.success(request, words)
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("desk")
