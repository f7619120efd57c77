"""The measurement behind `sociable bench writing`: is a page with a long history as quick as one with a short one?"""

import time
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from sociable.kit.clock import now
from sociable.people.models import Account, Person
from sociable.publics.models import ORGANISATION, Membership, Public
from sociable.rooms.wiki.models import Page, Space
from sociable.rooms.wiki.verbs import found_space, save, write
from sociable.surfaces.cli import synthetic
from sociable.surfaces.cli.measuring import ask_in_turns, percentiles
from sociable.surfaces.cli.progress import over

SHORT = 10
PARAGRAPHS, WORDS = 20, 60
"""Of the page: some 1,200 words."""
TOGETHER = 200
"""Versions saved in one transaction, while the history is made up."""


def measure(versions: int, rounds: int) -> dict[str, object]:
    """Milliseconds to open, to show the history, to show a change and to save; by the number of versions."""
    person = Person.objects.create(name="Bench", known_since=now())
    Membership.objects.create(public_id=ORGANISATION, person=person, since=now())
    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.open("bench@example.org", person, None), settings.AUTHENTICATION_BACKENDS[0])
    space = found_space(name="Bench", public=Public.objects.get(pk=ORGANISATION), by=person, at=now())
    found: dict[str, object] = {"words": PARAGRAPHS * WORDS, "rounds": rounds}
    pages = {count: page_with(count, space, person) for count in (SHORT, versions)}
    for name, do in ways(client, person).items():
        asked = {str(count): on(page, do) for count, page in pages.items()}
        spent = ask_in_turns([str(one) for one in range(rounds)], asked)
        found |= {f"{name}_{count}": percentiles(times) for count, times in spent.items()}
    return found


def on(page: Page, do: Callable[[Page], object]) -> Callable[[str], object]:
    return lambda _round: do(page)


def page_with(versions: int, space: Space, person: Person) -> Page:
    """A page of the wiki that was saved so often, each time with one more word in one of its paragraphs."""
    words = synthetic.vocabulary()
    lines = [" ".join(words[(part * WORDS + n) % len(words)] for n in range(WORDS)) for part in range(PARAGRAPHS)]
    page = write(space=space, title=f"Page {versions}", text="\n\n".join(lines), by=person, at=now())
    for start in over(range(0, versions - 1, TOGETHER), "Saving", f" × {TOGETHER} versions"):
        with transaction.atomic():
            for number in range(start, min(start + TOGETHER, versions - 1)):
                page = once_more(page, person, words[number % len(words)], number)
    return page


def once_more(page: Page, person: Person, word: str, number: int) -> Page:
    """One word of a paragraph becomes another, and the page is saved."""
    current = page.thing.versions.get(number=page.thing.revision)
    parts = current.text.split("\n\n")
    place = number % PARAGRAPHS
    parts[place] = " ".join([*parts[place].split()[1:], word])
    text = "\n\n".join(parts)
    return save(page=page, title=current.title, text=text, base=current.number, by=person, at=now()).page


def ways(client: Client, person: Person) -> dict[str, Callable[[Page], object]]:
    def get(address: str) -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")

    def save_once(page: Page) -> None:
        page.thing.refresh_from_db()
        once_more(page, person, f"word{time.perf_counter_ns()}", page.thing.revision)

    return {
        "open": lambda page: get(reverse("wiki-page", args=[page.space.slug, page.slug])),
        "history": lambda page: get(reverse("history", args=[page.pk])),
        "diff": lambda page: get(reverse("change", args=[page.pk, SHORT])),
        "save": save_once,
    }
