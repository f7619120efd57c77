"""The one question; its answer on the same page; and until somebody asks, what is new for them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sociable.kit.clock import now
from sociable.surfaces.web.answer import shown
from sociable.surfaces.web.news import news_for
from sociable.surfaces.web.reader import person_of, reader_of
from sociable.things.models import Thing


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    question, reader = question_of(request), reader_of(request)
    if question:
        answer = shown(question, request.GET, reader, now())
        return render(request, "web/answer.html", {"question": question, "answer": answer, "reader": reader})
    me = person_of(request)
    context = {
        "question": "",
        "empty": not Thing.objects.visible_to(reader).exists(),
        "news": news_for(me, reader) if me else None,
        "reader": reader,
    }
    return render(request, "web/home.html", context)


def question_of(request: HttpRequest) -> str:
    """What was asked, without the one character that no page may hold."""
    return request.GET.get("q", "").replace("\0", " ").strip()
