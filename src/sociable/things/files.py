"""Files that people bring: checked, kept, made part of things, and shown to whoever may see one of those."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import reduce
from operator import or_
from pathlib import PurePath

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sociable.kit.databases import one_line, text_to_stored
from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.readers import Reader, reader_for
from sociable.things.models import Attachment, File, FileContent, Thing
from sociable.things.pictures import picture_from

LARGEST = 10_000_000
"""Bytes of a file."""
DOCUMENTS = {
    "csv": "text/csv",
    "md": "text/markdown",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "zip": "application/zip",
}
"""Documents by the end of their name. They are handed out to be kept, never opened by the site."""
PACKED = (b"PK\3\4", b"PK\5\6")
WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How text in UTF-16 begins; other text holds no byte 0."""
SIGNED = {**dict.fromkeys(DOCUMENTS, PACKED), "pdf": (b"%PDF-",), **dict.fromkeys(("csv", "md", "txt"), ())}
"""What such a file begins with; text has no sign."""
PICTURES = frozenset({"jpg", "jpeg", "png", "gif", "webp"})
ADDRESS = re.compile(r"/files/(\d{1,15})/")
SHOWN_ELSEWHERE: list[Callable[[Reader], Q]] = []
"""Where else than with their things files are shown, as rooms tell it: in drafts, which are no things yet."""


def register(shown: Callable[[Reader], Q]) -> Callable[[Reader], Q]:
    """Lets a room show files with what is no thing yet, to whoever may read that."""
    SHOWN_ELSEWHERE.append(shown)
    return shown


@transaction.atomic
def bring(*, content: bytes, name: str, alt: str, by: Person, at: datetime) -> File:
    """Keeps a file. Only whoever brought it sees it, until it is part of a thing."""
    if len(content) > LARGEST:
        raise Refused(_("A file has at most %(most)s MB.") % {"most": LARGEST // 1_000_000})
    words = one_line(text_to_stored(PurePath(name.replace("\\", "/")).name))[-200:]
    ending = words.rpartition(".")[2].lower()
    size: tuple[int, int] | tuple[None, None] = (None, None)
    if ending in PICTURES:
        picture = picture_from(content)
        stem = words.rpartition(".")[0][:190] or "picture"
        words = f"{stem}.{picture.type.rpartition('/')[2].replace('jpeg', 'jpg')}"
        content, type_, size = picture.content, picture.type, (picture.width, picture.height)
    elif ending in DOCUMENTS:
        refuse_unlike(content, ending)
        type_ = DOCUMENTS[ending]
    else:
        raise Refused(_("Files of this kind are not taken. These are: %(kinds)s.") % {"kinds": kinds_taken()})
    described = one_line(text_to_stored(alt))[:500]
    file = File.objects.create(
        by=by.root, name=words, type=type_, size=len(content), width=size[0], height=size[1], alt=described, at=at
    )
    FileContent.objects.create(file=file, content=content)
    return file


def refuse_unlike(content: bytes, ending: str) -> None:
    """A document is what its name says: nothing else goes under its name."""
    is_text = not SIGNED[ending] and (content.startswith(WIDE) or b"\0" not in content)
    if is_text or content.startswith(SIGNED[ending]):
        return
    raise Refused(_("This file is not what its name says: %(ending)s.") % {"ending": ending})


def kinds_taken() -> str:
    return ", ".join(sorted(PICTURES | set(DOCUMENTS)))


@transaction.atomic
def attach(*, thing: Thing, text: str, by: Person, at: datetime) -> list[File]:
    """Makes the files that a text shows part of its thing: those that the writer may see. Returns the new ones."""
    named = named_in(text)
    if not named:
        return []
    standing = Attachment.objects.filter(thing=thing).values("file")
    files = list(files_visible_to(reader_for(by)).filter(pk__in=named).exclude(pk__in=standing).order_by("pk"))
    Attachment.objects.bulk_create([Attachment(file=one, thing=thing, by=by, at=at) for one in files])
    record(Act("sociable:Attach", at, by.pk, thing.pk, None, thing.public_id, {"file": one.pk}) for one in files)
    return files


def named_in(text: str) -> set[int]:
    """The numbers of the files that a text shows, if they are files."""
    return {int(one) for one in ADDRESS.findall(text)}


def files_visible_to(reader: Reader) -> QuerySet[File]:
    """Files this reader may see: their own, those of things they may see, and of drafts they are to read."""
    parts = Attachment.objects.filter(file=OuterRef("pk"), thing__in=Thing.objects.visible_to(reader))
    mine = Q(by=reader.person) | Q(by__same_as=reader.person) if reader.person is not None else Q(pk__in=())
    if reader.person is not None:
        mine = reduce(or_, (shown(reader) for shown in SHOWN_ELSEWHERE), mine)
    return File.objects.filter(mine | Q(Exists(parts)))


def files_of(thing: Thing) -> QuerySet[File]:
    """The files that are part of a thing, for those who may see it."""
    return File.objects.filter(attachments__thing=thing).order_by("name", "pk")


def markdown_of(file: File, address: str) -> str:
    """How a text shows the file: a picture as such, anything else as a link."""
    words = re.sub(r"[\[\]\\\n]", " ", file.alt or file.name)
    return f"{'!' if file.width else ''}[{words}]({address})"
