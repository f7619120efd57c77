"""A mailbox whose import was killed many times and run again equals one that never was."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.carriers.letters import ADA, BRUNO, CHIOMA, letter, mbox
from tests.carriers.test_killed import Site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.once("test_killed.py kills on PostgreSQL too; what is of mail alone is not about the database"),
    pytest.mark.django_db(transaction=True),
]

MAILS = 1500
MOMENTS = (0.5, 0.8)


def mailbox(file: Path) -> Path:
    """Replies, some before what they answer and some by subject only; copies, programs, and mails without an id."""
    dice = random.Random(3)
    mails = []
    for number in range(MAILS):
        asked = dice.randrange(MAILS)
        words = " ".join(dice.choices("water river lake rain tide well spring dam flood".split(), k=30))
        subject = f"Report {number} on water" if number % 3 else f"Re: Report {asked} on water"
        more = {"Auto_Submitted": "auto-replied"} if number % 50 == 7 else {}
        mails.append(
            letter(
                f"{words}{'?' if number % 4 else '.'}\n",
                id=f"{number if number % 40 else asked}@office" if number % 30 else "",
                re=f"{asked}@office" if number % 2 and number % 3 == 0 else "",
                subject=subject,
                sender=dice.choice([ADA, BRUNO, CHIOMA]),
                minute=number % 600,
                **more,
            )
        )
    return mbox(file, mails)


def test_a_mailbox_killed_and_run_again_equals_an_uninterrupted_run(tmp_path: Path) -> None:
    box = mailbox(tmp_path / "waters")
    whole, killed = Site(tmp_path, "whole_mail"), Site(tmp_path, "killed_mail")
    begin = time.monotonic()
    whole.run("import", "mbox", str(box))
    span = time.monotonic() - begin
    killed.run("setup")
    for moment in MOMENTS:
        process = killed.start("import", "mbox", str(box))
        time.sleep(span * moment)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    killed.run("import", "mbox", str(box))
    expected, got = whole.dump(), killed.dump()
    for part in expected:
        assert got[part] == expected[part], part
    assert len(got["things"]) > MAILS * 0.8
    assert "new                0" in killed.run("import", "mbox", str(box))
