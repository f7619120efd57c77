"""What a browser makes of our HTML where its source is not the specification's: tags that we close, it closes too."""

from playwright.sync_api import BrowserType

from tests.browser.conftest import launch
from tests.kit.test_commonmark import BALANCED, OTHERWISE, examples_of_the_specification, seen, unlinked

READ = """pairs => pairs.map(pair => pair.map(html => {
  const part = document.implementation.createHTMLDocument().createElement("div");
  part.innerHTML = html;
  return part.innerHTML;
}))"""


def test_a_browser_makes_the_same_page_of_what_is_only_closed_otherwise(chromium: BrowserType) -> None:
    told = dict(enumerate(examples_of_the_specification(), 1))
    pairs = {number: [unlinked(told[number][0]), told[number][1]] for number in OTHERWISE}
    browser = launch(chromium)
    read = browser.new_page().evaluate(READ, list(pairs.values()))
    browser.close()
    same = {number for number, (ours, theirs) in zip(pairs, read, strict=True) if seen(ours) == seen(theirs)}
    assert same == {number for number, reason in OTHERWISE.items() if reason == BALANCED}
    assert len(OTHERWISE) - len(same) == 39
