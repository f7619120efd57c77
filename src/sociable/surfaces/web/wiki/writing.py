"""Writing a page, changing it, putting it elsewhere. What others saved meanwhile is joined, or shown beside."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sociable.kit.clock import now
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.rooms.wiki.models import TITLE, Page
from sociable.rooms.wiki.pages import pages_for, text_of, tree
from sociable.rooms.wiki.verbs import Collision, put_under, save, write
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.wiki.doors import page_in, space_to_write_in
from sociable.surfaces.web.writing.forms import EditorForm, editor_for, saved


def writer_of(request: HttpRequest) -> Person:
    me = person_of(request)
    if me is None:
        raise Http404
    return me


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, space: str) -> HttpResponse:
    one, me = space_to_write_in(request, space), writer_of(request)
    parent = page_under(request, one.pk)
    where = f"wiki:new:{one.pk}"
    form = editor_for(request, where=where, title=request.GET.get("called", "")[:TITLE])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            page = write(space=one, title=said["title"], text=said["text"], by=me, at=now(), parent=parent)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            saved(request, where)
            return redirect("wiki-page", one.slug, page.slug)
    return render(request, "wiki/new.html", {"space": one, "form": form, "where": where, "parent": parent})


def page_under(request: HttpRequest, space: int) -> Page | None:
    """The page that a new one shall stand under, as the address says."""
    slug = request.GET.get("under", "")
    return pages_for(reader_of(request)).filter(space=space, slug=slug).first() if slug else None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, space: str, page: str) -> HttpResponse:
    space_to_write_in(request, space)
    one, me = page_in(request, space, page), writer_of(request)
    where = f"wiki:page:{one.pk}"
    thing = one.thing
    form = editor_for(request, where=where, title=thing.title, text=text_of(one), base=thing.revision)
    context: dict[str, Any] = {"page": one, "space": one.space, "form": form, "where": where}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            done = save(page=one, title=said["title"], text=said["text"], base=said["base"], by=me, at=now())
        except Refused as reason:
            form.add_error(None, str(reason))
        except Collision as both:
            context |= {"form": looked_over(both, where), "both": both}
        else:
            saved(request, where)
            if done.joined:
                messages.success(request, _("Saved, and joined with what others saved meanwhile."))
            return redirect("wiki-page", one.space.slug, done.page.slug)
    return render(request, "wiki/edit.html", context)


def looked_over(both: Collision, where: str) -> EditorForm:
    """A form that starts from what is saved now, filled with what could be joined: both passages where they differ."""
    form = EditorForm(where=where, initial={"title": both.title, "text": both.merged.text, "base": both.theirs.number})
    form.restored = None
    return form


class PlaceForm(forms.Form):
    under = forms.ModelChoiceField(
        label=gettext_lazy("Under"),
        queryset=Page.objects.none(),
        required=False,
        empty_label=gettext_lazy("no page: at the top"),
    )

    def __init__(self, *args: Any, page: Page, request: HttpRequest, **more: Any) -> None:
        super().__init__(*args, **more)
        seen = pages_for(reader_of(request)).filter(space=page.space).exclude(pk=page.pk)
        branches = tree(seen)
        field = self.fields["under"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = seen
        field.choices = [("", field.empty_label), *((one.page.pk, f"{'— ' * one.depth}{one.page}") for one in branches)]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, space: str, page: str) -> HttpResponse:
    """Puts a page elsewhere in the tree."""
    space_to_write_in(request, space)
    one, me = page_in(request, space, page), writer_of(request)
    form = PlaceForm(request.POST or None, page=one, request=request, initial={"under": one.parent_id})
    if request.method == "POST" and form.is_valid():
        try:
            put_under(page=one, parent=form.cleaned_data["under"], by=me, at=now())
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            return redirect("wiki-page", one.space.slug, one.slug)
    return render(request, "wiki/place.html", {"page": one, "space": one.space, "form": form})
