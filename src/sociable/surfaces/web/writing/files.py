"""Files while one writes: brought, put into the text; and handed out, to whoever may see one of their things."""

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sociable.kit.clock import now
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.writing.views import back, keep_what_was_sent
from sociable.things.files import LARGEST, bring, files_visible_to, markdown_of
from sociable.things.models import File


@login_required
@require_POST
def bring_file(request: HttpRequest) -> HttpResponse:
    """Keeps a file: tells the page's script how the text shows it, or puts it at the text's end and goes back to it."""
    me, alone = person_of(request), bool(request.POST.get("alone"))
    assert me is not None
    try:
        words = brought(request, me)
    except Refused as reason:
        if alone:
            return JsonResponse({"refused": str(reason)}, status=422)
        messages.error(request, str(reason))
        words = ""
    if alone:
        return JsonResponse({"words": words})
    text = request.POST.get("text", "").rstrip()
    keep_what_was_sent(request, me, f"{text}\n\n{words}\n".lstrip() if words else text)
    return back(request)


def brought(request: HttpRequest, me: Person) -> str:
    """The file that was sent, kept; as Markdown."""
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile):
        raise Refused(_("Choose a file first."))
    if (sent.size or 0) > LARGEST:
        raise Refused(_("A file has at most %(most)s MB.") % {"most": LARGEST // 1_000_000})
    file = bring(content=sent.read(), name=sent.name or "", alt=request.POST.get("alt", ""), by=me, at=now())
    return markdown_of(file, address_of(file))


def address_of(file: File) -> str:
    """Where it is handed out, as Markdown takes an address."""
    return reverse("file", args=[file.pk, file.name]).replace("(", "%28").replace(")", "%29")


@require_safe
def file(request: HttpRequest, id_: int, name: str) -> HttpResponse:
    """The file itself: a picture to be seen, anything else to be kept; nothing in it runs here."""
    reader = reader_of(request)
    one: File = get_object_or_404(files_visible_to(reader), pk=id_)
    mark = f'"{one.pk}"'  # what a file holds never changes
    if request.headers.get("If-None-Match") == mark:
        return HttpResponseNotModified()
    answer = HttpResponse(bytes(one.content.content), content_type=one.type)
    shown = "inline" if one.width else "attachment"
    answer["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(one.name, safe='')}"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    # What strangers may see, other sites may show: a feed reader does.
    answer["Cross-Origin-Resource-Policy"] = "cross-origin" if reader.person is None else "same-origin"
    answer["Cache-Control"] = "private, no-cache"  # asked each time: who may see it may change
    answer["ETag"] = mark
    return answer
