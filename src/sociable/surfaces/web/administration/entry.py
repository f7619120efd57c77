"""`/administration/`: one page that leads to all that is to look after, and says what each is for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sociable.surfaces.web.administration.doors import for_administrators


@require_safe
@for_administrators
def administration(request: HttpRequest) -> HttpResponse:
    return render(request, "web/administration/entry.html")
