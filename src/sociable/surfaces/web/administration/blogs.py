"""Bringing a blog from WordPress: its export is looked at first, and says what would come; then the worker takes it in.

Its pictures come by the command line, which can be told a folder.
"""

import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sociable.carriers import verbs
from sociable.carriers.connectors import connectors
from sociable.carriers.importing import Count, preview, source_for
from sociable.carriers.models import Source
from sociable.carriers.record import BadRecord, Connector, Reject
from sociable.kit.clock import now
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.models import Public
from sociable.publics.readers import may_publish_in, publics_of
from sociable.rooms.blogs.models import Blog
from sociable.rooms.blogs.verbs import Masthead, open_blog
from sociable.surfaces.web.administration.doors import for_administrators
from sociable.surfaces.web.reader import person_of, reader_of

KIND = "wordpress"
COMMAND = "sociable import wordpress export.xml --media uploads --name …"
LARGEST = 500_000_000
"""Bytes of an export; pictures are not in it."""
TOKEN = re.compile(r"^[0-9a-f]{32}$")
SHOWN = 20
KEPT = timedelta(days=1)
"""For how long an export waits that was looked at, and not taken in."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def bring_blog(request: HttpRequest) -> HttpResponse:
    connector, me = connectors().get(KIND), person_of(request)
    if connector is None or me is None:
        raise Http404
    try:
        if "take" in request.POST:
            return take(request, me)
        if file := request.FILES.get("export"):
            return look(request, connector, kept(file, now()))
        if request.method == "POST":
            raise Refused(_("Choose the export first."))
    except (Refused, BadRecord) as reason:
        messages.error(request, str(reason))
    return page(request)


def page(request: HttpRequest, **more: object) -> HttpResponse:
    reader = reader_of(request)
    mine = [one for one in publics_of(reader) if may_publish_in(reader, one)]
    context = {
        "publics": Public.objects.filter(pk__in=[one.pk for one in mine]).order_by("pk"),
        "command": COMMAND,
        **more,
    }
    return render(request, "web/administration/bring_blog.html", context)


def folder() -> Path:
    made = Path(settings.DATA) / "brought"
    made.mkdir(parents=True, exist_ok=True)
    return made


def kept(file: "UploadedFile[bytes]", at: datetime) -> str:
    """Puts the export aside until it is taken in. Returns the token by which it is found again."""
    forget_old(folder().glob("looked-at-*.xml"), at)
    if (file.size or 0) > LARGEST:
        raise Refused(_("A file has at most %(most)s MB.") % {"most": LARGEST // 1_000_000})
    token = secrets.token_hex(16)
    with waiting(token).open("wb") as out:
        for piece in file.chunks():
            out.write(piece)
    return token


def forget_old(files: Iterable[Path], at: datetime) -> None:
    for one in files:
        if one.stat().st_mtime < (at - KEPT).timestamp():
            one.unlink(missing_ok=True)


def waiting(token: str) -> Path:
    return folder() / f"looked-at-{token}.xml"


def look(request: HttpRequest, connector: Connector, token: str) -> HttpResponse:
    """What the export would bring, and what of it cannot be kept."""
    location = str(waiting(token))
    told: list[Reject] = []
    try:
        name = request.POST.get("name", "").strip()[:120] or connector.name_of(location)
        source = Source.objects.filter(connector=KIND, name=name).first() or Source(connector=KIND, name=name)
        source.location = location
        count: Count = preview(
            source, connector, override=False, told=lambda one: told.append(one) if isinstance(one, Reject) else None
        )
    except BadRecord:
        waiting(token).unlink(missing_ok=True)
        raise
    blog = Blog.objects.filter(name=name).select_related("public").first()
    more = {"count": count, "told": told[:SHOWN], "left": max(0, len(told) - SHOWN), "blog": blog}
    return page(request, name=name, token=token, public=request.POST.get("public", ""), **more)


def take(request: HttpRequest, me: Person) -> HttpResponse:
    """Opens the blog where it is new, and sends the worker for the export."""
    token, name = request.POST.get("token", ""), request.POST.get("name", "").strip()[:120]
    if not TOKEN.match(token) or not waiting(token).is_file():
        raise Refused(_("That export is not here any more: choose it again."))
    blog = Blog.objects.filter(name=name).first()
    if blog is None:
        public = Public.objects.filter(slug=request.POST.get("public", "")).first()
        if public is None:
            raise Refused(_("Say whom the blog is for."))
        masthead = Masthead(name, comments=Blog.Comments.PUBLIC)
        blog = open_blog(masthead=masthead, public=public, by=me, at=now())
    place = folder() / f"{blog.slug}.xml"
    waiting(token).replace(place)
    source = source_for(KIND, name, place, blog.public_id, otherwise=blog.public_id)
    verbs.send(source=source, by=me, at=now())
    messages.success(request, _("It is taken in in a moment; this page says how it went, and what could not be kept."))
    return redirect("source", id_=source.pk)
