"""Passkeys, with the device that Chromium's developers made for it: one that lives in the browser and has a finger."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Story, enter, listen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PASSWORD = "correct horse battery"


def device(context: BrowserContext, page: Page) -> tuple[object, str]:
    """A device that keeps passkeys and takes its owner's finger for given; its session with the browser, and its id."""
    talk = context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    wanted = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = talk.send("WebAuthn.addVirtualAuthenticator", {"options": wanted})
    return talk, made["authenticatorId"]


def show_again(page: Page) -> None:
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def add_passkey(page: Page, story: Story, name: str) -> None:
    page.goto(f"{story.address}/me/sign-in/")
    page.get_by_role("link", name="Add a passkey").click()
    show_again(page)
    page.get_by_label("Name of the passkey").fill(name)
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def leave(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_add_sign_in_rename_and_remove(browser: Browser, story: Story) -> None:
    with browser.new_context(locale="en-CA") as context:
        enter(context, story, story.office.ada)
        page = context.new_page()
        complaints = listen(page)
        device(context, page)
        add_passkey(page, story, "Ada's laptop")
        leave(page)

        page.goto(f"{story.address}/sign-in/?next=/people/{story.office.bruno.pk}/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page).to_have_url(f"{story.address}/people/{story.office.bruno.pk}/")
        expect(page.locator("nav.me")).to_contain_text("Ada Lovelace")

        page.goto(f"{story.address}/me/sign-in/")
        expect(page.get_by_text("last used")).to_be_visible()
        expect(page.get_by_text("Ada's laptop", exact=True)).to_be_visible()
        page.get_by_role("link", name="Rename").click()
        show_again(page)
        page.get_by_label("Name of the passkey").fill("The old laptop")
        page.get_by_role("button", name="Keep this name").click()
        expect(page.get_by_text("The old laptop", exact=True)).to_be_visible()
        page.get_by_role("link", name="Remove").click()
        page.get_by_role("button", name="Remove it").click()
        expect(page.get_by_text("None so far.")).to_be_visible()
        assert not Authenticator.objects.exists()
        assert complaints == []


def test_a_passkey_is_the_second_factor_after_a_password_and_shows_who_it_is(browser: Browser, story: Story) -> None:
    with browser.new_context(locale="en-CA") as context:
        enter(context, story, story.office.ada)
        page = context.new_page()
        device(context, page)
        add_passkey(page, story, "Phone")
        leave(page)

        page.goto(f"{story.address}/sign-in/")
        page.get_by_label("E-mail address").fill("ada@office.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()
        page.get_by_role("button", name="Use a passkey").click()
        expect(page.locator("nav.me")).to_contain_text("Ada Lovelace")

        page.goto(f"{story.address}/me/passkeys/add/")
        page.get_by_role("link", name="With a passkey").click()
        page.get_by_role("button", name="Use a passkey").click()
        expect(page.get_by_role("heading", name="Add a passkey")).to_be_visible()


def test_a_device_without_a_passkey_of_ours_opens_nothing(browser: Browser, story: Story) -> None:
    with browser.new_context(locale="en-CA") as context:
        page = context.new_page()
        talk, number = device(context, page)
        talk.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})  # type: ignore[attr-defined]
        page.goto(f"{story.address}/sign-in/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_text("Your device gave no passkey")).to_be_visible()


def test_without_script_the_page_says_so_and_the_password_still_opens(browser: Browser, story: Story) -> None:
    with browser.new_context(locale="en-CA", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{story.address}/sign-in/")
        # Chromium told to run no script still reads pages as if it did: it does not show what `noscript` holds.
        assert "Passkeys need JavaScript" in page.content().split("<noscript>")[1]
        expect(page.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
        page.get_by_label("E-mail address").fill("ada@office.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.locator("nav.me")).to_contain_text("Ada Lovelace")
