"""Suggesting a change, and deciding about one."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sociable.kit.clock import now
from sociable.people.verbs import Refused
from sociable.rooms.wiki.merge import WORDS
from sociable.rooms.wiki.minding import may_decide
from sociable.rooms.wiki.models import Suggestion
from sociable.rooms.wiki.pages import text_of
from sociable.rooms.wiki.suggesting import accept, refuse, suggest
from sociable.rooms.wiki.verbs import Collision
from sociable.surfaces.web.cards import cards_of
from sociable.surfaces.web.reader import reader_of
from sociable.surfaces.web.wiki.doors import page_in, space_to_write_in
from sociable.surfaces.web.wiki.writing import writer_of
from sociable.surfaces.web.writing.forms import editor_for, saved
from sociable.things.models import Thing, Version


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def suggesting(request: HttpRequest, space: str, page: str) -> HttpResponse:
    space_to_write_in(request, space)
    one, me = page_in(request, space, page), writer_of(request)
    where = f"wiki:suggest:{one.pk}"
    form = editor_for(request, where=where, title=one.thing.title, text=text_of(one), base=one.thing.revision)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            done = suggest(page=one, title=said["title"], text=said["text"], base=said["base"], by=me, at=now())
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            saved(request, where)
            messages.success(request, _("Your suggestion waits for whoever answers for the page."))
            return redirect("wiki-suggestion", space, one.slug, done.pk)
    return render(request, "wiki/suggest.html", {"page": one, "space": one.space, "form": form, "where": where})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def suggestion(request: HttpRequest, space: str, page: str, id_: int) -> HttpResponse:
    """What somebody suggests, word by word beside what stands; who answers for the page accepts or refuses."""
    page_, reader = page_in(request, space, page), reader_of(request)
    one = Suggestion.objects.filter(page=page_, pk=id_, thing__in=Thing.objects.visible_to(reader)).first()
    if one is None:
        raise Http404
    if request.method == "POST":
        return decide(request, one)
    versions = {version.number: version for version in page_.thing.versions.filter(number=one.base)}
    said = Version.objects.get(thing=one.pk, number=1)
    context = {
        "page": page_,
        "space": page_.space,
        "suggestion": one,
        "card": cards_of([one.thing], reader)[0],
        "title": changes(versions[one.base].title, said.title),
        "changes": changes(versions[one.base].text, said.text),
        "may_decide": may_decide(reader, page_),
    }
    return render(request, "wiki/suggestion.html", context)


def decide(request: HttpRequest, one: Suggestion) -> HttpResponse:
    me, page = writer_of(request), one.page
    try:
        if request.POST.get("do") == "accept":
            page = accept(suggestion=one, by=me, at=now()).page
            messages.success(request, _("Accepted: the page says so now."))
        else:
            refuse(suggestion=one, by=me, at=now())
            messages.success(request, _("Refused: the page stays as it is."))
    except Collision:
        words = _("The page has changed where this suggestion would change it. Take what is good of it by hand.")
        messages.error(request, words)
        return redirect("wiki-suggestion", page.space.slug, page.slug, one.pk)
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("wiki-page", page.space.slug, page.slug)


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of words: `kept`, `gone` or `new`."""

    what: str
    words: str


def changes(before: str, after: str) -> list[Change]:
    """What one text says otherwise than another, word by word."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    found: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Change("kept", "".join(old[a:b])))
            continue
        pair = (("gone", "".join(old[a:b])), ("new", "".join(new[c:d])))
        found += [Change(what, words) for what, words in pair if words]
    return found
