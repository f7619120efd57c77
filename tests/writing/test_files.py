"""Ada puts a picture into a page: it is made small and clean, and shown to those who may see the page."""

import zlib
from io import BytesIO
from struct import pack

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from sociable.ledger.acts import latest
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.models import EVERYONE
from sociable.publics.readers import STRANGER
from sociable.things import drafts
from sociable.things.files import LARGEST, attach, bring, files_visible_to, markdown_of
from sociable.things.models import File
from sociable.things.pictures import SIDE, picture_from
from sociable.things.verbs import erase, withdraw
from tests.conftest import Office

pytestmark = pytest.mark.django_db


def picture(form: str = "PNG", size: tuple[int, int] = (40, 20), **more: object) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, "teal").save(made, form, **more)  # type: ignore[arg-type]
    return made.getvalue()


def brought(office: Office, by: Person, content: bytes | None = None, name: str = "beach.png") -> File:
    return bring(
        content=picture() if content is None else content, name=name, alt="The beach", by=by, at=office.later()
    )


def test_where_and_with_what_a_picture_was_taken_stays_behind() -> None:
    taken = Image.Exif()
    taken[0x0110] = "Secret camera"
    taken[0x0112] = 6  # held upright
    taken.get_ifd(0x8825)[1] = "N"
    kept = picture_from(picture("JPEG", exif=taken, comment=b"hidden words"))
    assert (kept.width, kept.height) == (20, 40), "turned as it was held"
    assert b"Secret" not in kept.content
    assert b"hidden" not in kept.content
    assert not Image.open(BytesIO(kept.content)).getexif()


def test_a_large_picture_is_made_smaller() -> None:
    kept = picture_from(picture(size=(3000, 1500)))
    assert (kept.width, kept.height) == (SIDE, SIDE // 2)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "JPEG"])
def test_each_kind_is_taken_and_nothing_behind_it(form: str) -> None:
    kept = picture_from(picture(form) + b"PK\x03\x04 <script>alert(1)</script> and a zip behind the picture")
    assert b"script" not in kept.content
    assert kept.type.startswith("image/")


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it has 10,000,000,000 points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(100_000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bomb.png", bomb()),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("page.html", b"<script>alert(1)</script>"),
        ("both.gif", b"GIF89a/*<script>*/=alert(1)"),
        ("half.jpg", picture("JPEG")[:200]),
        ("nothing.png", b""),
        ("no ending", b"x"),
        ("prices.pdf", b"MZ\x90\x00 a program"),
        ("prices.xlsx", b"<script>alert(1)</script>"),
        ("prices.csv", b"MZ\x90\x00 a program"),
        ("large.pdf", bytes(LARGEST + 1)),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_not_taken(office: Office, name: str, content: bytes) -> None:
    with pytest.raises(Refused):
        brought(office, office.ada, content, name)
    assert not File.objects.exists()


def test_a_picture_is_shown_with_the_page_it_is_part_of(office: Office) -> None:
    file = brought(office, office.ada)
    assert not files_visible_to(office.reader(office.bruno)).exists()
    assert files_visible_to(office.reader(office.ada)).get() == file
    words = markdown_of(file, f"/files/{file.pk}/beach.png")
    assert words == f"![The beach](/files/{file.pk}/beach.png)"
    page = office.write("Beach", words, by=office.ada)
    assert attach(thing=page, text=words, by=office.ada, at=office.later()) == [file]
    assert attach(thing=page, text=words, by=office.ada, at=office.later()) == []
    assert (latest(1)[0][1].verb, latest(1)[0][1].detail) == ("sociable:Attach", {"file": file.pk})
    assert files_visible_to(office.reader(office.bruno)).get() == file
    assert not files_visible_to(STRANGER).exists()
    withdraw(thing=page, by=office.ada, at=office.later())
    assert not files_visible_to(office.reader(office.bruno)).exists()


def test_nobody_publishes_a_file_that_they_may_not_see(office: Office) -> None:
    file = brought(office, office.ada)
    page = office.write("Mine", f"/files/{file.pk}/", by=office.bruno, public=EVERYONE)
    assert attach(thing=page, text=f"![x](/files/{file.pk}/x.png)", by=office.bruno, at=office.later()) == []
    assert not files_visible_to(STRANGER).exists()


def test_a_file_is_handed_out_so_that_nothing_in_it_runs(office: Office, client: Client) -> None:
    file, paper = brought(office, office.ada), brought(office, office.ada, b"%PDF-1.4 <script>", "Prices (été).pdf")
    client.force_login(office.ada.account)
    answer = client.get(reverse("file", args=[file.pk, "beach.png"]))
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert (
        client.get(reverse("file", args=[file.pk, "beach.png"]), headers={"If-None-Match": answer["ETag"]}).status_code
        == 304
    )
    kept = client.get(reverse("file", args=[paper.pk, paper.name]))
    assert kept["Content-Disposition"].startswith("attachment; filename*=UTF-8''Prices%20%28")
    client.force_login(office.bruno.account)
    assert client.get(reverse("file", args=[file.pk, "beach.png"])).status_code == 404
    client.logout()
    assert client.get(reverse("file", args=[file.pk, "beach.png"])).status_code == 404


def test_without_script_the_picture_goes_to_the_end_of_what_was_being_written(office: Office, client: Client) -> None:
    client.force_login(office.ada.account)
    sent = {"where": "note:new", "back": "/people/", "title": "Sea", "text": "The sea.", "alt": "A [calm] beach"}
    answer = client.post(reverse("writing-file"), {**sent, "file": SimpleUploadedFile("été (1).png", picture())})
    assert answer["Location"] == "/people/"
    kept = drafts.kept(person=office.ada, where="note:new")
    assert kept
    assert kept.text.startswith("The sea.\n\n![A  calm  beach](/files/")
    assert "%281%29.png)" in kept.text
    assert (
        client.post(reverse("writing-file"), {**sent, "file": SimpleUploadedFile("x.svg", b"<svg/>")}).status_code
        == 302
    )
    told = client.post(reverse("writing-file"), {**sent, "alone": "1", "file": SimpleUploadedFile("x.svg", b"<svg/>")})
    assert (told.status_code, "png" in told.json()["refused"]) == (422, True)
    again = drafts.kept(person=office.ada, where="note:new")
    assert again
    assert again.text == "The sea."


def test_whoever_is_forgotten_leaves_no_picture_behind(office: Office) -> None:
    alone, shared = brought(office, office.ada), brought(office, office.ada)
    page = office.write("Ours", by=office.bruno)
    attach(thing=page, text=f"/files/{shared.pk}/", by=office.ada, at=office.later())
    erase(person=office.ada, by=None, at=office.later())
    assert list(File.objects.all()) == [shared]
    assert alone.pk != shared.pk
