"""Threads hold together where headers are whole, broken or missing, and never go round in a circle."""

from pathlib import Path

import pytest

from tests.carriers.letters import BRUNO, Import, answers, letter, mbox, take, thing

pytestmark = pytest.mark.django_db
__all__ = ["take"]


def test_references_tell_the_nearest_that_is_there(take: Import) -> None:
    take(
        letter(id="root"),
        letter(id="child", minute=1, References="<root> <lost>", In_Reply_To="<lost>"),
        letter(id="both", minute=2, References="<root> <child> <gone>"),
    )
    assert (answers("child"), answers("both")) == ("root", "child")


def test_references_that_were_folded_and_cut_in_an_id(take: Import) -> None:
    take(letter(id="a-long-id@office"), letter(id="c", minute=1, References="<gone>\n\t<a-long-\n id@office>"))
    assert answers("c") == "a-long-id@office"


def test_in_reply_to_in_words(take: Import) -> None:
    said = "Message from Ada of Monday, <q@office> with thanks"
    take(letter(id="q@office"), letter(id="c", minute=1, In_Reply_To=said))
    assert answers("c") == "q@office"


@pytest.mark.parametrize(
    "prefix", ["Re: ", "RE : ", "Ré : ", "Réf: ", "Aw: ", "Re[2]: ", "[Workshop] Re: ", "TR: RE: ", "Fwd: Re: "]
)
def test_without_headers_the_subject_tells(take: Import, prefix: str) -> None:
    take(
        letter(id="q", subject="Damper of line 3"),
        letter(id="other", subject="Filter of line 3", minute=1),
        letter(id="c", subject=f"{prefix}damper of  line 3", minute=2, sender=BRUNO),
    )
    assert answers("c") == "q"


def test_the_same_subject_without_re_is_another_thread(take: Import) -> None:
    take(letter(id="1", subject="Minutes"), letter(id="2", subject="Minutes", minute=5))
    assert answers("2") is None
    take(letter(id="3", subject="Re: Minutes", minute=9))
    assert answers("3") == "2", "the latest that began a thread of that subject"


def test_a_subject_that_says_nothing_joins_nothing(take: Import) -> None:
    take(letter(id="1", subject="(no subject)"), letter(id="2", subject="Re: (no subject)", minute=5))
    take(letter(id="3", subject="Re:", minute=6), letter(id="4", subject="", minute=7))
    assert {answers(key) for key in "1234"} == {None}


def test_months_apart_are_two_threads(take: Import) -> None:
    take(letter(id="1", Date="Mon, 6 Oct 2025 09:00:00 +0000"), letter(id="2", subject="Re: Damper of line 3"))
    assert answers("2") is None


def test_replies_whose_beginning_is_lost_hold_together(take: Import) -> None:
    take(
        letter(id="1", subject="Re: Damper", minute=1, References="<lost>"),
        letter(id="2", subject="RE: Damper", minute=2),
        letter(id="3", subject="Re: Damper", minute=3, References="<lost>"),
    )
    assert (answers("1"), answers("2")) == (None, "1")
    assert answers("3") in ("1", "2")


def test_headers_that_go_round_in_a_circle(take: Import) -> None:
    take(
        letter(id="1", re="2"),
        letter(id="2", re="3", minute=1),
        letter(id="3", re="1", minute=2),
        letter(id="4", re="4", subject="Filter"),
    )
    above = {key: answers(key) for key in "123"}
    assert list(above.values()).count(None) == 1
    assert answers("4") is None


def test_a_reply_to_an_automatic_mail_stands_below_the_one_before(take: Import) -> None:
    take(
        letter(id="q"),
        letter(id="away", re="q", Auto_Submitted="auto-replied", sender=BRUNO),
        letter(id="r", minute=3, References="<q> <away>", In_Reply_To="<away>"),
    )
    assert answers("r") == "q"


def test_threads_go_over_boxes_and_over_runs(take: Import, tmp_path: Path) -> None:
    mbox(tmp_path / "mail" / "Inbox", [letter(id="q", subject="Which damper fits here?")])
    take(at=tmp_path / "mail")
    mbox(tmp_path / "mail" / "Sent", [letter(id="a", subject="Re: Which damper fits here?", sender=BRUNO, minute=2)])
    take(at=tmp_path / "mail")
    assert answers("a") == "q"
    assert thing("a").kind == "answer"


def test_a_thread_as_deep_as_a_year(take: Import) -> None:
    take(letter(id="0"), *(letter(id=str(one), re=str(one - 1), minute=one % 600) for one in range(1, 300)))
    assert all(answers(str(one)) == str(one - 1) for one in range(1, 300, 50))


DATES = {
    "written": ({"Date": "Mon, 2 Mar 2026 10:00:00 +0100 (CET)"}, "2026-03-02T09:00"),
    "two digits of a year": ({"Date": "2 Mar 26 09:00 GMT"}, "2026-03-02T09:00"),
    "none, but received": ({"Date": "", "Received": "from x by y; Mon, 2 Mar 2026 09:00:01 +0000"}, "2026-03-02T09:00"),
    "none but the box's": ({"Date": ""}, "2026-03-02T09:14"),
    "nonsense": ({"Date": "yesterday"}, "2026-03-02T09:14"),
    "before there was mail": ({"Date": "Thu, 1 Jan 1970 00:00:00 +0000"}, "2026-03-02T09:14"),
    "years to come": ({"Date": "Mon, 2 Mar 2035 09:00:00 +0000"}, "2026-03-02T09:14"),
}


@pytest.mark.parametrize("name", DATES)
def test_when_it_was_written(take: Import, name: str) -> None:
    heads, at = DATES[name]
    take(letter(id="d", **heads))
    assert thing("d").published_at.isoformat().startswith(at)
