"""Asking somebody for help: said once, so that requests are shared fairly, then how to reach them; with a way back."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sociable.kit.clock import now
from sociable.people.models import Identity, Person, Request
from sociable.people.verbs import Refused, ask_for_help, take_back_request
from sociable.publics.readers import Reader, people_visible_to
from sociable.surfaces.web.reach import identities_of, reach_of
from sociable.surfaces.web.reader import person_of, reader_of

LONGEST = 300
"""Characters of a question that are carried along to what the asker writes."""


@login_required
@require_POST
def ask(request: HttpRequest, id_: int) -> HttpResponse:
    """Notes that the reader asks this person, and leads to how to reach them."""
    me, reader = person_of(request), reader_of(request)
    assert me is not None
    one = get_object_or_404(people_visible_to(reader), pk=id_)
    question = question_in(request.POST)
    try:
        asked = ask_for_help(person=one, by=me, at=now())
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect("person", id_=one.pk)
    return redirect(f"{reverse('asked', args=[asked.pk])}?{urlencode({'q': question})}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest, id_: int) -> HttpResponse:
    """Whom the reader asked, and how to reach them. A POST takes it back."""
    me, reader = person_of(request), reader_of(request)
    assert me is not None
    if request.method == "POST":
        return take_back(request, me, id_)
    row = Request.objects.select_related("person__same_as", "by").filter(pk=id_).first()
    if row is None or row.by.root_id != me.pk:
        raise Http404
    one = get_object_or_404(people_visible_to(reader), pk=row.person.root_id)
    return render(request, "web/asked.html", {"asked": row, **letter(one, reader, question_in(request.GET), now())})


def take_back(request: HttpRequest, me: Person, id_: int) -> HttpResponse:
    question = question_in(request.POST)
    try:
        one = take_back_request(request=id_, by=me, at=now())
        messages.success(request, _("Taken back: it does not count as having asked %(name)s.") % {"name": one})
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect(f"{reverse('home')}?{urlencode({'q': question})}" if question else "home")


def question_in(form: Mapping[str, str]) -> str:
    return form.get("q", "").replace("\0", " ").strip()[:LONGEST]


def letter(one: Person, reader: Reader, question: str, at: datetime) -> Mapping[str, object]:
    """How to reach them: their addresses, with the question as the subject, or that none is known."""
    addresses = [known.value for known in identities_of(one) if known.kind == Identity.Kind.MAIL]
    subject = f"?subject={quote(question)}" if question else ""
    return {
        "person": one,
        "question": question,
        "letters": [(address, f"mailto:{quote(address, safe='@+')}{subject}") for address in addresses]
        if reader.is_inside
        else [],
        **reach_of(one, reader, at),
    }
