"""What is done about a page besides writing it: affirm it, remark on a passage, guard it, withdraw it."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sociable.kit.clock import now
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.rooms.wiki.minding import affirm, remark, settle
from sociable.rooms.wiki.models import Page
from sociable.rooms.wiki.suggesting import guard, release
from sociable.surfaces.web.topics import number_in
from sociable.surfaces.web.wiki.doors import page_in, space_to_write_in
from sociable.surfaces.web.wiki.writing import writer_of

AGAIN = ((90, gettext_lazy("in three months")), (365, gettext_lazy("in a year")), (0, gettext_lazy("never")))


class AffirmForm(forms.Form):
    again = forms.TypedChoiceField(label=gettext_lazy("Ask again"), choices=AGAIN, coerce=int, initial=365)


class RemarkForm(forms.Form):
    passage = forms.CharField(
        label=gettext_lazy("The passage, copied from the page"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    said = forms.CharField(
        label=gettext_lazy("What you have to say about it"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 3})
    )


@login_required
@require_POST
def mind(request: HttpRequest, space: str, page: str) -> HttpResponse:
    """Does what the button says; what was refused is told with the reason."""
    space_to_write_in(request, space)
    one, me = page_in(request, space, page), writer_of(request)
    try:
        messages.success(request, do(request, one, me))
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("wiki-page", space, one.slug)


def do(request: HttpRequest, page: Page, me: Person) -> str:
    match request.POST.get("do"):
        case "affirm":
            return affirmed(request, page, me)
        case "remark":
            return remarked(request, page, me)
        case "settle":
            return settled(request, page, me)
        case "guard":
            guard(page=page, by=me, at=now())
            return _("Only you change this page from now on; others suggest.")
        case "release":
            release(page=page, by=me, at=now())
            return _("Everybody who writes in this space changes the page again.")
        case _other:
            raise Http404


def affirmed(request: HttpRequest, page: Page, me: Person) -> str:
    form, moment = AffirmForm(request.POST), now()
    days = form.cleaned_data["again"] if form.is_valid() else 365
    again = moment.date() + timedelta(days=days) if days else None
    affirm(page=page, number=number_in(request.POST.get("number", "")), again=again, by=me, at=moment)
    return _("Affirmed: it is still true.")


def remarked(request: HttpRequest, page: Page, me: Person) -> str:
    form = RemarkForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Copy the passage from the page, and say what there is to say about it."))
    remark(page=page, quote=form.cleaned_data["passage"], text=form.cleaned_data["said"], by=me, at=now())
    return _("Your remark stands in the margin.")


def settled(request: HttpRequest, page: Page, me: Person) -> str:
    one = page.remarks.filter(pk=number_in(request.POST.get("remark", ""))).first()
    if one is None:
        raise Http404
    settle(remark=one, by=me, at=now())
    return _("Settled: the remark is out of the margin.")
