"""What a space needs somebody for: pages whose day has come, suggestions that wait, and links that lead nowhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sociable.kit.clock import now
from sociable.rooms.wiki.care import broken, missing, orphans, waiting
from sociable.rooms.wiki.minding import due_for
from sociable.surfaces.web.reader import reader_of
from sociable.surfaces.web.wiki.doors import may_write, space_at


@require_safe
def care(request: HttpRequest, space: str) -> HttpResponse:
    one, reader = space_at(request, space), reader_of(request)
    context = {
        "space": one,
        "due": due_for(reader, now().date()).filter(space=one),
        "waiting": waiting(one, reader),
        "missing": missing(one, reader),
        "orphans": orphans(one, reader),
        "broken": broken(one, reader),
        "may_write": may_write(reader, one),
    }
    return render(request, "wiki/care.html", context)
