"""The spaces, and the tree of one."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from sociable.kit.clock import now
from sociable.people.verbs import Refused
from sociable.publics.models import Public
from sociable.publics.readers import Reader, may_publish_in, publics_of
from sociable.rooms.wiki.pages import pages_for, spaces_for, tree
from sociable.rooms.wiki.verbs import found_space
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.wiki.doors import may_write, space_at


class SpaceForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    public = forms.ModelChoiceField(label=_("For whom"), queryset=Public.objects.none(), empty_label=None)

    def __init__(self, *args: Any, reader: Reader, **more: Any) -> None:
        super().__init__(*args, **more)
        mine = [one.pk for one in publics_of(reader) if may_publish_in(reader, one)]
        self.fields["public"].queryset = Public.objects.filter(pk__in=mine).order_by("pk")  # type: ignore[attr-defined]


@require_safe
def spaces(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request)
    standing = Count("pages", filter=Q(pages__thing__withdrawn_at=None))
    listed = spaces_for(reader).annotate(standing=standing).order_by("name", "pk")
    return render(request, "wiki/spaces.html", {"spaces": listed, "may_found": reader.is_inside})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    me, reader = person_of(request), reader_of(request)
    assert me is not None
    form = SpaceForm(request.POST or None, reader=reader)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            space = found_space(name=said["name"], public=said["public"], by=me, at=now())
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            return redirect("wiki-space", space.slug)
    return render(request, "wiki/found.html", {"form": form})


@require_safe
def front(request: HttpRequest, space: str) -> HttpResponse:
    one, reader = space_at(request, space), reader_of(request)
    branches = tree(pages_for(reader).filter(space=one))
    return render(request, "wiki/space.html", {"space": one, "branches": branches, "may_write": may_write(reader, one)})
