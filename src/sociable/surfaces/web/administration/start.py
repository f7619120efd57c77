"""`/start/`: the first day of a site. A few steps in any order, each of which can be skipped and come back to."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from sociable.carriers.connectors import connectors
from sociable.carriers.models import Source
from sociable.kit.clock import now
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.models import ORGANISATION, Membership, Public
from sociable.publics.organising import admit, close_function, found_function, is_in_use, name_public
from sociable.rooms.start.models import Step
from sociable.rooms.start.verbs import take
from sociable.surfaces.web.administration.doors import for_administrators
from sociable.surfaces.web.reader import person_of

LINE = re.compile(r"^\s*(?P<name>[^<>,;\t]*?)[\s,;<]*(?P<address>[^\s<>,;]+@[^\s<>,;]+)[\s>,;]*$")
"""`Ada Lovelace <ada@example.org>`, or the same two with a comma, a semicolon or a tab between."""
MOST = 500
"""People that one form takes in; more come by file."""
WORDS = {
    Step.Name.NAME: "name",
    Step.Name.FUNCTIONS: "functions",
    Step.Name.PEOPLE: "people",
    Step.Name.SOURCE: "source",
    Step.Name.QUESTION: "question",
}
"""What each step is called in its address."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A step on the way: where it is, and whether it is behind us."""

    name: Step.Name
    word: str
    is_taken: bool
    is_skipped: bool

    @property
    def is_behind(self) -> bool:
        return self.is_taken or self.is_skipped


def way() -> list[Stop]:
    """The steps in their order, with those that the site's own state shows as taken."""
    said = dict(Step.objects.values_list("name", "skipped"))
    seen = {
        Step.Name.NAME: Public.objects.filter(pk=ORGANISATION).exclude(name="").exists(),
        Step.Name.PEOPLE: Membership.objects.filter(public=ORGANISATION).count() > 1,
        Step.Name.SOURCE: Source.objects.exists(),
    }
    return [
        Stop(name, WORDS[name], seen.get(name, False) or said.get(name) is False, said.get(name) is True)
        for name in Step.Name
    ]


def next_stop() -> Stop | None:
    return next((one for one in way() if not one.is_behind), None)


@require_safe
@for_administrators
def start(request: HttpRequest) -> HttpResponse:
    stops = way()
    following = next((one for one in stops if not one.is_behind), None)
    return render(request, "web/start/way.html", {"stops": stops, "following": following})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def step(request: HttpRequest, word: str) -> HttpResponse:
    name = next((one for one, called in WORDS.items() if called == word), None)
    me = person_of(request)
    if name is None or me is None:
        raise Http404
    if request.method == "POST":
        return do(request, name, me)
    return page_of(request, name)


def page_of(request: HttpRequest, name: Step.Name, **more: object) -> HttpResponse:
    stops = way()
    context = {"stops": stops, "stop": stops[int(name) - 1], **FACTS.get(name, dict)(), **more}
    return render(request, f"web/start/{WORDS[name]}.html", context)


def do(request: HttpRequest, name: Step.Name, me: Person) -> HttpResponse:
    """Takes or skips the step, and goes on to the next that is not behind us."""
    form, at = request.POST, now()
    if "skip" in form:
        take(step=name, by=me, at=at, skipped=True)
        return go_on()
    try:
        with transaction.atomic():
            words = DOINGS[name](form, me, at)
            take(step=name, by=me, at=at)
    except Refused as reason:
        messages.error(request, str(reason))
        return page_of(request, name, form=form)  # with all that was typed
    if words:
        messages.success(request, words)
    if name == Step.Name.QUESTION:
        return redirect(f"{reverse('home')}?{urlencode({'q': form.get('q', '').strip()})}")
    return go_on()


def go_on() -> HttpResponse:
    following = next_stop()
    return redirect("start-step", word=following.word) if following else redirect("start")


def do_name(form: QueryDict, me: Person, at: datetime) -> str:
    name = form.get("name", "")
    if not name.strip():
        raise Refused(_("Say what the organisation is called, or skip this step."))
    named = name_public(public=Public.objects.get(pk=ORGANISATION), name=name, by=me, at=at)
    return _("This is the site of %(name)s now.") % {"name": named}


def do_functions(form: QueryDict, me: Person, at: datetime) -> str:
    for one in functions():
        said = form.get(f"name-{one.pk}")
        if f"close-{one.pk}" in form:
            close_function(function=one, by=me, at=at)
        elif said is not None and said.strip() != str(one):
            name_public(public=one, name=said, by=me, at=at)
    for name in form.get("new", "").splitlines():
        if name.strip():
            found_function(name=name, by=me, at=at)
    return _("These are your functions now: %(names)s.") % {"names": ", ".join(str(one) for one in functions())}


def functions() -> list[Public]:
    return list(Public.objects.filter(kind=Public.Kind.FUNCTION).order_by("pk"))


def do_people(form: QueryDict, me: Person, at: datetime) -> str:
    people = people_in(form.get("people", ""))
    function = Public.objects.filter(kind=Public.Kind.FUNCTION, slug=form.get("function", "")).first()
    for name, address in people:
        admit(name=name, address=address, function=function, by=me, at=at)
    words = ngettext("%(number)s person is known here now.", "%(number)s people are known here now.", len(people))
    return words % {"number": len(people)}


def people_in(text: str) -> list[tuple[str, str]]:
    """Names and addresses, one a line. Raises Refused for a line without an address, saying which."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise Refused(_("Give at least one person, or skip this step."))
    if len(lines) > MOST:
        raise Refused(_("That is more than %(most)s lines: bring them in with a file.") % {"most": MOST})
    people = []
    for line in lines:
        match = LINE.match(line)
        if match is None:
            raise Refused(_("No address in this line: %(line)s") % {"line": line.strip()[:80]})
        people.append((match["name"].strip(), match["address"]))
    return people


def do_source(form: QueryDict, me: Person, at: datetime) -> str:
    if not Source.objects.exists():
        raise Refused(_("Nothing was read yet. Bring a source in, or skip this step and come back."))
    return ""


def do_question(form: QueryDict, me: Person, at: datetime) -> str:
    if not form.get("q", "").strip():
        raise Refused(_("Ask something, or skip this step."))
    return ""


def commands() -> str:
    """The command of each kind of source, one a line."""
    return "\n".join(f"sociable import {name} …" for name in connectors())


DOINGS: Mapping[Step.Name, Callable[[QueryDict, Person, datetime], str]] = {
    Step.Name.NAME: do_name,
    Step.Name.FUNCTIONS: do_functions,
    Step.Name.PEOPLE: do_people,
    Step.Name.SOURCE: do_source,
    Step.Name.QUESTION: do_question,
}
FACTS: Mapping[Step.Name, Callable[[], Mapping[str, object]]] = {
    Step.Name.NAME: lambda: {"name": Public.objects.get(pk=ORGANISATION).name},
    Step.Name.FUNCTIONS: lambda: {"functions": [(one, is_in_use(one)) for one in functions()]},
    Step.Name.PEOPLE: lambda: {
        "functions": functions(),
        "sample": "Ada Lovelace <ada@example.org>",
        "command": 'sociable account ada@example.org --name "Ada Lovelace"',
        "known": Person.objects.roots().filter(memberships__public=ORGANISATION).order_by("name")[:60],
    },
    Step.Name.SOURCE: lambda: {"sources": Source.objects.order_by("name")[:20], "commands": commands()},
}
"""What each step's page shows beside its form."""
