"""Two browsers side by side, before the office as it is served: pages, stream and worker, each its own process."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page, expect

from sociable.surfaces.office.opening import PASSWORD
from tests.browser.conftest import launch, listen
from tests.browser.tools import program

pytestmark = pytest.mark.browser

MAELLE, PRIYA = "maelle@nordet.example", "priya@nordet.example"
OPENING = 90
"""Seconds that a busy machine may take for making the office."""


def two_ports() -> int:
    """A port that is free, as is the one after it, where the stream stands."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            with suppress(OSError, OverflowError):
                second.bind(("127.0.0.1", port + 1))
                return port


def wait_for(address: str, served: "subprocess.Popen[bytes]") -> None:
    patience = monotonic() + OPENING
    while monotonic() < patience and served.poll() is None:
        with suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
        sleep(0.2)
    pytest.fail("the office does not open")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration, as `sociable demo` serves it."""
    program("chromium")
    folder, port = tmp_path_factory.mktemp("demo"), two_ports()
    command = [sys.executable, "-m", "sociable", "demo", "--port", str(port), "--data", str(folder)]
    environment = {**os.environ, "SOCIABLE_DATA": str(folder), "DATABASE_URL": ""}
    with Path(folder / "said.log").open("wb") as log:
        served = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            wait_for(f"http://localhost:{port}/look/", served)
            yield f"http://localhost:{port}"
        finally:
            served.send_signal(signal.SIGINT)
            served.wait(timeout=30)


@pytest.fixture(scope="module")
def contexts(address: str, chromium: BrowserType) -> Iterator[tuple[BrowserContext, BrowserContext]]:
    """Maëlle's browser and Priya's: nothing is shared between them. They are signed in once for all these stories."""
    one = launch(chromium)
    both = one.new_context(locale="en-CA"), one.new_context(locale="en-CA")
    for context, who in zip(both, (MAELLE, PRIYA), strict=True):
        page = context.new_page()
        page.goto(f"{address}/sign-in/")
        page.fill("#id_login", who)
        page.fill("#id_password", PASSWORD)
        page.press("#id_password", "Enter")
        expect(page.locator("[data-stream]")).to_be_visible()
        page.close()
    yield both
    one.close()


@pytest.fixture
def pages(contexts: tuple[BrowserContext, BrowserContext]) -> Iterator[tuple[Page, Page]]:
    maelle, priya = (context.new_page() for context in contexts)
    complaints = listen(priya)
    yield maelle, priya
    maelle.close()
    priya.close()
    assert [one for one in complaints if "404" not in one] == []  # what is not open to one any more is not there


def connected(page: Page, address: str) -> None:
    """Opens a page, and waits until the stream answers it."""
    with page.expect_response(lambda answer: "place=" in answer.url):
        page.goto(address)


def say(page: Page, address: str, text: str) -> str:
    """A note before the organisation, or in the circle whose page this is; the address of its thread."""
    page.goto(address)
    page.fill("#note-text", text)
    page.locator("form.compose .send button").click()
    line = page.locator("article.line", has_text=text.split("@")[0]).last
    expect(line).to_be_visible()
    return page.url.split("/circles/")[0].split("/notes/")[0] + str(
        line.locator("a[href^='/notes/']:not([href$='edit/'])").last.get_attribute("href")
    )


def top_of(page: Page, text: str) -> float:
    box = page.get_by_text(text, exact=True).first.bounding_box()
    assert box
    return box["y"]


def test_a_timeline_says_that_there_is_more_and_nothing_moves(address: str, pages: tuple[Page, Page]) -> None:
    maelle, priya = pages
    connected(priya, f"{address}/notes/")
    first = priya.locator(".timeline > li").first
    stood = first.bounding_box()
    for words in ("The press brake is free.", "So is the shear."):
        say(maelle, f"{address}/notes/", words)
    expect(priya.locator(".newer a")).to_have_text("2 new", timeout=15_000)
    assert first.bounding_box() == stood
    expect(priya.get_by_text("So is the shear.")).to_have_count(0)
    priya.locator(".newer a").click()
    expect(priya.get_by_text("So is the shear.", exact=True)).to_be_visible()


def test_a_button_says_what_it_says_and_leaves_the_reader_where_they_are(
    address: str, pages: tuple[Page, Page]
) -> None:
    maelle, priya = pages
    say(maelle, f"{address}/notes/", "The compressor hums in E flat.")
    priya.goto(f"{address}/notes/")
    line = priya.locator(".timeline > li", has_text="The compressor hums in E flat.")
    for word in ("Useful", "Pass on", "Save"):
        button = line.get_by_role("button", name=word)
        button.scroll_into_view_if_needed()
        stood = line.bounding_box()
        button.click()
        expect(
            line.locator("button[aria-pressed=true]", has_text=re.compile("Useful|Passed on|Saved")).first
        ).to_be_visible()
        assert line.bounding_box() == stood
    expect(line.locator("button[aria-pressed=true]")).to_have_count(3)
    assert priya.evaluate("document.activeElement.textContent.trim().startsWith('Saved')"), "the keyboard stays there"
    assert priya.url == f"{address}/notes/"


def test_a_thread_grows_below_what_is_read_and_a_mark_tells_who_is_named(
    address: str, pages: tuple[Page, Page]
) -> None:
    maelle, priya = pages
    thread = say(maelle, f"{address}/notes/", "Who has the key of the cold room?")
    priya.goto(f"{address}/notices/")  # looking puts the mark out
    connected(priya, thread)
    expect(priya.locator(".notices-mark.waiting")).to_have_count(0)
    priya.fill("#note-text", "I am still writing")
    stood = top_of(priya, "Who has the key of the cold room?")
    say(maelle, thread, "Is it you, @[Priya Raghunathan]?")
    expect(priya.locator(".said", has_text="Is it you,")).to_be_visible()
    expect(priya.locator(".notices-mark.waiting")).to_be_visible()
    assert top_of(priya, "Who has the key of the cold room?") == stood
    assert priya.input_value("#note-text") == "I am still writing"
    expect(priya.locator("[data-live-said]")).to_have_text("1 new: Maëlle Thibodeau")
    connected(maelle, thread)
    priya.locator("form.compose .send button").click()
    expect(maelle.locator(".said", has_text="I am still writing")).to_be_visible()


def test_whoever_reads_further_up_is_told_how_much_is_new(address: str, pages: tuple[Page, Page]) -> None:
    maelle, priya = pages
    thread = say(maelle, f"{address}/notes/", "What do we bring to the potluck?")
    priya.set_viewport_size({"width": 1280, "height": 300})
    connected(priya, thread)
    for words in ("Soup.", "Bread.", "Soup again."):
        say(maelle, thread, words)
    expect(priya.get_by_role("link", name="3 new")).to_have_text("3 new")
    expect(priya.get_by_text("Bread.", exact=True)).to_have_count(0)
    priya.get_by_role("link", name="3 new").click()
    expect(priya.get_by_text("Soup again.", exact=True)).to_be_visible()


def test_an_answer_comes_in_where_its_question_is_read(address: str, pages: tuple[Page, Page]) -> None:
    maelle, priya = pages
    maelle.goto(f"{address}/ask/?q=Who waters the plants of the lobby?")
    maelle.get_by_role("button", name="Ask it", exact=True).click()
    expect(maelle.get_by_role("heading", level=1)).to_have_text("Who waters the plants of the lobby?")
    connected(maelle, maelle.url)
    priya.goto(maelle.url)
    priya.fill("textarea[name=text]", "Whoever is first in, on Mondays.")
    priya.get_by_role("button", name="Answer", exact=True).click()
    expect(maelle.locator(".answers").get_by_text("Whoever is first in, on Mondays.")).to_be_visible()
    maelle.locator(".answers").get_by_role("button", name="This settles it").click()
    expect(priya.get_by_text("This settled it")).to_be_visible()


def test_what_was_said_in_a_circle_vanishes_from_whoever_leaves_it(address: str, pages: tuple[Page, Page]) -> None:
    maelle, priya = pages
    maelle.goto(f"{address}/circles/")
    circle = address + str(maelle.get_by_role("link", name="bascule", exact=False).first.get_attribute("href"))
    thread = say(maelle, circle, "Between us: we move in May.")
    with priya.context.new_page() as reading, priya.context.new_page() as timeline:
        connected(reading, thread)
        connected(timeline, circle)
        expect(timeline.get_by_text("Between us: we move in May.", exact=True)).to_be_visible()
        priya.goto(circle)
        priya.get_by_role("button", name="Leave", exact=True).click()
        for page in (reading, timeline):
            expect(page.get_by_text("Between us: we move in May.", exact=True)).to_have_count(0, timeout=15_000)


def test_two_who_change_a_page_meet(address: str, pages: tuple[Page, Page]) -> None:
    maelle, priya = pages
    maelle.goto(f"{address}/wiki/conduct/-/new/")
    maelle.fill("input[name=title]", "The dock")
    maelle.fill("textarea[name=text]", "Trucks come at six.\n\nThe gate is red.\n\nAsk Réjean.")
    maelle.get_by_role("button", name="Save", exact=True).click()
    expect(maelle.get_by_role("heading", level=1)).to_have_text("The dock")
    write = f"{maelle.url.rstrip('/')}/edit/"
    for page in (maelle, priya):
        page.goto(write)
    change(maelle, "six", "seven")
    change(priya, "Ask Réjean", "Ask Soledad")
    for words in ("Trucks come at seven.", "Ask Soledad."):
        expect(priya.get_by_text(words, exact=True)).to_be_visible()
    for page in (maelle, priya):
        page.goto(write)
    change(maelle, "red", "green")
    change(priya, "red", "blue")
    expect(priya.get_by_role("alert")).to_be_visible()
    for words in ("The gate is green.", "The gate is blue."):
        expect(priya.locator(".sides")).to_contain_text(words)
    priya.fill("textarea[name=text]", "The gate is green, and blue inside.")
    priya.get_by_role("button", name="Save", exact=True).click()
    expect(priya.get_by_text("The gate is green, and blue inside.", exact=True)).to_be_visible()


def change(page: Page, old: str, new: str) -> None:
    area = page.locator("textarea[name=text]")
    area.fill(re.sub(old, new, area.input_value()))
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_load_state()
