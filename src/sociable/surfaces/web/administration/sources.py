"""What is visited by itself, how it fares, and ruling it: add, pause, resume, visit now, read the rejects again.

Nothing is fetched or imported here: a button leaves word, and the worker goes.
"""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_http_methods

from sociable.carriers import verbs
from sociable.carriers.connectors import connectors
from sociable.carriers.models import Source
from sociable.carriers.record import Connector, is_address
from sociable.carriers.sources import health, trouble_of
from sociable.carriers.visits import notes_of
from sociable.kit.addresses import NotFetched
from sociable.kit.clock import now
from sociable.kit.fetching import place_of
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.models import Public
from sociable.surfaces.web.administration.doors import for_administrators
from sociable.surfaces.web.administration.imports import files_of
from sociable.surfaces.web.reader import person_of
from sociable.surfaces.web.topics import is_id

STATES = {
    "failing": gettext_lazy("The last visit failed"),
    "idle": gettext_lazy("Visited by hand only"),
    "new": gettext_lazy("Not visited yet"),
    "paused": gettext_lazy("Paused"),
    "running": gettext_lazy("Being visited now"),
    "waiting": gettext_lazy("Will be visited in a moment"),
    "well": gettext_lazy("All is well"),
}
KINDS = {
    "corpus": gettext_lazy("A corpus folder"),
    "feed": gettext_lazy("A feed: RSS, Atom, JSON Feed"),
    "git": gettext_lazy("A git repository"),
    "mediawiki": gettext_lazy("A wiki from MediaWiki (XML)"),
    "mbox": gettext_lazy("An archive of mail"),
    "people": gettext_lazy("A list of people, as CSV"),
    "wordpress": gettext_lazy("A blog from WordPress (WXR)"),
}
MEASURES = (
    (10080, gettext_lazy("every week"), gettext_noop("every %(number)s weeks")),
    (1440, gettext_lazy("every day"), gettext_noop("every %(number)s days")),
    (60, gettext_lazy("every hour"), gettext_noop("every %(number)s hours")),
)
RHYTHMS = (30, 60, 360, 1440, 10080)
"""Minutes that are offered."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def sources(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return answer(request, "sources")
    found = health(Source.objects.filter(connector__in=connectors()).order_by("name", "pk"))
    context = {
        "sources": [(one, STATES[one.state], rhythm(one.schedule.minutes) if one.schedule else "") for one in found],
        "kinds": [(name, KINDS.get(name, name)) for name in offered()],
        "publics": [(one.slug, str(one)) for one in Public.objects.exclude(kind=Public.Kind.CIRCLE).order_by("pk")],
        "rhythms": [(minutes, rhythm(minutes)) for minutes in RHYTHMS],
        "folder": settings.SOURCES_FOLDER,
    }
    return render(request, "web/administration/sources.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def source(request: HttpRequest, id_: int) -> HttpResponse:
    """One source: its visits, and its rejects."""
    found = get_object_or_404(Source, pk=id_, connector__in=connectors())
    if request.method == "POST":
        return answer(request, "source", id_)
    one = health(Source.objects.filter(pk=found.pk))[0]
    context = {
        "one": one,
        "state": STATES[one.state],
        "rhythm": rhythm(one.schedule.minutes) if one.schedule else "",
        "visits": [
            (visit, trouble_of(visit), notes_of(visit)) for visit in found.visits.order_by("-began_at", "-pk")[:20]
        ],
        "files": files_of(found),
    }
    return render(request, "web/administration/source.html", context)


def offered() -> list[str]:
    """Kinds of sources that can be added here: those with addresses; all, where there is a folder for the others."""
    return [name for name, one in connectors().items() if one.schemes or settings.SOURCES_FOLDER]


def rhythm(minutes: int) -> str:
    """How often, as people say it."""
    for size, once, often in MEASURES:
        if minutes % size == 0:
            number = minutes // size
            return str(once) if number == 1 else _(often) % {"number": number}
    return _("every %(number)s minutes") % {"number": minutes}


def answer(request: HttpRequest, page: str, *where: int) -> HttpResponse:
    """Does what the button says, and tells how it went."""
    doing = DOINGS.get(request.POST.get("do", ""))
    try:
        if doing is None:
            raise Refused(_("Nothing was changed: that button is not known here."))
        messages.success(request, doing(person_of(request), request.POST))
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect(page, *where)


def meant(form: QueryDict) -> Source:
    number = form.get("source", "")
    found = Source.objects.filter(pk=int(number) if is_id(number) else 0, connector__in=connectors()).first()
    if found is None:
        raise Refused(_("That source is not here any more."))
    return found


def add(me: Person | None, form: QueryDict) -> str:
    kind, minutes = form.get("kind", ""), form.get("minutes", "")
    connector = connectors().get(kind) if kind in offered() else None
    public = Public.objects.exclude(kind=Public.Kind.CIRCLE).filter(slug=form.get("public", "")).first()
    if connector is None or public is None or not is_id(minutes):
        raise Refused(_("Choose what it is, whom it is for, and how often it is visited."))
    made = verbs.schedule(
        kind=kind,
        connector=connector,
        location=location_of(form.get("location", "").strip(), connector),
        name=form.get("name", ""),
        public=public,
        minutes=int(minutes),
        by=me,
        at=now(),
    )
    return _("%(name)s is visited by itself from now on; the first time in a moment.") % {"name": made.name}


def location_of(words: str, connector: Connector) -> str:
    """An address, or a path beneath the folder that is set aside: a page must not reach every file of the machine."""
    if not words or len(words) > 1000:
        raise Refused(_("Say where it is."))
    if is_address(words, connector):
        try:
            place_of(words)
        except NotFetched as reason:
            raise Refused(_(reason.said) % reason.more) from None
        return words
    folder = settings.SOURCES_FOLDER
    if folder is None:
        raise Refused(_("Give an address that begins with https. Files and folders are added on the command line."))
    path = (folder / words.replace("\0", "")).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.exists():
        raise Refused(_("There is no %(place)s in the folder for sources.") % {"place": words})
    return str(path)


def pause(me: Person | None, form: QueryDict) -> str:
    return _("%(name)s is left alone until you resume it.") % {
        "name": verbs.pause(source=meant(form), by=me, at=now()).name
    }


def resume(me: Person | None, form: QueryDict) -> str:
    return _("%(name)s is visited again.") % {"name": verbs.resume(source=meant(form), by=me, at=now()).name}


def remove(me: Person | None, form: QueryDict) -> str:
    done = verbs.unschedule(source=meant(form), by=me, at=now())
    return _("%(name)s is not visited by itself any more. What it brought stays.") % {"name": done.name}


def send(me: Person | None, form: QueryDict) -> str:
    errand = verbs.send(source=meant(form), by=me, at=now(), again=form.get("again", ""))
    if errand.again:
        return _("What was rejected is read again in a moment.")
    return _("%(name)s is visited in a moment.") % {"name": errand.source.name}


DOINGS: Mapping[str, Callable[[Person | None, QueryDict], str]] = {
    "add": add,
    "pause": pause,
    "remove": remove,
    "resume": resume,
    "send": send,
}
