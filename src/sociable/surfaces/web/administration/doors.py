"""The one door of the administrator's pages."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse

from sociable.publics.readers import may_administer
from sociable.surfaces.web.reader import reader_of

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def for_administrators(view: View[Rest]) -> View[Rest]:
    """To anybody else, the page is not there."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not may_administer(reader_of(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
