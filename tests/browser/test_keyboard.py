"""The whole path from a question to what speaks for somebody, without a mouse."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Story, enter, listen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.innerText"))


def tab_to(page: Page, wanted: str, most: int = 20) -> None:
    """Presses Tab until that is focused, and sees at each stop that the focus is visible."""
    for _press in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", focused(page)
        if wanted in focused(page):
            return
    raise AssertionError(f"{wanted} is not reached by {most} tabs; the last was {focused(page)}")


def test_ask_and_open_the_first_reason(browser: Browser, story: Story) -> None:
    with browser.new_context(locale="en-CA") as context:
        enter(context, story, story.office.ada)
        page = context.new_page()
        complaints = listen(page)
        page.goto(story.address)
        tab_to(page, "q")
        page.keyboard.type("Who can renew a certificate?")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="People who can help")).to_be_visible()
        reason = page.locator(".whys a").first.inner_text()
        tab_to(page, reason)
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/things/\d+/$"))
        expect(page.get_by_role("heading", level=1)).to_have_text(reason)
        assert complaints == []


def test_the_rest_of_the_reasons_unfold(browser: Browser, story: Story) -> None:
    with browser.new_context(locale="en-CA") as context:
        enter(context, story, story.office.ada)
        page = context.new_page()
        page.goto(f"{story.address}/?q=certificates renewed")
        tab_to(page, "more reason", most=40)  # past the header and the people
        hidden = page.locator("details .whys a").first
        expect(hidden).to_be_hidden()
        page.keyboard.press("Enter")
        expect(hidden).to_be_visible()


def test_skip_sign_in_change_language_and_sign_out(browser: Browser, story: Story) -> None:
    with browser.new_context(locale="en-CA") as context:
        page = context.new_page()
        page.goto(f"{story.address}/sign-in/")
        page.keyboard.press("Tab")
        assert focused(page) == "Skip to the content"
        page.keyboard.press("Enter")
        tab_to(page, "id_login")
        page.keyboard.type("ada@office.example")
        tab_to(page, "id_password")
        page.keyboard.type("correct horse battery")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Ada Lovelace")).to_be_visible()
        tab_to(page, "Français", most=60)  # past all that is new on the home page
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Fermer la session")).to_be_visible()
        tab_to(page, "Fermer la session", most=60)
        page.keyboard.press("Enter")
        expect(page.get_by_text("Ada Lovelace")).to_have_count(0)
