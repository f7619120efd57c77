"""The 652 examples of CommonMark's specification, as they are shown here: after the sanitiser, with our extensions on.

Those that come out otherwise are listed, each with the reason; one that is listed and would pass fails. Bare addresses,
which are links here and not in CommonMark, are left alone for the comparison, and told apart by a test of their own.
"""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from sociable.kit.html import SANITISER, from_markdown
from sociable.kit.markdown import UNLINKED
from tests.browser.tools import module

EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)

UNKNOWN = "a tag that is not shown stays as the words it may be (List<String>)"
SCRIPT = "scripts, styles and form fields do nothing here: their source is shown as words"
PROLOGUE = "an instruction, a declaration or a CDATA section is shown as words"
ATTRIBUTE = "id, class or another attribute, which could take the place of one of the page's own"
COMMENT = "comments are taken away"
BALANCED = (
    "tags are closed where they must be: a browser makes the same page of both (tests/browser/test_commonmark.py)"
)
SCHEME = "an address of a scheme that is not known to be harmless is no link"

OTHERWISE = {
    **dict.fromkeys((150, 163, 201, 491, 524, 536, 613, 614, 615, 617, 623), UNKNOWN),
    **dict.fromkeys((170, 171, 172, 173, 176, 178), SCRIPT),
    **dict.fromkeys((180, 181, 182, 627, 628, 629), PROLOGUE),
    **dict.fromkeys((152, 153, 154, 164, 169, 616), ATTRIBUTE),
    **dict.fromkeys((177, 179, 183, 308, 309, 625, 626), COMMENT),
    **dict.fromkeys(
        (
            21,
            31,
            148,
            149,
            151,
            155,
            160,
            165,
            174,
            175,
            184,
            187,
            190,
            191,
            344,
            476,
            477,
            494,
            630,
            631,
            642,
            643,
        ),
        BALANCED,
    ),
    **dict.fromkeys((598, 599, 601), SCHEME),
}
ADDRESSES = {602, 608, 611, 612}
"""Where a bare address becomes a link: that was asked for."""
NOT_OF_THE_SANITISER = {UNKNOWN, SCRIPT, PROLOGUE}


class Seen(HTMLParser):
    """What a browser reads: tags with their attributes in any order, words with single blanks; `rel` is ours."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[object, ...]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(("<", tag, tuple(sorted((name, value or "") for name, value in attrs if name != "rel"))))

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        self.seen.append((">", tag))

    def handle_data(self, data: str) -> None:
        before = str(self.seen.pop()[1]) if self.seen and self.seen[-1][0] == "words" else ""
        self.seen.append(("words", before + data))

    def handle_comment(self, data: str) -> None:
        self.seen.append(("!", data))

    handle_decl = handle_pi = unknown_decl = handle_comment  # type: ignore[assignment]


def seen(html: str) -> list[tuple[object, ...]]:
    folded = [("words", " ".join(str(one[1]).split())) if one[0] == "words" else one for one in Seen(html).seen]
    return [one for one in folded if one != ("words", "")]


def unlinked(text: str) -> str:
    """As it is shown, but for bare addresses, which stay words."""
    return SANITISER.clean(UNLINKED.render(text, {}))


def examples_of_the_specification() -> list[tuple[str, str]]:
    text = module("COMMONMARK_SPEC", "commonmark-spec/spec.txt").read_text(encoding="utf-8")
    found = [(one[1].replace("→", "\t"), one[2].replace("→", "\t")) for one in EXAMPLE.finditer(text)]
    assert len(found) == 652
    return found


@pytest.fixture(scope="module")
def examples() -> list[tuple[str, str]]:
    return examples_of_the_specification()


def test_the_examples_come_out_as_the_specification_says(examples: list[tuple[str, str]]) -> None:
    def others(shown: Callable[[str], str]) -> set[int]:
        return {number for number, (text, html) in enumerate(examples, 1) if seen(shown(text)) != seen(html)}

    assert others(unlinked) == set(OTHERWISE)
    assert others(lambda text: from_markdown(text, top=1)) == set(OTHERWISE) | ADDRESSES


def test_where_the_sanitiser_is_the_reason_nothing_else_differs(examples: list[tuple[str, str]]) -> None:
    """What we show is then exactly what the sanitiser leaves of the specification's own answer."""
    for number, reason in OTHERWISE.items():
        text, html = examples[number - 1]
        same = seen(from_markdown(text, top=1)) == seen(SANITISER.clean(html))
        assert same == (reason not in NOT_OF_THE_SANITISER), (number, reason)


def test_where_a_tag_is_shown_as_words_none_of_them_is_missing(examples: list[tuple[str, str]]) -> None:
    for number, reason in OTHERWISE.items():
        if reason in {SCRIPT, PROLOGUE}:
            text, _html = examples[number - 1]
            shown = " ".join(str(one[1]) for one in seen(from_markdown(text)) if one[0] == "words")
            assert set(re.findall(r"[\w.]+", text)) <= set(re.findall(r"[\w.]+", shown)), number
