"""Mails of the office, as programs write them, and the boxes they lie in."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from sociable.carriers.connectors.mbox import connector
from sociable.carriers.importing import Count, source_for, take_in
from sociable.carriers.models import Origin
from sociable.publics.models import ORGANISATION
from sociable.things.models import Contribution, Thing

ADA = "Ada Lovelace <ada@office.example>"
BRUNO = "=?iso-8859-1?Q?Bruno_C=F4t=E9?= <bruno@office.example>"
CHIOMA = "Chioma Adeyemi <chioma@office.example>"
PARTING = b"From ada@office.example Mon Mar  2 09:14:22 2026\n"

Import = Callable[..., tuple[Count, Path | None]]


def letter(
    body: str | bytes = "The damper sticks.\n",
    *,
    subject: str | bytes = "Damper of line 3",
    sender: str | bytes = ADA,
    id: str = "",
    re: str = "",
    minute: int = 0,
    **more: str | bytes,
) -> bytes:
    """A mail as bytes. `re` is the id of the mail it answers; further headers are given by name, `_` for `-`."""
    heads: dict[str, str | bytes] = {"From": sender, "To": CHIOMA, "Subject": subject}
    heads["Date"] = f"Mon, 02 Mar 2026 {9 + minute // 60:02}:{minute % 60:02}:00 +0000"
    heads |= {"Message-ID": f"<{id}>"} if id else {}
    heads |= {"In-Reply-To": f"<{re}>", "References": f"<{re}>"} if re else {}
    heads |= {name.replace("_", "-"): value for name, value in more.items()}
    lines = [name.encode() + b": " + plain(value) for name, value in heads.items() if value]
    return b"\n".join(lines) + b"\n\n" + plain(body)


def plain(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def mbox(file: Path, letters: Iterable[bytes], parting: bytes = PARTING) -> Path:
    """An mbox file; lines that begin with From are escaped as mboxrd wants it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab") as out:
        for one in letters:
            lines = [b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in one.split(b"\n")]
            out.write(parting + b"\n".join(lines).rstrip(b"\n") + b"\n\n")
    return file


def maildir(folder: Path, letters: Iterable[bytes], where: str = "new") -> Path:
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for number, one in enumerate(letters, len(list(folder.glob("*/*")))):
        (folder / where / f"17724{number:05}.M1P{number}.office").write_bytes(one)
    return folder


@pytest.fixture
def take(db: None, tmp_path: Path) -> Import:
    """Imports the mail of a location; the letters given are first written to an mbox file in it."""

    def take_it(*letters: bytes, at: Path | None = None, again: Path | None = None) -> tuple[Count, Path | None]:
        location = at or tmp_path / "box"
        if letters:
            mbox(location, letters)
        source = source_for("mbox", "box", location, None, otherwise=ORGANISATION)
        return take_in(source, connector, again=again, progress=lambda _: None, total=lambda _: None)

    return take_it


def thing(key: str) -> Thing:
    return Origin.objects.select_related("thing__reply_to").get(key=key).thing


def words(key: str) -> str:
    return thing(key).versions.get(number=thing(key).revision).text


def credit(key: str) -> tuple[str, str, str]:
    """Kind, person and role."""
    one = Contribution.objects.select_related("person", "role").get(thing=thing(key))
    return thing(key).kind, one.person.name, one.role.name


def answers(key: str) -> str | None:
    """The key of what a mail answers, as far as it is here."""
    above = thing(key).reply_to
    return above.origins.get().key if above else None
