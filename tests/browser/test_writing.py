"""The editor in a browser: its toolbar and preview, names as one writes, a picture pasted, a tab that was closed."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from sociable.people.models import Account
from sociable.things.models import File, Unsaved
from tests.browser.conftest import Story, all_is_answered, enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PASTE = """async area => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 30 });
  canvas.getContext("2d").fillRect(5, 5, 20, 10);
  const blob = await new Promise(done => canvas.toBlob(done, "image/png"));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([blob], "duct.png", { type: "image/png" }));
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def page(browser: Browser, story: Story) -> Iterator[Page]:
    """Ada, before an empty page of the office's wiki."""
    context = browser.new_context(locale="en")
    enter(context, story, story.office.ada)
    context.set_default_timeout(10_000)
    one = context.new_page()
    one.goto(story.address + NEW)
    yield one
    context.set_offline(True)  # a closing tab sends its last strokes: not into the next story
    context.close()
    all_is_answered()


NEW = "/wiki/how-we-work/-/new/"


def area_of(page: Page) -> str:
    return page.locator("textarea[name=text]").input_value()


def test_marks_by_button_and_by_key_and_a_preview_that_follows(page: Page, story: Story) -> None:
    text = page.locator("textarea[name=text]")
    text.fill("Tides")
    text.select_text()
    page.get_by_role("button", name="Bold").click()
    assert area_of(page) == "**Tides**"
    page.keyboard.press("Control+i")
    assert area_of(page) == "***Tides***"
    page.keyboard.press("Control+z")
    assert area_of(page) == "**Tides**", "the browser's own undo takes a mark back"
    button = page.get_by_role("button", name="Preview")
    button.click()
    shown = page.get_by_role("region", name="Preview")
    expect(shown.locator("strong")).to_have_text("Tides")
    text.press("End")
    text.press_sequentially(" and *ebb*")
    expect(shown.locator("em")).to_have_text("ebb")
    button.click()
    expect(shown).to_be_hidden()


def test_names_are_offered_and_chosen_with_the_keyboard(page: Page, story: Story) -> None:
    text = page.locator("textarea[name=text]")
    text.press_sequentially("Ask @Bru")
    offered = page.get_by_role("group", name="Names").get_by_role("button")
    expect(offered.first).to_contain_text(story.office.bruno.name)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(text).to_have_value(re.compile(rf"^Ask @\[{story.office.bruno.name}\]"))
    expect(offered).to_have_count(0)
    text.press_sequentially(" or bruno@bru")
    page.wait_for_timeout(300)
    expect(offered).to_have_count(0)  # an address of mail names nobody
    text.press_sequentially("; see [[the m")
    expect(offered.first).to_contain_text("[[")
    page.keyboard.press("Escape")
    expect(offered).to_have_count(0)


def test_a_picture_is_pasted_once_it_is_said_what_it_shows(page: Page, story: Story) -> None:
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept("A duct")))
    text = page.locator("textarea[name=text]")
    text.fill("Look: ")
    text.evaluate(PASTE)
    expect(text).to_have_value(re.compile(r"^Look: !\[A duct\]\(/files/\d+/duct\.png\)$"))
    assert asked == ["What it shows, for those who do not see it"]
    assert File.objects.get().alt == "A duct"
    page.once("dialog", lambda dialog: dialog.dismiss())
    text.evaluate(PASTE)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("img", name="A duct")).to_have_js_property("naturalWidth", 40)
    assert File.objects.count() == 1, "whoever thinks better of it brings nothing"


def test_a_closed_tab_loses_nothing_and_a_lost_session_is_told(page: Page, story: Story) -> None:
    page.get_by_label("Title").fill("The sea")
    page.locator("textarea[name=text]").press_sequentially("It comes and")
    page.close(run_before_unload=True)
    again = page.context.new_page()
    again.goto(story.address + NEW)
    expect(again.locator("textarea[name=text]")).to_have_value("It comes and")
    expect(again.get_by_text("had not saved it")).to_be_visible()
    again.context.clear_cookies(name="sessionid")
    again.locator("textarea[name=text]").press("Control+End")
    again.locator("textarea[name=text]").press_sequentially(" goes.")
    expect(again.get_by_text("only this tab has it")).to_be_visible()
    enter(again.context, story, story.office.ada)
    again.get_by_role("button", name="Save", exact=True).click()
    expect(again.locator("article.thing .prose").first).to_have_text("It comes and goes.")
    account = Account.objects.get(person=story.office.ada)
    assert not Unsaved.objects.filter(person=account.person_id).exists()
