"""The other half of `sociable bench writing`: how fast are a post and a wiki page served, beside somebody else's page?

All are asked over HTTP on this machine, as visitors without an account ask, in turns: whatever else the machine
does, it does to all. A page that does not say the text is not compared.
"""

import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import click
from django.urls import reverse

from sociable.kit.clock import now
from sociable.people.models import Person
from sociable.publics.models import EVERYONE, ORGANISATION, Membership, Public
from sociable.rooms.blogs.drafting import Words, begin
from sociable.rooms.blogs.models import Address
from sociable.rooms.blogs.publishing import publish
from sociable.rooms.blogs.verbs import Masthead, open_blog
from sociable.rooms.wiki.verbs import found_space, write
from sociable.surfaces.cli.load import PATIENCE, serving
from sociable.surfaces.cli.measuring import percentiles
from sociable.surfaces.cli.progress import over
from sociable.surfaces.cli.serve import HOST

ROUNDS = 10
"""Into so many turns the requests are cut."""
WARM = 5
"""Requests of each client before the clock runs."""
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SAID = 0.9
"""What part of the text's words a page must show to be compared."""
WORD = re.compile(r"\w{3,}")
TITLE = "The same text"
AGENT = {"User-Agent": "sociable-bench", "Accept": "text/html", "Accept-Language": "en"}


@dataclass
class Page:
    """An address, and what asking for it took."""

    host: str
    port: int
    path: str
    seconds: float = 0.0
    size: int = 0
    times: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        return {"per_s": round(len(self.times) / self.seconds, 1), **percentiles(self.times), "bytes": self.size}


def compare(peers: Mapping[str, str], text: str, requests: int, clients: int) -> dict[str, object]:
    """Pages a second of each peer, of our post and of our wiki page; and how many times as fast ours are."""
    others = {name: page_at(name, url) for name, url in peers.items()}
    post, page = paths_of(text)
    with serving() as (_server, port):
        ours = {"post": Page(HOST, port, post), "page": Page(HOST, port, page)}
        pages = ours | others
        for name, one in pages.items():
            refuse_another_text(name, one, text)
        for one in pages.values():  # the first page of each process reads code and templates from the disk
            ask_together(one, WARM * clients, clients)
            one.seconds, one.times = 0.0, []
        for _turn in over(range(ROUNDS), "Serving", " rounds"):
            for one in pages.values():
                ask_together(one, max(clients, requests // ROUNDS), clients)
    found: dict[str, object] = {"requests": requests, "clients": clients}
    found |= {f"served_{name}": one.figures() for name, one in pages.items()}
    return found | {f"ratio_{name}": ratios(one, ours) for name, one in others.items()}


def ratios(other: Page, ours: Mapping[str, Page]) -> dict[str, float]:
    return {name: round(rate_of(one) / rate_of(other), 2) for name, one in ours.items()}


def rate_of(page: Page) -> float:
    return len(page.times) / page.seconds


def page_at(name: str, url: str) -> Page:
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname not in LOOPBACK:
        raise click.BadParameter(f"{name}: {url} is not an http:// address of this machine", param_hint="--beside")
    return Page(parts.hostname, parts.port or 80, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def paths_of(text: str) -> tuple[str, str]:
    """A post and a wiki page that say the text to everyone, in this site, which is thrown away."""
    at = now()
    person = Person.objects.create(name="Reader's Bench", known_since=at)
    Membership.objects.create(public_id=ORGANISATION, person=person, since=at)
    public = Public.objects.get(pk=EVERYONE)
    blog = open_blog(masthead=Masthead("Served"), public=public, by=person, at=at)
    post = publish(post=begin(blog=blog, words=Words(TITLE, text, "en"), by=person, at=at), by=person, at=at)
    space = found_space(name="Served", public=public, by=person, at=at)
    page = write(space=space, title=TITLE, text=text, by=person, at=at)
    address = Address.objects.get(post=post).slug
    return reverse("post", args=[blog.slug, address]), reverse("wiki-page", args=[space.slug, page.slug])


def refuse_another_text(name: str, page: Page, text: str) -> None:
    """Asks until there is an answer; then holds it against the text."""
    body = first_answer(name, page).decode("utf-8", "replace")
    wanted, shown = set(WORD.findall(text)), set(WORD.findall(unescape(body)))
    said = len(wanted & shown) / max(1, len(wanted))
    if said < SAID:
        raise click.ClickException(f"{name}: the page says {said:.0%} of the text's words; give both the same text")
    page.size = len(body.encode())


def first_answer(name: str, page: Page) -> bytes:
    until, trouble = time.monotonic() + PATIENCE, ""
    while time.monotonic() < until:
        connection = HTTPConnection(page.host, page.port, timeout=PATIENCE)
        try:
            answer, body = get(connection, page)
            if answer.status == 200:
                return body
            trouble = f"status {answer.status}"
            break
        except OSError as failure:
            trouble = str(failure)
            time.sleep(0.2)
        finally:
            connection.close()
    raise click.ClickException(f"{name}: http://{page.host}:{page.port}{page.path} gave no page ({trouble})")


def get(connection: HTTPConnection, page: Page) -> tuple[HTTPResponse, bytes]:
    connection.request("GET", page.path, headers=AGENT)
    answer = connection.getresponse()
    return answer, answer.read()


def ask_together(page: Page, requests: int, clients: int) -> None:
    """Asks so often, by several clients that keep their connections; adds to what it took."""
    begin, failures = time.perf_counter(), list[str]()
    share = [requests // clients + (number < requests % clients) for number in range(clients)]
    threads = [threading.Thread(target=asking(page, count, failures)) for count in share]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    page.seconds += time.perf_counter() - begin
    if failures:
        raise click.ClickException(f"http://{page.host}:{page.port}{page.path}: {failures[0]}")


def asking(page: Page, count: int, failures: list[str]) -> Callable[[], None]:
    def client() -> None:
        connection = HTTPConnection(page.host, page.port, timeout=PATIENCE)
        try:
            for _one in range(count):
                begin = time.perf_counter()
                answer, body = get(connection, page)
                page.times.append((time.perf_counter() - begin) * 1000)
                if answer.status != 200 or not body:
                    failures.append(f"status {answer.status}")
        except OSError as failure:
            failures.append(str(failure))
        finally:
            connection.close()

    return client
