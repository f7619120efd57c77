"""Fetching from the web: the one way out, guarded and polite.

Schemes, addresses, size, time and the number of redirects are limited, at every hop; each host is asked by one of our
processes at a time, not more often than every `FETCH_PAUSE` seconds, and not before the moment it asked us to wait for.
"""

import hashlib
import http.client
import os
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import urllib3
from django.conf import settings
from django.utils.translation import gettext_noop as _
from urllib3.connection import HTTPConnection, HTTPSConnection

from sociable.kit.addresses import NotFetched, resolve
from sociable.kit.clock import now
from sociable.kit.locks import held

PORTS = {"http": 80, "https": 443}
REDIRECTS = 5
ONE_WAIT = 10.0
"""Seconds that a connection, or the next bytes, may take."""
BLOCK = 1 << 16
CODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
LONGEST_REST = timedelta(days=7)
DEFAULT_REST = timedelta(hours=1)
UNSAFE = "/%:@!$&'()*+,;=~-._?"

FAILURES = {
    401: _("%(host)s wants a password for this address."),
    403: _("%(host)s does not let us read this address."),
    404: _("There is nothing at this address any more (404)."),
    410: _("This address was given up for good (410); remove it."),
}


@dataclass(frozen=True, slots=True)
class Limits:
    size: int = 20_000_000
    """Bytes, once decompressed."""
    seconds: float = 60.0
    """For all of it: every redirect, and the last byte."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came. `body` is None where nothing changed since the tags that were given."""

    body: bytes | None
    address: str
    """Where it was, after the redirects."""
    media_type: str = ""
    etag: str = ""
    modified: str = ""


class Place(NamedTuple):
    """Where a request goes."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"


def fetch(
    address: str, *, accept: str = "*/*", etag: str = "", modified: str = "", limits: Limits = Limits()
) -> Fetched:
    """Gets what is at an address. Raises NotFetched, with the reason in words."""
    headers = {"Accept": accept, "Accept-Encoding": "gzip, deflate", "User-Agent": f"Sociable (+{settings.HOME})"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": modified} if modified else {}
    deadline = time.monotonic() + limits.seconds
    for _hop in range(REDIRECTS + 1):
        found = one_hop(address, headers, deadline, limits.size)
        if isinstance(found, Fetched):
            return found
        address = found
    raise NotFetched(_("%(host)s sends us from one address to the next without end."), host=place_of(address).host)


def place_of(address: str) -> Place:
    """An address taken apart. Raises NotFetched for one that is none of ours to fetch."""
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
        name = host.encode("idna").decode() if not host.isascii() else host
    except (ValueError, UnicodeError):
        raise NotFetched(_("“%(address)s” is not a web address."), address=address[:200]) from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS or not name:
        raise NotFetched(
            _("“%(address)s” is not a web address; those begin with https or http."), address=address[:200]
        )
    if "@" in parts.netloc:
        raise NotFetched(_("An address with a name or a password in it is not fetched: it would be kept and shown."))
    port = PORTS[scheme] if port is None else port
    if port < 1024 and port not in PORTS.values():
        raise NotFetched(_("Port %(port)s is not one of the web."), port=port)
    return Place(scheme, name, port, path_of(parts))


def path_of(parts: SplitResult) -> str:
    query = f"?{quote(parts.query, safe=UNSAFE)}" if parts.query else ""
    return (quote(parts.path, safe=UNSAFE.replace("?", "")) or "/") + query


def one_hop(address: str, headers: Mapping[str, str], deadline: float, size: int) -> Fetched | str:
    """What one host answers: the thing itself, or the address to go to."""
    place = place_of(address)
    with turn(place.host), opened(place, deadline) as connection:
        connection.request(
            "GET", place.path, headers={"Host": place.authority, **headers}, preload_content=False, decode_content=True
        )
        response = connection.getresponse()
        where = response.headers.get("Location", "")
        if response.status in (301, 302, 303, 307, 308) and where:
            return urljoin(address, where)
        refuse_failure(place, response.status, response.headers.get("Retry-After", ""))
        return Fetched(
            body=None if response.status == 304 else read(response, place, size),
            address=address,
            media_type=response.headers.get("Content-Type", ""),
            etag=response.headers.get("ETag", ""),
            modified=response.headers.get("Last-Modified", ""),
        )


class Line:
    """Keeps a second hold of a connection's socket, so that it can be cut in the middle of a handshake too."""

    held: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        line: socket.socket = super()._new_conn()  # type: ignore[misc]
        self.held = line.dup()
        return line

    def cut(self) -> None:
        with suppress(OSError):
            if self.held:
                self.held.shutdown(socket.SHUT_RDWR)


class Plain(Line, HTTPConnection):
    pass


class Secure(Line, HTTPSConnection):
    pass


@contextmanager
def opened(place: Place, deadline: float) -> Iterator[HTTPConnection]:
    """A connection to the first checked address that answers, cut at the deadline however the other side behaves."""
    failure: Exception = TimeoutError()
    for address in resolve(place.host, place.port):
        connection, late = new_connection(place, address), threading.Event()
        with hanging_up(connection, late, deadline):
            try:
                connection.connect()
            except (urllib3.exceptions.HTTPError, OSError) as reason:
                failure = TimeoutError() if late.is_set() else reason
                continue
            try:
                yield connection
            except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as reason:
                raise in_words(reason, place, late=late.is_set()) from None
            if late.is_set():  # what came may be only the beginning
                raise in_words(TimeoutError(), place)
            return
    raise in_words(failure, place)


@contextmanager
def hanging_up(connection: Plain | Secure, late: threading.Event, deadline: float) -> Iterator[None]:
    def cut() -> None:
        late.set()
        connection.cut()

    timer = threading.Timer(max(0.0, deadline - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        connection.close()
        if connection.held:
            connection.held.close()


def new_connection(place: Place, address: str) -> Plain | Secure:
    if place.scheme == "http":
        return Plain(address, place.port, timeout=ONE_WAIT)
    return Secure(address, place.port, timeout=ONE_WAIT, server_hostname=place.host, ssl_context=trust())


@cache
def trust() -> ssl.SSLContext:
    """The machine's own list of whom to trust."""
    return ssl.create_default_context()


def in_words(failure: Exception, place: Place, *, late: bool = False) -> NotFetched:
    if isinstance(failure, ssl.SSLCertVerificationError) or isinstance(failure.__cause__, ssl.SSLCertVerificationError):
        return NotFetched(
            _("%(host)s cannot prove that it is who it says: its certificate is not valid."), host=place.host
        )
    if late or isinstance(failure, TimeoutError | urllib3.exceptions.TimeoutError):
        return NotFetched(_("%(host)s did not answer in time."), host=place.host)
    return NotFetched(_("%(host)s cannot be reached, or broke off."), host=place.host)


def refuse_failure(place: Place, status: int, retry_after: str) -> None:
    """Raises NotFetched unless the answer is what was asked for, or says that nothing changed."""
    if status in (200, 304):
        return
    if status == 429 or (status == 503 and retry_after):
        until = rest_until(retry_after)
        state_file(place.host).write_text(until.isoformat())
        raise resting(place.host, until)
    if status >= 500:
        raise NotFetched(_("%(host)s has trouble of its own (%(status)s)."), host=place.host, status=status)
    raise NotFetched(FAILURES.get(status, _("%(host)s answers with %(status)s.")), host=place.host, status=status)


def rest_until(retry_after: str) -> datetime:
    """The moment that a Retry-After names (RFC 9110, section 10.2.3), in reason."""
    at = now()
    if retry_after.strip().isdecimal():
        wanted = at + timedelta(seconds=min(int(retry_after), 10**7))
    else:
        try:
            wanted = parsedate_to_datetime(retry_after)
            wanted = wanted if wanted.tzinfo else wanted.replace(tzinfo=UTC)
        except ValueError:
            wanted = at + DEFAULT_REST
    return min(max(wanted, at), at + LONGEST_REST)


def resting(host: str, until: datetime) -> NotFetched:
    return NotFetched(
        _("%(host)s asks not to be asked again before %(until)s."), host=host, until=f"{until:%Y-%m-%d %H:%M} UTC"
    )


def read(response: urllib3.BaseHTTPResponse, place: Place, size: int) -> bytes:
    """The body, decompressed, as long as it stays within its size."""
    if response.headers.get("Content-Encoding", "").strip().lower() not in CODINGS:
        raise NotFetched(_("%(host)s answers in a form that was not asked for."), host=place.host)
    body = bytearray()
    for block in response.stream(BLOCK, decode_content=True):
        body += block
        if len(body) > size:
            raise NotFetched(_("What %(host)s sends is larger than %(size)s MB."), host=place.host, size=size // 10**6)
    return bytes(body)


def state_file(host: str) -> Path:
    """Its age says when the host was asked last; its text, until when it wants to rest."""
    return Path(settings.DATA) / "hosts" / hashlib.blake2b(host.encode(), digest_size=12).hexdigest()


@contextmanager
def turn(host: str) -> Iterator[None]:
    """Our turn to ask this host, among the processes of this machine, and not too soon after the last."""
    file = state_file(host)
    with held(file.with_suffix(".lock")):
        if file.exists():
            rest = file.read_text()
            if rest and datetime.fromisoformat(rest) > now():
                raise resting(host, datetime.fromisoformat(rest))
            since = now().timestamp() - file.stat().st_mtime
            time.sleep(min(max(0.0, settings.FETCH_PAUSE - since), settings.FETCH_PAUSE))
        try:
            file.write_text("")
            yield
        finally:
            asked = now().timestamp()
            os.utime(file, (asked, asked))  # a mere touch takes the kernel's clock, which is some milliseconds behind
