"""What the editor asks for while somebody writes: a preview, to keep what is not saved, names to choose from."""

from typing import TypedDict

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from sociable.kit.clock import now
from sociable.kit.html import from_markdown
from sociable.people.models import Person
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.writing.forms import LONGEST
from sociable.surfaces.web.writing.links import completions, resolver_for
from sociable.things import drafts
from sociable.things.models import Unsaved
from sociable.things.verbs import TITLE

WHERE = 120
"""Characters of a place of writing."""


class Sent(TypedDict):
    where: str
    title: str
    text: str
    base: int


def place_in(request: HttpRequest) -> str:
    return request.POST.get("where", "").replace("\0", "")[:WHERE]


@login_required
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What is being written, as it will be read: alone for the page's script, as a page of its own without."""
    text, title = request.POST.get("text", "")[:LONGEST], request.POST.get("title", "")[:TITLE]
    shown = from_markdown(text, resolve=resolver_for(reader_of(request), place_in(request)), scope="preview-")
    page = "shown" if request.POST.get("alone") else "preview"
    return render(request, f"writing/{page}.html", {"title": title, "shown": shown})


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keeps what is being written; says when."""
    me = person_of(request)
    assert me is not None
    kept = keep_what_was_sent(request, me)
    return render(request, "writing/kept.html", {"at": kept.at})


def keep_what_was_sent(request: HttpRequest, me: Person, text: str | None = None) -> Unsaved:
    """With another text, where one is given."""
    said = sent(request)
    if text is not None:
        said["text"] = text[:LONGEST]
    return drafts.keep(person=me, at=now(), **said)


def sent(request: HttpRequest) -> Sent:
    """What stood in an editor."""
    base, title = request.POST.get("base", ""), request.POST.get("title", "")
    number = int(base) if base.isascii() and base.isdecimal() and len(base) < 9 else 0
    text = request.POST.get("text", "")[:LONGEST]
    return {"where": place_in(request), "title": title[:TITLE], "text": text, "base": number}


@login_required
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Drops what was kept, and goes back to where it was being written."""
    me = person_of(request)
    assert me is not None
    drafts.drop(person=me, where=place_in(request))
    return back(request)


def back(request: HttpRequest) -> HttpResponse:
    """To the page that the form says it stands on; home, where that is not one of ours."""
    to = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    return redirect(to if ours else "home")


@login_required
@require_safe
def complete(request: HttpRequest) -> HttpResponse:
    """Names of people or of pages that begin so."""
    asked = {name: request.GET.get(name, "").replace("\0", "")[:WHERE] for name in ("kind", "begins", "where")}
    names = completions(asked["kind"], asked["begins"].strip(), asked["where"], reader_of(request))
    return JsonResponse({"names": names})
