"""What somebody wrote is told apart from what their mail carries, whatever charset, form or program it went through."""

import tomllib
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from sociable.carriers.connectors.mbox.bodies import body_of, parsed
from sociable.carriers.connectors.mbox.flowed import unflowed
from sociable.carriers.connectors.mbox.questions import asks
from sociable.carriers.connectors.mbox.said import said_in
from sociable.carriers.connectors.mbox.subjects import Subject
from tests.carriers.letters import Import, letter, take, thing, words

__all__ = ["take"]

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "mail/said.toml").read_text())["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_somebody_wrote(case: dict[str, str]) -> None:
    assert said_in(case["text"]) == "\n".join(line.rstrip() for line in case["said"].strip("\n").split("\n"))


def test_flowed_lines_are_whole_again() -> None:
    text = ">> Which \n>> torque?\n> 5 Nm, \n> says Wei.\nAnd which \nvoltage?\n From the label: \n24 V.\n-- \nAda"
    assert unflowed(text, delsp=False).split("\n") == [
        *(">> Which torque?", "> 5 Nm, says Wei.", "And which voltage?", "From the label: 24 V.", "-- ", "Ada")
    ]


def test_flowed_with_delsp_joins_without_a_blank() -> None:
    assert unflowed("ダンパーが \n動きません。", delsp=True) == "ダンパーが動きません。"


def read(data: bytes) -> Any:
    return body_of(parsed(data))


def form(body: bytes, kind: str) -> bytes:
    return letter(body, **{"MIME-Version": "1.0", "Content-Type": kind, "Content-Transfer-Encoding": "8bit"})


FRENCH = "L’été, le débit coûte 40 €."
LABELS = {
    "rightly labelled": ("utf-8", "utf-8"),
    "UTF-8 labelled Latin-1": ("utf-8", "iso-8859-1"),
    "UTF-8 labelled ASCII": ("utf-8", "us-ascii"),
    "windows-1252 labelled Latin-1": ("windows-1252", "iso-8859-1"),
    "windows-1252 labelled UTF-8": ("windows-1252", "utf-8"),
    "windows-1252 of no known name": ("windows-1252", "x-office-western"),
    "UTF-8 of no known name": ("utf-8", "unknown-8bit"),
    "in quotes, with a blank": ("utf-8", '" UTF-8 "'),
    "a codec that is no charset": ("utf-8", "base64"),
    "UTF-16": ("utf-16", "utf-16"),
}


@pytest.mark.parametrize("name", LABELS)
def test_any_charset_also_mislabelled(name: str) -> None:
    codec, label = LABELS[name]
    assert read(form(FRENCH.encode(codec), f"text/plain; charset={label}")).text.strip() == FRENCH


def test_charsets_from_elsewhere() -> None:
    for text, codec in (
        ("Клапан не открывается", "koi8-r"),
        ("ダンパーが動かない", "iso-2022-jp"),
        ("阀门卡住了", "gbk"),
    ):
        assert read(form(text.encode(codec), f"text/plain; charset={codec}")).text == text


def test_without_a_label_western_is_meant() -> None:
    assert read(letter(FRENCH.encode("cp1252"))).text == FRENCH


def test_one_broken_letter_does_not_make_utf8_something_else() -> None:
    cut = "é" * 50 + "…"
    assert read(form(cut.encode()[:-1], "text/plain; charset=utf-8")).text.startswith("é" * 50)


GMAIL = """<div dir="ltr">Change the linkage &amp; the seal.<ul><li>one</li><li>two</li></ul></div><br>
<div class="gmail_quote"><div class="gmail_attr">On Mon, Mar 2, 2026 at 9:14 AM Ada &lt;<a
href="mailto:ada@office.example">ada@office.example</a>&gt; wrote:<br></div>
<blockquote class="gmail_quote"><div>It sticks.</div></blockquote></div>"""
OUTLOOK = """<html xmlns:o="urn:x"><head><style>p.MsoNormal {margin:0}</style></head><body>
<p class=MsoNormal>D&#8217;accord pour <b>jeudi</b>.<o:p></o:p></p>
<div style='border-top:solid #E1E1E1 1pt'><p class=MsoNormal><b>De&nbsp;:</b> Ada &lt;ada@office.example&gt;<br>
<b>Envoyé&nbsp;:</b> lundi 2 mars 2026 09:14<br><b>À&nbsp;:</b> Bruno<br><b>Objet&nbsp;:</b> Volet<o:p></o:p></p></div>
<p class=MsoNormal>On le démonte&nbsp;?</p></body></html>"""


def test_html_only_from_two_programs() -> None:
    said = {said_in(read(form(html.encode(), "text/html; charset=utf-8")).text) for html in (GMAIL, OUTLOOK)}
    assert said == {"Change the linkage & the seal.\n\n- one\n- two", "D’accord pour **jeudi**."}


def test_html_that_nobody_could_nest_so_deep_is_read_nevertheless() -> None:
    html = b"<div>" * 20_000 + b"The seal." + b"</div>" * 20_000
    assert read(form(html, "text/html")).text == "The seal."


def message(**more: str) -> EmailMessage:
    one = EmailMessage()
    for name, value in {"From": "ada@office.example", "Subject": "Plans", "Message-ID": "<p@office>", **more}.items():
        one[name] = value
    return one


def test_of_two_forms_the_plain_one_unless_it_says_nothing() -> None:
    both = message()
    both.set_content("Change the linkage.\n")
    both.add_alternative("<p>Change the <b>linkage</b>.</p>", subtype="html")
    assert read(bytes(both)).text.strip() == "Change the linkage."
    stub = message()
    stub.set_content("HTML only.\n")
    stub.add_alternative(f"<p>{'Change the linkage. ' * 20}</p>", subtype="html")
    assert read(bytes(stub)).text.strip().startswith("Change the linkage.")


@pytest.mark.django_db
def test_attachments_are_named_and_not_read(take: Import) -> None:
    mail = message()
    mail.set_content("Here are the plans of the damper.\n")
    mail.add_attachment("a secret in a text", filename="relevé d’été.txt")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="../../plan.pdf")
    inner = message(Subject="Noise in the lobby")
    inner.set_content("It hums at 125 Hz.\n")
    mail.add_attachment(inner)
    take(bytes(mail))
    told = "Attached: relevé d’été.txt, plan.pdf, Noise in the lobby.eml"
    assert words("p@office") == f"Here are the plans of the damper.\n\n{told}"


def test_a_file_named_in_bare_bytes_keeps_its_name() -> None:
    part = '--x\nContent-Type: application/pdf; name="plan-é.pdf"\n\nJVBERg==\n--x--\n'.encode()
    assert read(form(part, 'multipart/mixed; boundary="x"')).attachments == ["plan-é.pdf"]


SEALED = {
    "PGP/MIME": (
        b"--x\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--x--\n",
        'multipart/encrypted; boundary="x"',
    ),
    "S/MIME": (
        b"MIAGCSqGSIb3DQEHA6CAMIACAQAx\n",
        'application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"',
    ),
    "PGP": (b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n", "text/plain"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("how", SEALED)
def test_what_is_encrypted_is_left_alone_and_said_so(take: Import, how: str) -> None:
    body, kind = SEALED[how]
    take(letter(body, id="s", subject="The salary of the year", **{"MIME-Version": "1.0", "Content-Type": kind}))
    assert words("s") == f"Encrypted ({how}): not read"
    take(letter(body, id="f", subject="Le salaire de cette année", **{"MIME-Version": "1.0", "Content-Type": kind}))
    assert words("f") == f"Chiffré ({how})\N{NO-BREAK SPACE}: non lu"


def test_signed_words_are_read_and_the_signature_is_not() -> None:
    inline = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n- -- 5 Nm\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQ\n-----END PGP SIGNATURE-----\n"
    )
    assert read(letter(inline)).text.strip() == "-- 5 Nm"
    mime = b"--x\n\n5 Nm\n--x\nContent-Type: application/pgp-signature; name=signature.asc\n\niQ\n--x--\n"
    body = read(form(mime, 'multipart/signed; boundary="x"'))
    assert (body.text.strip(), body.attachments, body.encrypted) == ("5 Nm", [], "")


BROKEN = {
    "a boundary that never comes": (b"5 Nm\n", 'multipart/mixed; boundary="x"'),
    "no boundary": (b"5 Nm\n", "multipart/mixed"),
    "a part that ends early": (b"--x\nContent-Type: text/plain\n\n5 Nm", 'multipart/mixed; boundary="x"'),
    "a kind that is none": (b"5 Nm\n", "tex"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_mail_does_not_stop_the_rest(name: str) -> None:
    assert read(form(*BROKEN[name])).text.strip() in ("5 Nm", "")


@pytest.mark.django_db
def test_from_at_the_beginning_of_a_line_is_as_it_was_written(take: Import) -> None:
    take(letter("From here on it moves.\n\nFrom there, too.\n\n>From was quoted.\n", id="f"), letter(id="next"))
    assert words("f") == "From here on it moves.\n\nFrom there, too."
    assert thing("next")


@pytest.mark.django_db
def test_from_that_no_program_escaped_does_not_cut_a_mail(take: Import, tmp_path: Path) -> None:
    box = tmp_path / "box"
    body = b"It moves.\n\nFrom 09:14 to 10:02 on 2 March 2026\nwe measured.\n"
    parting = b"From ada@office.example Mon Mar  2 09:14:22 2026\n"
    box.write_bytes(b"".join(parting + letter(body, id=one) + b"\n" for one in ("1", "2")))
    take()
    assert words("1") == words("2") == "It moves.\n\nFrom 09:14 to 10:02 on 2 March 2026\nwe measured."


SUBJECTS = {
    "Re: RE : TR: Réf : Damper": "damper",
    "[Workshop] Damper": "damper",
    "Re: [Workshop] RE: Damper": "damper",
    "Fwd: AW: Re[2]: Damper": "damper",
    "Re(3): damper  (was: Noise)": "damper",
    "Rép : Damper !": "damper",
    "RE: [EXTERNE] TR: Damper": "damper",
    "[ada@office.example: Damper]": "damper",
    "=?": "",
    "Re:": "",
    "Sans objet": "",
    "Reference: damper": "reference damper",
}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_subjects_that_are_one_thread(subject: str) -> None:
    assert Subject(subject, "workshop").thread == SUBJECTS[subject]


ASKING = {
    "Which grease does the damper want?": True,
    "Hello Bruno, how are you? The damper works.": False,
    "Est-ce que quelqu’un a déjà changé ce moteur": True,
    "La réunion passe à la salle 4. OK ?": False,
    "See https://office.example/?q=damper+line+three and tell me more": False,
    "Je cherche quelqu'un qui connaît la norme": True,
    "Nobody who knows the damper was there.": False,
    "Sur la ligne 3,\nquel débit faut-il\nrégler ?": True,
}


@pytest.mark.parametrize("text", ASKING)
def test_a_question_is_told_soberly(text: str) -> None:
    assert asks("Damper", text) is ASKING[text]
    assert asks("Which grease?", "")
