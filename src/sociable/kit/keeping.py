"""Pages that all strangers see alike, kept for a few seconds by the process that made them, as a proxy would.

A page says itself that it may be kept: `Cache-Control: public`, no cookie set, `Vary` on language and cookies alone.
Whoever sends a cookie or a token gets a page of their own. While one request makes a page anew, others get the old one.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

Headers = list[tuple[str, str]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

MOST = 500
LARGEST = 500_000
"""Bytes of a page that is kept: with `MOST`, 250 MB at the very worst."""
PRIVATE = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_HX_REQUEST", "HTTP_RANGE")
"""What a request says when its answer may be for it alone."""
ALIKE = ("wsgi.url_scheme", "HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT_LANGUAGE")
"""What tells one such page from another."""
VARIES = frozenset({"accept-language", "cookie"})
RENEWAL = 2.0
"""Seconds in which a page that has become old should have been made anew."""


@dataclass
class Page:
    headers: Headers
    body: bytes
    etag: str
    made: float
    until: float


class Kept:
    """A WSGI application in front of another."""

    def __init__(self, application: Application, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.application, self.seconds, self.clock = application, seconds, clock
        self.pages: OrderedDict[tuple[str, ...], Page] = OrderedDict()
        self.lock = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or any(environ.get(one) for one in PRIVATE):
            return self.application(environ, start_response)
        key = tuple(str(environ.get(one, "")) for one in ALIKE)
        page = self.find(key)
        return self.answer(page, environ, start_response) if page else self.make(key, environ, start_response)

    def find(self, key: tuple[str, ...]) -> Page | None:
        """A page that is not too old. To the first who finds it so, it is not there: they make it anew."""
        with self.lock:
            page, now = self.pages.get(key), self.clock()
            if page is None:
                return None
            if now < page.until:
                self.pages.move_to_end(key)
                return page
            page.until = page.made + self.seconds + RENEWAL
            if now >= page.until:
                del self.pages[key]
            return None

    def answer(self, page: Page, environ: Mapping[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        headers = [*page.headers, ("Age", str(int(self.clock() - page.made)))]
        if page.etag and page.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", [one for one in headers if not one[0].lower().startswith("content-")])
            return []
        start_response("200 OK", headers)
        return [page.body]

    def make(
        self, key: tuple[str, ...], environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        said: list[Any] = []

        def listen(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
            said[:] = [status, headers]
            write: Callable[[bytes], object] = start_response(status, headers, *([exc_info] if exc_info else []))
            return write

        answer = self.application(environ, listen)
        if not said or not may_be_kept(*said):
            with self.lock:
                self.pages.pop(key, None)  # it was withdrawn, or is not for everybody any more
            return answer
        try:
            body = b"".join(answer)
        finally:
            if close := getattr(answer, "close", None):
                close()
        self.keep(key, said[1], body)
        return [body]

    def keep(self, key: tuple[str, ...], headers: Headers, body: bytes) -> None:
        if len(body) > LARGEST:
            return
        now = self.clock()
        etag = next((value for name, value in headers if name.lower() == "etag"), "")
        with self.lock:
            self.pages[key] = Page(list(headers), body, etag, now, now + self.seconds)
            self.pages.move_to_end(key)
            while len(self.pages) > MOST:
                self.pages.popitem(last=False)


def may_be_kept(status: str, headers: Headers) -> bool:
    said = {name.lower(): value.lower() for name, value in headers}
    varies = {one.strip() for one in said.get("vary", "").split(",")}
    public = "public" in {one.strip() for one in said.get("cache-control", "").split(",")}
    return status.startswith("200") and public and varies == VARIES and "set-cookie" not in said
