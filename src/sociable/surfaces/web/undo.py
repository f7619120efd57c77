"""A way back: what was just done is told with a button that takes it back, once, on the next page."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

KEY = "way_back"


def told(request: HttpRequest, words: str, *, action: str = "", fields: Mapping[str, object] | None = None) -> None:
    """Says what was done. `action` is the address that takes it back, given the fields; none where there is no way."""
    messages.success(request, words)
    if action:
        request.session[KEY] = {"action": action, "fields": {name: str(one) for name, one in (fields or {}).items()}}


def way_back(request: HttpRequest | None) -> Mapping[str, Any] | None:
    """What the last page offered to take back; offered once."""
    session = getattr(request, "session", None)
    return session.pop(KEY, None) if session is not None and KEY in session else None
