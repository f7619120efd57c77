"""The first day, in French, on a phone, with script off: from the organisation's name to the first question."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Story, enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_the_whole_first_day_without_script(browser: Browser, story: Story) -> None:
    phone = {"width": 390, "height": 844}
    with browser.new_context(locale="fr-CA", viewport=phone, java_script_enabled=False) as context:  # type: ignore[arg-type]
        enter(context, story, story.office.chioma)
        page = context.new_page()
        page.goto(f"{story.address}/administration/")
        page.get_by_role("link", name="Le premier jour").click()
        page.get_by_role("link", name="Continuer").click()
        page.get_by_label("Comment s’appelle votre organisation").fill("Ventilation Nordet")
        page.get_by_role("button", name="Continuer").click()
        expect(page.get_by_role("link", name="Ventilation Nordet")).to_be_visible()
        page.get_by_role("button", name="Passer pour l’instant").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("La première question")  # the others show as done
        page.goto(f"{story.address}/start/people/")
        page.get_by_label("Noms et adresses").fill("Dilan Aydın <dilan@office.example>")
        page.get_by_role("button", name="Les faire connaître").click()
        expect(page.get_by_role("status")).to_contain_text("1 personne est maintenant connue")
        page.locator("main").get_by_label("Qui peut aider").fill("renew the certificate")
        page.locator("main").get_by_role("button", name="Demander").click()
        expect(page.get_by_role("heading", name="Bruno Côté")).to_be_visible()
        page.get_by_role("link", name="Demander à Bruno Côté").click()
        expect(page.get_by_role("checkbox", name="Bruno Côté")).to_be_checked()
        page.get_by_role("button", name="La poser").click()
        expect(page.get_by_role("status").first).to_contain_text("1 personne")
        expect(page.get_by_role("heading", level=1)).to_have_text("renew the certificate")
        page.get_by_role("button", name="Annuler").click()
        expect(page.get_by_role("status").first).to_contain_text("Retiré")
