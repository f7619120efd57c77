"""Text that people wrote is shown as they meant it, and does nothing else."""

from time import process_time

import pytest

from sociable.kit.html import from_markdown, to_markdown


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "![x](data:text/html;base64,PHNjcmlwdD4=)",
        "<a href='x' onclick='y'>",
        "<svg/onload=alert(1)>",
    ],
)
def test_nothing_a_person_writes_runs(text: str) -> None:
    html = from_markdown(text).lower()
    assert "<script" not in html
    assert "<svg" not in html
    assert "<img src=x" not in html
    assert 'href="javascript' not in html
    assert 'src="data' not in html


def test_markdown_is_shown_with_headings_below_the_pages_own() -> None:
    html = from_markdown("# Tides\n\n- *high*\n\n| a |\n|---|\n| b |\n")
    assert "<h3>Tides</h3>" in html
    assert "<em>high</em>" in html
    assert "<table>" in html


def test_tables_footnotes_and_task_lists() -> None:
    html = from_markdown("Ebb[^1].\n\n[^1]: Going out.\n\n- [ ] sail\n- [x] *row*\n- [link]\n", scope="t5-")
    assert '<a href="#fn-t5--1" id="fnref-t5--1"' in html
    assert '<li id="fn-t5--1" class="footnote-item">' in html
    assert html.count('type="checkbox"') == html.count('disabled=""') == 2
    assert html.count('checked=""') == 1
    assert "<em>row</em></label>" in html


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A List<String> of x < y", "A List&lt;String&gt; of x &lt; y"),
        ("<details><summary>More</summary>Tides</details>", "<summary>More</summary>Tides</details>"),
        ('<b id="main" class="top" style="color: red" onclick="x()">Tides</b>', "<b>Tides</b>"),
        ('<input type="password" autofocus>', "&lt;input"),
        ("https://tides.example/a?b=c is open", '<a href="https://tides.example/a?b=c"'),
        ("Write to ada@example.org", '<a href="mailto:ada@example.org"'),
        ("office.example stays words", "<p>office.example stays words</p>"),
        ("```python\nx\n```", '<code class="language-python">'),
    ],
)
def test_what_people_write_in_passing(text: str, shown: str) -> None:
    assert shown in from_markdown(text)


@pytest.mark.parametrize("part", ["<!-- ", "<a ", "<b a='", "[[", "@[", "[^1", "a@", "http://", "*a_ ", ">", "- "])
def test_no_text_takes_long(part: str) -> None:
    begun = process_time()
    from_markdown(part * 5_000, resolve=lambda _kind, _name: None)
    assert process_time() - begun < 3


def test_html_of_any_maker_becomes_markdown_and_loses_no_word() -> None:
    html = '<h2>Tides</h2><p>2 * 3 <img src=x alt="A &quot;red&quot; boat" onerror=x>!<ul><li>one<ul><li>in</ul></ul>'
    assert to_markdown(html + "<script>alert(1)</script>") == '## Tides\n\n2 \\* 3 A "red" boat!\n\n- one\n  - in'


@pytest.mark.parametrize("tags", ["<div>", "<ul><li>", "<blockquote>", "<b><i>"])
def test_words_are_kept_however_deep_they_lie(tags: str) -> None:
    for depth in (100, 2_000):
        assert "deep water" in to_markdown(tags * depth + "deep water")
