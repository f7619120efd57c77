"""Taking in a wiki that was elsewhere: its files, its pages with all they ever said, the names that lead to them.

Idempotent and resumable: a page's row (`Carried`) says up to which edit it is here, and is written in the transaction
of those edits. A page that was changed here since stays as it is here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.translation import gettext_noop as _

from sociable.carriers.articles import Brought
from sociable.carriers.crossing import MARK
from sociable.carriers.leaves import Edit, Leaf, Wiki
from sociable.carriers.models import Carried, Source
from sociable.carriers.record import BadRecord, Note, Reject
from sociable.carriers.run import Count, Progress, Run
from sociable.people.identities import know
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.models import Public
from sociable.rooms.wiki import arriving
from sociable.rooms.wiki.models import Page, Space
from sociable.rooms.wiki.names import slug_of
from sociable.rooms.wiki.verbs import found_space, tidy
from sociable.things.files import ADDRESS, bring
from sociable.things.models import Attachment, File, Version
from sociable.things.past import Past

BATCH = 200
"""Edits of one transaction."""
People = Mapping[tuple[str, str, str], int | None]


@dataclass
class Crossing:
    """One wiki on its way here."""

    run: Run
    space: Space
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    """By key: id and name of those that are here."""
    under: dict[str, str] = field(default_factory=dict)
    apart: int = 0


def take_wiki(run: Run, wiki: Wiki, progress: Progress) -> None:
    """Brings a space in step with a source."""
    crossing = Crossing(run, space_for(run))
    for file in wiki.files:
        take_file(crossing, file)
        progress(1)
    pages = 0
    for leaf in wiki.leaves:
        take_leaf(crossing, leaf, progress)
        pages += 1
    for key, above in crossing.under.items():
        put_under(crossing, key, above)
    lead_all(crossing, wiki.leads)
    counted = Note(_("pages: %(pages)s; names that lead to one of them: %(names)s"), pages=pages, names=len(wiki.leads))
    run.count.notes += [counted, *wiki.notes()]
    if crossing.apart:
        run.count.notes.append(Note(_("pages changed here since, and left so: %(count)s"), count=crossing.apart))


def space_for(run: Run) -> Space:
    """The space of the source: the one of its name, or a new one, which belongs to whoever brings it."""
    name = run.source.name
    found = Space.objects.filter(slug=slug_of(name)).first() or Space.objects.filter(name=name).first()
    if found is not None:
        run.source.public_id = found.public_id
        run.source.save(update_fields=["public"])
        return found
    if run.by is None:
        raise BadRecord(_("There is no space %(name)s yet. Say whose it is to be: --as PERSON."), name=name)
    try:
        return found_space(name=name, public=Public.objects.get(pk=run.source.public_id), by=run.by, at=run.at)
    except Refused as reason:
        raise BadRecord(str(reason)) from None


def take_file(crossing: Crossing, file: Brought) -> None:
    run = crossing.run
    run.count.read += 1
    known = Carried.objects.filter(source=run.source, key=f"file:{file.key}", file__isnull=False).first()
    if known is not None and known.file is not None:
        run.count.unchanged += 1
        crossing.files[file.key] = (known.file.pk, known.file.name)
        return
    if file.path is None:
        run.rejects.add(Reject("this file is neither in the dump nor in the folder of files", file.name, file.name))
        return
    try:
        kept = keep_file(crossing, file)
    except (Refused, OSError) as reason:
        run.rejects.add(Reject(f"{reason}", file.name, file.name))
        return
    crossing.files[file.key] = (kept.pk, kept.name)
    run.count.new += 1


@transaction.atomic
def keep_file(crossing: Crossing, file: Brought) -> File:
    assert file.path is not None
    run = crossing.run
    uploader = know([file.by])[file.by.key] if file.by else None
    by = Person.objects.filter(pk=uploader).first() if uploader else run.by or crossing.space.owner
    if by is None:
        raise Refused("nobody is known who brought it")
    kept = bring(content=file.path.read_bytes(), name=file.name, alt=file.alt, by=by, at=file.at)
    Carried.objects.update_or_create(source=run.source, key=f"file:{file.key}", defaults={"file": kept})
    return kept


def take_leaf(crossing: Crossing, leaf: Leaf, progress: Progress) -> None:
    """A page, BATCH edits at a time; one that cannot be taken in stops none of the others."""
    run = crossing.run
    with transaction.atomic():
        people = know(leaf.makers)
    if leaf.makers and not any(people.values()):
        run.rejects.add(Reject("whoever made it asked to be forgotten here", leaf.title, {"title": leaf.title}))
        return
    try:
        take_edits(crossing, leaf, people, progress)
    except (Refused, DatabaseError, ValueError) as reason:
        run.rejects.add(Reject(f"{reason}", leaf.title, {"title": leaf.title}))


def take_edits(crossing: Crossing, leaf: Leaf, people: People, progress: Progress) -> None:
    run = crossing.run
    row = Carried.objects.filter(source=run.source, key=f"page:{leaf.key}").select_related("thing").first()
    is_apart = row is not None and differs_here(row)
    last, latest = (int(row.kept["last"]) if row else 0), None
    while batch := list(islice(leaf.edits, BATCH)):
        run.count.read += len(batch)
        latest = batch[-1]
        new = [] if is_apart else [one for one in batch if one.number > last]
        run.count.unchanged += len(batch) - len(new)
        if new:
            row = take_batch(crossing, leaf, row, new, people)
            run.count.new += len(new)
        progress(len(batch))
    crossing.apart += is_apart
    if row is not None and latest is not None and not is_apart:
        finish(crossing, leaf, row, latest)


def differs_here(row: Carried) -> bool:
    """Whether the page was changed, moved away or taken down here since it came."""
    return row.thing is None or row.thing.withdrawn_at is not None or row.thing.revision != row.revision


@transaction.atomic
def take_batch(crossing: Crossing, leaf: Leaf, row: Carried | None, edits: Sequence[Edit], people: People) -> Carried:
    past = [past_of(crossing, one, people) for one in edits]
    if row is None:
        page = arriving.arrive(space=crossing.space, title=leaf.title, first=past.pop(0))
        arriving.owner_by_default(page, crossing.run.by or crossing.space.owner)
        row = Carried(source=crossing.run.source, key=f"page:{leaf.key}", thing=page.thing, kept={})
    else:
        page = page_of(row)
    if past:
        page = arriving.go_on(page=page, past=past)
    row.thing, row.revision = page.thing, page.thing.revision
    row.kept = {**row.kept, "last": edits[-1].number}
    row.save()
    return row


def page_of(row: Carried) -> Page:
    return Page.objects.select_related("thing", "space").get(pk=row.thing_id)


def past_of(crossing: Crossing, edit: Edit, people: People) -> Past:
    return Past(with_files(crossing, edit.said()), edit.at, people.get(edit.by.key) if edit.by else None)


def with_files(crossing: Crossing, text: str) -> str:
    """The text with the addresses that its files have here; of those that did not come, the words stay."""

    def shown(mark: "re.Match[str]") -> str:
        here = crossing.files.get(mark[3])
        return f"{mark[1]}[{mark[2]}]({reverse('file', args=here)})" if here else mark[2]

    said: str = MARK.sub(shown, text)
    return said


@transaction.atomic
def finish(crossing: Crossing, leaf: Leaf, row: Carried, latest: Edit) -> None:
    """What stands is brought in step: its words, where files or templates came meanwhile; its tags, links and files."""
    run, page = crossing.run, page_of(row)
    text = tidy(with_files(crossing, latest.said()))
    if Version.objects.values_list("text", flat=True).get(thing=page.pk, number=page.thing.revision) != text:
        page = arriving.go_on(page=page, past=[Past(text, run.at, None)])
        Carried.objects.filter(pk=row.pk).update(revision=page.thing.revision)
        run.count.changed += 1
    arriving.settle(page=page, title=leaf.title, tags=leaf.tags(), at=run.at)
    here = {file for file, _name in crossing.files.values()}
    named = {int(one) for one in ADDRESS.findall(text)} | {
        crossing.files[one][0] for one in leaf.files if one in crossing.files
    }
    for file in sorted(named & here):
        Attachment.objects.get_or_create(file_id=file, thing=page.thing, defaults={"at": run.at})
    if leaf.under and not row.kept.get("placed"):
        crossing.under[leaf.key] = leaf.under


@transaction.atomic
def put_under(crossing: Crossing, key: str, above: str) -> None:
    rows = Carried.objects.filter(source=crossing.run.source, key__in=[f"page:{key}", f"page:{above}"])
    found = {row.key: row for row in rows}
    row, parent = found.get(f"page:{key}"), found.get(f"page:{above}")
    if row is None or parent is None or row.thing_id is None or parent.thing_id is None:
        return
    page = page_of(row)
    if page.parent_id is None:
        arriving.place(page=page, parent=page_of(parent), at=crossing.run.at)
    row.kept = {**row.kept, "placed": True}
    row.save(update_fields=["kept"])


def lead_all(crossing: Crossing, leads: Sequence[tuple[str, str]]) -> None:
    names: dict[str, list[str]] = {}
    for name, key in leads:
        names.setdefault(f"page:{key}", []).append(name)
    for row in Carried.objects.filter(source=crossing.run.source, key__in=names):
        if row.thing_id is not None and Page.objects.filter(pk=row.thing_id).exists():
            arriving.lead(page=page_of(row), names=names[row.key], at=crossing.run.at)


def foresee_wiki(source: Source, wiki: Wiki, count: Count) -> None:
    """What an import would do with each file and version; nothing is written."""
    rows = Carried.objects.filter(source=source.pk) if source.pk else Carried.objects.none()
    known = {key: kept.get("last", 0) for key, kept in rows.values_list("key", "kept")}
    for file in wiki.files:
        count.read += 1
        count.unchanged += f"file:{file.key}" in known
        count.rejected += f"file:{file.key}" not in known and file.path is None
        count.new += f"file:{file.key}" not in known and file.path is not None
    for leaf in wiki.leaves:
        for one in leaf.edits:
            is_new = one.number > known.get(f"page:{leaf.key}", 0)
            count.read += 1
            count.new += is_new
            count.unchanged += not is_new
    count.notes += wiki.notes()
