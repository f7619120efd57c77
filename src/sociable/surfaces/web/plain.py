"""Public pages as a plain proxy may keep them: strangers get no cookie, and the language may be in the address."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers, set_response_etag

MINUTES = 5
"""How old what a proxy shows may be."""
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)

View = Callable[..., HttpResponse]


def for_proxies(view: View) -> Callable[..., HttpResponseBase]:
    """Says for how long a stranger’s page may be kept, and what it depends on; a member’s page is theirs alone."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:
        wanted = request.GET.get("lang", "")
        with translation.override(wanted if wanted in LANGUAGES else translation.get_language()):
            response = view(request, *args, **more)
            response.headers.setdefault("Content-Language", translation.get_language())
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        if request.user.is_authenticated or "key" in request.GET:
            patch_cache_control(response, private=True, no_cache=True)
            return if_changed(request, response)
        patch_cache_control(response, public=True, max_age=60, s_maxage=60 * MINUTES, stale_while_revalidate=60)
        return if_changed(request, response)

    return kept


def if_changed(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """Answers 304 to whoever has this very answer already."""
    if response.status_code != 200:
        return response
    set_response_etag(response)
    return get_conditional_response(request, etag=response.get("ETag"), response=response) or response
