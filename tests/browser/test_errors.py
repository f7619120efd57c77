"""What goes wrong looks like the rest of the site: readable, accessible, with a way on."""

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Story
from tests.browser.test_looks import faults, keep_pictures, new_context
from tests.browser.tools import module, program

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def judge(page: Page, name: str, folder: Path) -> None:
    page.evaluate(module("SOCIABLE_AXE", "axe-core/axe.min.js").read_text())
    assert faults(page) == []
    keep_pictures(page, f"{name}-%s")
    file = folder / f"{name}.html"
    file.write_text(page.content())
    vnu = str(module("SOCIABLE_VNU", "vnu-jar/build/dist/vnu.jar"))
    done = subprocess.run([program("java"), "-jar", vnu, "--errors-only", str(file)], capture_output=True, check=False)
    assert done.stderr.decode() == ""


def test_a_form_that_is_too_old_says_so(browser: Browser, story: Story, tmp_path: Path) -> None:
    with new_context(browser, "fr", 390) as context:
        page = context.new_page()
        page.goto(f"{story.address}/look/")
        context.clear_cookies()
        page.get_by_role("button", name="English").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Ce formulaire a expiré")
        judge(page, "error-too-old", tmp_path)


def test_a_broken_page_says_so(browser: Browser, story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sociable.surfaces.web.look.render", lambda *_: 1 / 0)
    with new_context(browser, "en", 1280) as context:
        page = context.new_page()
        page.goto(f"{story.address}/look/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Something broke on our side")
        judge(page, "error-broken", tmp_path)
