"""An import of a blog that was killed and run again gives the blog that an uninterrupted one gives, nothing twice."""

import os
import re
import signal
import time
from pathlib import Path

import pytest

from tests.carriers.test_killed import Site
from tests.carriers.wordpress.test_wordpress import EXPORT, a_picture

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

POSTS = 150
MOMENTS = (0.55, 0.7, 0.85)
"""Shares of the time that a whole import takes, of which the first part is Python starting."""


def a_large_export(folder: Path) -> Path:
    """The first post of the small export, with its comments and its picture, many times."""
    small = EXPORT.read_text()
    head, item = small.partition("\t<item>")[0], next(one for one in small.split("\t<item>") if "wp:post_id>10<" in one)
    picture = next(one for one in small.split("\t<item>") if "wp:post_id>2<" in one)
    (folder / "uploads" / "2020" / "01").mkdir(parents=True)
    (folder / "uploads" / "2020" / "01" / "lamp.png").write_bytes(a_picture())
    file = folder / "large.xml"
    file.write_text(
        head + "\t<item>" + picture + "".join(numbered(item, one) for one in range(POSTS)) + "</channel></rss>"
    )
    return file


def numbered(item: str, number: int) -> str:
    item = item.replace("wp:post_id>10<", f"wp:post_id>{1000 + number}<").replace("eclairer-mieux", f"post-{number}")
    item = re.sub(
        r"<wp:comment_(id|parent)>([1-9]\d*)<", lambda one: f"<wp:comment_{one[1]}>{number * 1000 + int(one[2])}<", item
    )
    return "\t<item>" + item


def test_killed_and_run_again_it_is_the_same_blog(tmp_path: Path) -> None:
    file = a_large_export(tmp_path)
    whole, killed = Site(tmp_path, "whole_blog"), Site(tmp_path, "killed_blog")
    words = ("import", "wordpress", str(file), "--name", "Atelier", "--as", "Chioma", "--public", "everyone")
    for site in (whole, killed):
        site.run("account", "chioma@office.example", "--name", "Chioma", "--password", "correct horse battery")
    begin = time.monotonic()
    whole.run(*words)
    span = time.monotonic() - begin
    for moment in MOMENTS:
        process = killed.start(*words)
        time.sleep(span * moment)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    closing = killed.run(*words)
    assert "rejected           0" in closing
    exports = []
    for name, site in (("whole", whole), ("killed", killed)):
        site.run("blog", "export", "atelier", str(tmp_path / name))
        exports.append((tmp_path / name / "atelier.xml").read_text())
    assert exports[0] == exports[1]
    assert exports[0].count("<wp:comment>") == POSTS * 6
