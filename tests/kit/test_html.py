"""Text that people wrote is shown as they meant it, and does nothing else."""

import pytest

from sociable.kit.html import from_markdown


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
