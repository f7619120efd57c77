"""The site's own rules for whom the locator names: said in a form, in force at once, and taken back by a button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sociable.kit.clock import now
from sociable.knowledge.expertise.rules import NO_RULES, Rules
from sociable.knowledge.expertise.rules import policy as policy_in_force
from sociable.people.verbs import Refused
from sociable.publics.models import Policy, Public
from sociable.publics.verbs import set_policy
from sociable.surfaces.web.administration.doors import for_administrators
from sociable.surfaces.web.filters import filters_for, rules_of
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.undo import told


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def policy(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return put_in_force(request, request.POST)
    rules = policy_in_force()
    filters = filters_for(rules, reader_of(request))
    last = Policy.objects.select_related("by").filter(pk=1).first()
    context = {"filters": filters, "rules": rules, "last": last, "none": rules == NO_RULES}
    return render(request, "web/administration/policy.html", context)


def put_in_force(request: HttpRequest, form: QueryDict) -> HttpResponse:
    before, rules = policy_in_force(), rules_of(form)
    public = Public.objects.filter(slug=rules.public).first() if rules.public else None
    try:
        if rules.public and public is None:
            raise Refused(_("You know of no public %(a)s here.") % {"a": repr(rules.public)})
        set_policy(
            by=person_of(request),
            at=now(),
            languages=rules.languages,
            functions=rules.functions,
            place=rules.place or "",
            at_work=rules.at_work,
            public=public,
            available=rules.available,
        )
        words = _("No rules: whoever can help is named.") if rules == NO_RULES else _("These rules hold from now on.")
        told(request, words, action=reverse("policy"), fields=as_fields(before))
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("policy")


def as_fields(rules: Rules) -> dict[str, object]:
    """The rules as a form says them."""
    return {
        "language": " ".join(rules.languages),
        "function": " ".join(rules.functions),
        "place": rules.place or "",
        "public": rules.public or "",
        "at_work": "1" if rules.at_work else "",
        "available": "1" if rules.available else "",
    }
