"""The one question; its answer on the same page; and until somebody asks, what is new for them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from sociable.kit.clock import now
from sociable.publics.readers import Reader
from sociable.rooms.blogs.readers import came_from
from sociable.surfaces.web.answer import shown
from sociable.surfaces.web.news import news_for
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.surfaces.web.topics import is_id
from sociable.things.models import Thing


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    question, reader = question_of(request), reader_of(request)
    if question:
        answer = shown(question, request.GET, reader, now())
        return render(request, "web/answer.html", {"question": question, "answer": answer, "reader": reader})
    if request.GET and (place := moved(request, reader)):
        return redirect("post", *place, permanent=True)
    me = person_of(request)
    context = {
        "question": "",
        "empty": not Thing.objects.visible_to(reader).exists(),
        "news": news_for(me, reader) if me else None,
        "reader": reader,
    }
    return render(request, "web/home.html", context)


def moved(request: HttpRequest, reader: Reader) -> tuple[str, str] | None:
    """Where a post is now that another site called `/?p=7`, before it came here."""
    number = request.GET.get("p") or request.GET.get("page_id") or ""
    return came_from(f"/?p={number}", reader) if is_id(number) else None


def question_of(request: HttpRequest) -> str:
    """What was asked, without the one character that no page may hold."""
    return request.GET.get("q", "").replace("\0", " ").strip()
