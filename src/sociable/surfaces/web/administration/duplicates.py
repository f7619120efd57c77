"""People who may be one: suggested, compared side by side before anything is done, merged, kept apart, and undone."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sociable.kit.clock import now
from sociable.people.duplicates import suggest
from sociable.people.models import Identity, Merge, Person
from sociable.people.verbs import Refused, keep_apart, merge, split, suggest_again
from sociable.surfaces.web.administration.doors import for_administrators
from sociable.surfaces.web.reach import identities_of
from sociable.surfaces.web.reader import person_of
from sociable.surfaces.web.topics import is_id
from sociable.surfaces.web.undo import told
from sociable.things.models import Contribution

A_PAGE = 25
REASONS = {
    "same name": gettext_lazy("They have the same name."),
    "same mailbox name": gettext_lazy("Their addresses begin alike."),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of two people, as far as it takes to tell whether they are one."""

    person: Person
    identities: list[Identity]
    things: int
    has_account: bool


@dataclass(frozen=True, slots=True)
class Pair:
    person: Side
    into: Side
    reason: str


@require_safe
@for_administrators
def duplicates(request: HttpRequest) -> HttpResponse:
    page = Paginator(suggest(), A_PAGE).get_page(request.GET.get("page"))
    pairs = [
        Pair(side_of(one.person), side_of(one.into), str(REASONS.get(one.reason, one.reason)))
        for one in page.object_list
    ]
    return render(request, "web/administration/duplicates.html", {"page": page, "pairs": pairs})


def side_of(person: Person) -> Side:
    same = Q(person=person) | Q(person__same_as=person)
    things = Contribution.objects.filter(same).values("thing").distinct().count()
    return Side(person, identities_of(person), things, person.is_claimed)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def merging(request: HttpRequest) -> HttpResponse:
    """Two people side by side, and what a merge would make of them; a POST does what its button says."""
    form = request.POST if request.method == "POST" else request.GET
    person, into = person_in(form, "person"), person_in(form, "into")
    if request.method == "POST":
        return decide(request, form.get("do", ""), person, into)
    if person.root_id == into.root_id:
        return redirect("duplicates")
    context = {"sides": (side_of(person.root), side_of(into.root)), "into": into.root}
    return render(request, "web/administration/merge.html", context)


def person_in(form: QueryDict, field: str) -> Person:
    number = form.get(field, "")
    found = Person.objects.select_related("same_as").filter(pk=number).first() if is_id(number) else None
    if found is None:
        raise Http404
    return found


def decide(request: HttpRequest, what: str, person: Person, into: Person) -> HttpResponse:
    by, at, here = person_of(request), now(), reverse("merge")
    pair = {"person": person.pk, "into": into.pk}
    names: Mapping[str, object] = {"a": person, "b": into}
    try:
        if what == "merge":
            merge(person=person, into=into, by=by, at=at)
            told(request, _("%(a)s and %(b)s are one now.") % names, action=here, fields={**pair, "do": "split"})
        elif what == "split":
            split(person=person, by=by, at=at)
            told(request, _("%(a)s stands alone again.") % names, action=here, fields={**pair, "do": "merge"})
        elif what == "apart":
            keep_apart(person=person, other=into, by=by, at=at)
            words = _("%(a)s and %(b)s are two people: that is not suggested again.") % names
            told(request, words, action=here, fields={**pair, "do": "again"})
        elif what == "again":
            suggest_again(person=person, other=into, by=by, at=at)
            told(request, _("%(a)s and %(b)s may be suggested as one again.") % names)
        else:
            raise Refused(_("Nothing was changed: that button is not known here."))
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("merges" if what == "split" else "duplicates")


@require_safe
@for_administrators
def merges(request: HttpRequest) -> HttpResponse:
    """The merges that stand, the latest first, each with a way back."""
    standing = Merge.objects.filter(ended_at=None).select_related("person", "into", "by").order_by("-at", "-pk")
    page = Paginator(standing, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "web/administration/merges.html", {"page": page, "merges": page.object_list})
