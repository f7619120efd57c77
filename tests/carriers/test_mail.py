"""Mail comes in once, in threads and in roles: Ada asks, Bruno answers, programs are left out, and nothing is lost."""

import json
import os
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sociable.carriers.connectors.mbox import boxes
from sociable.carriers.models import Source
from sociable.carriers.record import BadRecord
from sociable.people.models import Identity, Person
from sociable.publics.readers import INSIDER, STRANGER
from sociable.things.models import Contribution, Thing, Version
from sociable.things.verbs import erase
from tests.carriers.letters import BRUNO, Import, answers, credit, letter, maildir, mbox, take, thing, words
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db
__all__ = ["take"]

QUESTION = letter("Bruno,\n\nwhich grease does the damper want?\n", id="q@office")
ANSWER = letter(
    "None. Change the linkage.\n", id="a@office", re="q@office", sender=BRUNO, minute=5, subject="RE: Damper"
)
THANKS = letter("That was it.\n", id="t@office", re="a@office", minute=9, subject="TR : Re: Damper of line 3")


def test_a_question_its_answer_and_the_thanks(take: Import) -> None:
    assert astuple(take(QUESTION, ANSWER, THANKS)[0]) == (3, 3, 0, 0, 0)
    assert credit("q@office") == ("question", "Ada Lovelace", "asker")
    assert credit("a@office") == ("answer", "Bruno Côté", "answerer")
    assert credit("t@office") == ("mail", "Ada Lovelace", "asker")
    assert (answers("q@office"), answers("a@office"), answers("t@office")) == (None, "q@office", "a@office")
    assert thing("q@office").published_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert {thing(key).title for key in ("q@office", "t@office")} == {"Damper of line 3"}


def test_what_asks_nothing_is_mail_and_so_are_its_replies(take: Import) -> None:
    take(
        letter("The meeting moves to room 4.\n", id="m"),
        letter("Fine. See https://x.example/?id=4 too.\n", id="n", re="m", sender=BRUNO),
    )
    assert credit("m") == ("mail", "Ada Lovelace", "author")
    assert credit("n") == ("mail", "Bruno Côté", "author")


def test_who_only_asks_back_has_not_answered(take: Import) -> None:
    take(QUESTION, letter("Hi Ada,\n\nwhich size is the shaft of it?\n", id="b", re="q@office", sender=BRUNO))
    assert credit("b") == ("mail", "Bruno Côté", "asker")


def test_who_only_forwards_has_written_nothing(take: Import) -> None:
    forwarded = "---------- Forwarded message ---------\nFrom: Rosa <rosa@client.example>\nSubject: Noise\n\nIt hums.\n"
    take(letter(forwarded, subject="Fwd: Noise", id="f"))
    assert (credit("f"), words("f"), thing("f").title) == (("mail", "Ada Lovelace", "participant"), "", "Noise")


def test_mail_is_for_the_organisation_and_not_for_the_stranger(take: Import) -> None:
    take(QUESTION)
    assert (Thing.objects.visible_to(INSIDER).count(), Thing.objects.visible_to(STRANGER).count()) == (1, 0)


def test_a_second_run_reads_only_what_is_new(take: Import, tmp_path: Path) -> None:
    take(QUESTION)
    assert astuple(take()[0]) == (0, 0, 0, 0, 0)
    assert astuple(take(ANSWER)[0]) == (1, 1, 0, 0, 0)
    assert answers("a@office") == "q@office"
    assert Version.objects.count() == 2


def test_without_its_index_all_is_read_and_recognised(take: Import, settings: object) -> None:
    take(QUESTION, ANSWER, THANKS)
    for file in (Path(str(getattr(settings, "DATA"))) / "mail").glob("*.sqlite*"):  # noqa: B009
        file.write_bytes(b"no index")
    assert astuple(take()[0]) == (3, 0, 0, 3, 0)
    Source.objects.update(cursor={})
    assert astuple(take()[0]) == (3, 0, 0, 3, 0)


def test_a_box_that_was_written_anew_is_read_anew(take: Import, tmp_path: Path) -> None:
    take(QUESTION, ANSWER)
    (tmp_path / "box").unlink()
    assert astuple(take(ANSWER, THANKS)[0]) == (2, 1, 0, 1, 0)
    assert answers("t@office") == "a@office"


def test_a_mail_that_was_half_written_is_read_when_it_is_whole(take: Import, tmp_path: Path) -> None:
    box = mbox(tmp_path / "box", [QUESTION, ANSWER])
    whole = box.read_bytes()
    box.write_bytes(whole[:-10])
    take()
    assert words("a@office") == "None. Change the"
    box.write_bytes(whole)
    assert astuple(take()[0]) == (1, 0, 1, 0, 0)
    assert words("a@office") == "None. Change the linkage."


def test_a_reply_that_comes_first_waits_for_what_it_answers(take: Import) -> None:
    take(THANKS, ANSWER)
    assert answers("t@office") == "a@office"
    take(QUESTION)
    assert answers("a@office") == "q@office"


def test_a_reply_knows_that_its_thread_asks_though_the_question_stands_further_on(take: Import) -> None:
    take(ANSWER, QUESTION)
    assert credit("a@office") == ("answer", "Bruno Côté", "answerer")


def test_a_maildir_and_mail_that_was_read_meanwhile(take: Import, tmp_path: Path) -> None:
    folder = maildir(tmp_path / "Maildir", [QUESTION, ANSWER])
    maildir(folder / ".Sent", [THANKS], "cur")
    (folder / "tmp" / "half").write_bytes(QUESTION[:40])
    assert astuple(take(at=folder)[0]) == (3, 3, 0, 0, 0)
    for mail in (folder / "new").iterdir():
        mail.rename(folder / "cur" / f"{mail.name}:2,S")
    assert astuple(take(at=folder)[0]) == (0, 0, 0, 0, 0)
    maildir(folder, [letter(id="later", re="t@office")])
    assert astuple(take(at=folder)[0]) == (1, 1, 0, 0, 0)
    assert answers("later") == "t@office"


def test_a_folder_with_boxes_and_single_mails_is_one_source(take: Import, tmp_path: Path) -> None:
    mbox(tmp_path / "mail" / "Inbox", [QUESTION])
    mbox(tmp_path / "mail" / "2026" / "Sent.mbox", [ANSWER])
    (tmp_path / "mail" / "thanks.eml").write_bytes(THANKS.replace(b"\n", b"\r\n"))
    (tmp_path / "mail" / "notes.txt").write_text("no mail")
    assert astuple(take(at=tmp_path / "mail")[0]) == (3, 3, 0, 0, 0)
    assert (answers("a@office"), answers("t@office")) == ("q@office", "a@office")


def test_a_folder_without_mail_says_so(take: Import, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no mail")
    with pytest.raises(BadRecord, match="holds no mail"):
        take(at=tmp_path)


def test_a_copy_is_left_out_and_another_mail_of_the_same_id_is_not(take: Import) -> None:
    listed = letter(
        "Bruno,\n\nwhich grease does the damper want?\n____________\nWorkshop mailing list\n",
        **{"id": "q@office", "subject": "[Workshop] Damper of line 3", "List_Id": "<workshop.lists.example>"},
    )
    other = letter("The filter, too.\n", id="q@office", subject="Filter", minute=30)
    count, rejects = take(QUESTION, listed, other, other)
    assert astuple(count) == (4, 2, 0, 0, 2)
    assert set(Thing.objects.values_list("title", flat=True)) == {"Damper of line 3", "Filter"}
    assert rejects is not None
    assert {json.loads(line)["reason"] for line in rejects.read_text().splitlines()} == {
        "a copy of a mail that is here already"
    }


def test_mails_without_an_id_are_known_by_what_they_say(take: Import, tmp_path: Path) -> None:
    one, other = letter("First.\n"), letter("Second.\n")
    assert astuple(take(one, other, one)[0]) == (3, 2, 0, 0, 1)
    assert astuple(take(at=mbox(tmp_path / "elsewhere", [other, letter("Third.\n")]))[0]) == (2, 1, 0, 1, 0)


AUTOMATIC = {
    "an answer on holiday": {"Auto_Submitted": "auto-replied"},
    "a notice": {"Auto_Submitted": "auto-generated (cron)"},
    "a bounce": {"sender": "Mail Delivery System <MAILER-DAEMON@mx.office.example>"},
    "a report": {"Content_Type": 'multipart/report; report-type=delivery-status; boundary="x"'},
    "nobody's address": {"sender": "Build <no-reply@build.example>"},
    "a French one": {"sender": "Paie <ne-pas-repondre@paie.example>"},
    "a list's own": {"sender": "workshop-bounces@lists.example"},
    "an absence": {"subject": "Réponse automatique : Volet"},
    "an old one": {"Precedence": "auto_reply"},
}


@pytest.mark.parametrize("name", AUTOMATIC)
def test_mail_that_no_person_wrote_is_left_out_with_a_reason(take: Import, name: str) -> None:
    count, rejects = take(letter("I am away.\n", id="auto", **AUTOMATIC[name]), QUESTION)
    assert (count.new, count.rejected) == (1, 1)
    assert rejects is not None
    line = json.loads(rejects.read_text())
    assert line["reason"].startswith("automatic mail: ")
    assert line["record"] == {"file": "", "at": 0}
    assert Person.objects.get().name == "Ada Lovelace"


def test_mail_of_a_list_is_not_automatic(take: Import) -> None:
    take(letter(id="l", **{"Precedence": "list", "List_Id": "<workshop.lists.example>", "Auto_Submitted": "no"}))
    assert credit("l") == ("mail", "Ada Lovelace", "author")


def test_what_is_no_mail_is_rejected_and_read_again_once_it_is_mended(take: Import, tmp_path: Path) -> None:
    folder = maildir(tmp_path / "Maildir", [b"no header at all\n", QUESTION])
    count, rejects = take(at=folder)
    assert (count.new, count.rejected) == (1, 1)
    assert rejects is not None
    bad = folder / json.loads(rejects.read_text())["record"]["file"]
    bad.write_bytes(ANSWER)
    os.utime(bad, (1, 1))
    assert astuple(take(at=folder, again=rejects)[0]) == (1, 1, 0, 0, 0)
    assert answers("a@office") == "q@office"


def test_who_was_erased_does_not_come_back(take: Import) -> None:
    take(QUESTION, ANSWER)
    erase(person=Person.objects.get(name="Ada Lovelace"), by=None, at=MONDAY)
    assert thing("q@office").title == ""
    count, _rejects = take(THANKS)
    assert (count.new, Person.objects.filter(name="Ada Lovelace").exists()) == (0, False)
    assert answers("a@office") == "q@office"


def test_a_huge_mail_is_cut_and_those_around_it_are_whole(take: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "LONGEST", 200_000)
    monkeypatch.setattr(boxes, "BLOCK", 1 << 12)
    take(QUESTION, letter("x " * 300_000, id="huge", minute=2), ANSWER, THANKS)
    assert Thing.objects.count() == 4
    assert 190_000 < len(words("huge")) <= 200_000
    assert (words("a@office"), answers("t@office")) == ("None. Change the linkage.", "a@office")


def test_a_hostile_mail_does_not_stop_the_rest(take: Import) -> None:
    deep = "".join(f'Content-Type: multipart/mixed; boundary="{one}"\n\n--{one}\n' for one in range(2000))
    nested = letter(id="deep", subject="Nested").replace(b"\n\n", b"\n" + deep.encode(), 1)
    brackets = letter("Brackets.\n", id="brackets", sender=f"{'(' * 50_000} <x@office.example>", minute=2)
    count, rejects = take(nested, brackets, QUESTION)
    assert (count.new, count.rejected) == (2, 1)
    assert rejects is not None
    assert "cannot be read" in json.loads(rejects.read_text())["reason"]
    assert words("brackets") == "Brackets."


def test_people_are_their_addresses(take: Import) -> None:
    take(
        letter(id="1", sender="ADA@office.example"),
        letter(id="2", sender='"Lovelace, Ada" <ada@Office.example>', minute=1),
        letter(id="3", sender=b"Bruno C\xf4t\xe9 <bruno@office.example>", minute=2),
        letter(id="4", sender="=?utf-8?B?w4lsb2RpZSBD?= =?utf-8?Q?=C3=B4t=C3=A9?= <elodie@office.example>", minute=3),
        letter(id="5", sender="chioma at office.example (Chioma Adeyemi)", minute=4),
        letter(id="6", sender="Wei Zhang", minute=5),
        letter(id="7", sender="=?x-unknown?Q?Zo=E9?= <zoe@office.example>", minute=6),
    )
    people = {row.value: row.person.name for row in Identity.objects.select_related("person")}
    assert people["bruno@office.example"] == "Bruno Côté"
    assert people["elodie@office.example"] == "Élodie Côté"
    assert people["chioma@office.example"] == "Chioma Adeyemi"
    assert people["zoe@office.example"] == "Zoé"
    assert people["Wei Zhang"] == "Wei Zhang"
    assert Contribution.objects.filter(person__identities__value="ada@office.example").count() == 2


def test_who_wrote_through_a_list_is_not_the_list(take: Import) -> None:
    sender = "'Bruno Côté' via Workshop <workshop@lists.example>"
    listed = {"List_Id": "Workshop <workshop.lists.example>"}
    take(letter(id="1", sender=sender, Reply_To="Bruno Côté <bruno@office.example>", **listed))
    take(letter(id="2", sender=sender, X_Original_From="bruno@office.example", minute=2, **listed))
    take(letter(id="3", sender=sender, Reply_To="workshop@lists.example", minute=4, **listed))
    assert {one.value for one in Identity.objects.all()} == {"bruno@office.example", "Bruno Côté"}
    assert credit("2")[1] == "Bruno Côté"
