"""Every page, as a browser shows it: accessible, valid, in its frame, and without a complaint.

With SOCIABLE_SHOTS set to a folder, a picture of each is left there (`python -m tests.browser.shots DIR`).
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import Story, enter, listen
from tests.browser.tools import module, program

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""The rules that night can break where day held: all else is the same page."""
SHIFT = """() => new Promise(told => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(one => sum += one.value))
    .observe({type: 'layout-shift', buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => told(sum)));
})"""
SQUEEZED = """() => [...document.querySelectorAll('main :is(p, li, label, dd, td, span)')]
  .filter(one => one.offsetWidth < 48 && one.offsetHeight > 200)
  .map(one => one.outerHTML.slice(0, 80))"""
"""Words that stand one letter below the other, as beside a box that takes all the room."""
STILL = 0.01
"""Shift that nobody sees: the button for passkeys comes in where the browser knows them, below all else."""
DAY: Literal["light"] = "light"
NIGHT: Literal["dark"] = "dark"
MISSING_PAGE = "the server responded with a status of 404"


@pytest.fixture(params=["en", "fr"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[1280, 390])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def visit(page: Page, story: Story, name: str) -> None:
    if reader := story.reader_of(name):
        enter(page.context, story, reader)
    page.goto(story.address + story.pages[name])


def keep_pictures(page: Page, name: str) -> None:
    if folder := os.environ.get("SOCIABLE_SHOTS"):
        for scheme in (NIGHT, DAY):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(folder) / f"{name % scheme}.png", full_page=True)


def violations(page: Page, rules: list[str]) -> list[str]:
    """What axe says of the page, by these tags or names of rules."""
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", rules)["violations"]
    return [f"{one['id']}: {one['help']}: {node['html']}" for one in found for node in one["nodes"]]


def faults(page: Page) -> list[str]:
    """Violations by day, and those that night adds; the page is left as it is by day."""
    page.emulate_media(color_scheme=NIGHT)
    at_night = [f"at night: {one}" for one in violations(page, OF_COLOUR)]
    page.emulate_media(color_scheme=DAY)
    return violations(page, RULES) + at_night


def shift(page: Page) -> float:
    """How far what was shown moved while the page came in (cumulative layout shift)."""
    return float(page.evaluate(SHIFT))


def unfold(page: Page) -> None:
    """Opens whatever is folded: what is in there must be as good."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def new_context(browser: Browser, language: str, width: int) -> BrowserContext:
    return browser.new_context(
        locale={"en": "en-CA", "fr": "fr-CA"}[language],
        color_scheme="light",
        viewport={"width": width, "height": 900},
        device_scale_factor=1,
    )


def test_every_page_is_accessible_and_fits(browser: Browser, story: Story, language: str, width: int) -> None:
    axe = module("SOCIABLE_AXE", "axe-core/axe.min.js").read_text()
    with new_context(browser, language, width) as context:
        page = context.new_page()
        complaints = listen(page)
        for name in story.pages:
            visit(page, story, name)
            assert shift(page) < STILL, f"{name} moves while it comes in"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} scrolls sideways"
            assert page.get_attribute("html", "lang") == language
            page.evaluate(axe)
            keep_pictures(page, f"{name}-{language}-%s-{width}")
            unfold(page)
            assert page.evaluate(SQUEEZED) == [], f"{name} squeezes its words"
            assert faults(page) == [], name
        assert [one for one in complaints if MISSING_PAGE not in one] == []


def test_every_page_is_valid_html(browser: Browser, story: Story, language: str, tmp_path: Path) -> None:
    command = [program("java"), "-jar", str(module("SOCIABLE_VNU", "vnu-jar/build/dist/vnu.jar")), "--errors-only"]
    with new_context(browser, language, 1280) as context:
        for name, address in story.pages.items():
            if reader := story.reader_of(name):
                enter(context, story, reader)
            (tmp_path / f"{name}.html").write_bytes(context.request.get(story.address + address).body())
    files = [str(file) for file in sorted(tmp_path.glob("*.html"))]
    judged = subprocess.run([*command, "--format", "json", *files], capture_output=True, text=True, check=False)
    said = json.loads(judged.stderr)["messages"]
    assert [f"{Path(one['url']).name}: {one['message']} {one.get('extract')}" for one in said] == []
    assert len(files) == len(story.pages)
