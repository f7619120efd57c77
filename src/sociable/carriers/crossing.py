"""A blog on its way here, and its files: kept, named in its texts, and shown to whoever reads those."""

import re
from dataclasses import dataclass, field

from django.db import transaction
from django.urls import reverse

from sociable.carriers.articles import PLACE, Brought
from sociable.carriers.models import Carried
from sociable.carriers.record import Reject
from sociable.carriers.run import Run
from sociable.people.identities import know
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.rooms.blogs.arriving import Arrival
from sociable.rooms.blogs.models import Blog, Post
from sociable.rooms.blogs.pictures import note_pictures
from sociable.things.files import bring
from sociable.things.models import Attachment, File, FileContent

LEFT = re.compile(re.escape(PLACE).replace(re.escape("{key}"), r"([^/()\s]+)"))
MARK = re.compile(r"(!?)\[([^\[\]]*)\]\(" + re.escape(PLACE).replace(re.escape("{key}"), r"([^/()\s]+)") + r"\)")


@dataclass
class Crossing:
    """One blog on its way here."""

    run: Run
    blog: Blog
    files: dict[str, tuple[str, str, int | None]] = field(default_factory=dict)
    """By key: where it was, what it is called, and the id of the file here, or None."""
    originals: dict[str, str] = field(default_factory=dict)
    apart: int = 0
    """Posts that were changed here since they came, and there too."""


def take_file(crossing: Crossing, file: Brought | Reject) -> None:
    run = crossing.run
    if isinstance(file, Reject):
        run.rejects.add(file)
        return
    known = Carried.objects.filter(source=run.source, key=f"file:{file.key}").first()
    if known is not None:
        run.count.unchanged += 1
        crossing.files[file.key] = (file.address, file.name, known.file_id)
        return
    crossing.files[file.key] = (file.address, file.name, None)
    raw = {"name": file.name, "address": file.address}
    if file.path is None:
        run.rejects.add(Reject("this file is not in the folder of files; links lead to where it was", file.name, raw))
        return
    try:
        kept = keep_file(run, file)
    except (Refused, OSError) as reason:
        run.rejects.add(Reject(f"{reason}", file.name, raw))
        return
    crossing.files[file.key] = (file.address, file.name, kept.pk)
    run.count.new += 1


@transaction.atomic
def keep_file(run: Run, file: Brought) -> File:
    assert file.path is not None
    owner = know([file.by])[file.by.key] if file.by else None
    by = (
        (Person.objects.filter(pk=owner).first() if owner else None)
        or run.by
        or Blog.objects.get(slug=run.source.name).owner
    )
    if by is None:
        raise Refused("nobody is known who brought it")
    kept = bring(content=file.path.read_bytes(), name=file.name, alt=file.alt, by=by, at=file.at)
    Carried.objects.create(source=run.source, key=f"file:{file.key}", file=kept)
    return kept


def with_files(crossing: Crossing, text: str) -> str:
    """The text with the addresses that its files have here; those that did not come are links to where they were."""

    def shown(mark: re.Match[str]) -> str:
        address, name, file = crossing.files.get(mark[3], ("", "", None))
        if file is not None:
            return f"{mark[1]}[{mark[2]}]({reverse('file', args=[file, name_of(file)])})"
        return f"[{mark[2] or name}](<{address}>)" if address else mark[2] or name

    def led(mark: re.Match[str]) -> str:
        address, _name, file = crossing.files.get(mark[1], ("", "", None))
        return reverse("file", args=[file, name_of(file)]) if file is not None else address

    return LEFT.sub(led, MARK.sub(shown, text))


def name_of(file: int) -> str:
    return File.objects.values_list("name", flat=True).get(pk=file)


def attach_files(crossing: Crossing, post: Post, arrival: Arrival) -> None:
    """Whoever reads the post sees its files; while nobody does, its writers need to see them."""
    ours = {file for _address, _name, file in crossing.files.values() if file is not None}
    named = {int(one) for one in re.findall(r"/files/(\d{1,15})/", arrival.words.text)} & ours
    for thing in post.copies.values_list("thing", flat=True):
        for number in named:
            Attachment.objects.get_or_create(file_id=number, thing_id=thing, defaults={"at": crossing.run.at})
    if not post.copies.exists() and arrival.by:
        for file in File.objects.filter(pk__in=named).exclude(by=arrival.by):
            lend(file, arrival.by, post)
        note_pictures(post, post.text, Person.objects.get(pk=arrival.by))


def lend(file: File, to: int, post: Post) -> None:
    """A file of somebody else's in a draft: its writer gets it too, or it would be lost when they publish."""
    copy = File.objects.get(pk=file.pk)
    copy.pk, copy.by_id = None, to
    copy.save()
    FileContent.objects.create(file=copy, content=file.content.content)
    post.text = post.text.replace(f"/files/{file.pk}/", f"/files/{copy.pk}/")
    post.save(update_fields=["text"])
