"""Taking in what connectors read, the same way for all: in batches, each one transaction.

Idempotent: a record whose digest is known changes nothing. Resumable: what a killed run had committed is known to the
next, which goes on from there. A bad record goes to the reject file with its reason, and the rest goes on.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils.translation import gettext_noop as _

from sociable.carriers.blogging import foreseen, take_blog
from sociable.carriers.listing import Plan, planned, take_list, tally
from sociable.carriers.models import Carried, Origin, Source
from sociable.carriers.record import BadRecord, Connector, Person, Reading, Record, Reject
from sociable.carriers.references import refer
from sociable.carriers.run import Count, Progress, Rejects, Run, batches
from sociable.carriers.visits import visit
from sociable.carriers.wikis import foresee_wiki, take_wiki
from sociable.kit.clock import now
from sociable.kit.databases import insert_rows
from sociable.kit.locks import held
from sociable.people import verbs as people
from sociable.people.identities import also_known_as, find, know
from sociable.people.models import Person as KnownPerson
from sociable.things.verbs import Draft, publish, revise
from sociable.things.words import MAKERS

__all__ = ["Count", "Progress", "Rejects", "Run", "preview", "reject_file", "source_for", "take_in"]

KEY = 200


def source_for(connector: str, name: str, location: str | Path, public: int | None, otherwise: int) -> Source:
    """The source of that name, made when it is new. `public` changes whom its things are for from now on."""
    source, is_new = Source.objects.get_or_create(
        connector=connector, name=name[:120], defaults={"location": str(location), "public_id": public or otherwise}
    )
    if not is_new:
        source.location = str(location)
        source.public_id = public or source.public_id
        source.save(update_fields=["location", "public"])
    return source


def reject_file(source: Source, at: datetime) -> Path:
    return Path(settings.REJECTS_FOLDER) / f"{source.connector}-{source.pk}-{at:%Y%m%dT%H%M%S}.jsonl"


def take_in(
    source: Source,
    connector: Connector,
    *,
    again: Path | None = None,
    override: bool = False,
    by: KnownPerson | None = None,
    progress: Progress,
    total: Progress,
) -> tuple[Count, Path | None]:
    """Reads a source to its end. Returns the closing counts, and the reject file if there is one.

    `total` is told how many records are to come, `progress` how many were read since it was told last.
    `override` lets a list of people change what they said of themselves; `by` is who owns a blog that is new here.
    Raises BadRecord where the source itself cannot be read, or another import of it is running.
    """
    with held(Path(settings.DATA) / "locks" / f"source-{source.pk}", wait=False) as mine:
        if not mine:
            raise BadRecord(_("Another import of %(name)s is running; wait until it has ended."), name=source.name)
        with visit(source, now()) as one:
            run = Run(
                source, one.began_at, Rejects(reject_file(source, one.began_at), Count()), by=by, override=override
            )
            one.follow(run)
            read_source(run, connector, again, progress, total)
            return run.count, run.rejects.file if run.count.rejected else None


def read_source(run: Run, connector: Connector, again: Path | None, progress: Progress, total: Progress) -> None:
    source = run.source
    reading = (
        connector.again(source.location, source.name, rejected_before(again))
        if again
        else connector.read(source.location, source.name, source.cursor)
    )
    run.is_partial = again is not None
    run.count.notes += reading.notes
    if reading.total is not None:
        total(reading.total)
    read_all(run, reading, progress)
    if reading.about is not None:
        take_blog(run, reading, progress)
    if reading.wiki is not None:
        take_wiki(run, reading.wiki, progress)
    if reading.cursor is not None:
        Source.objects.filter(pk=source.pk).update(cursor=dict(reading.cursor))


def preview(source: Source, connector: Connector, *, override: bool, told: Callable[[Plan | Reject], None]) -> Count:
    """What an import would do; nothing is written. `told` hears of each person that a list would change."""
    reading, at = connector.read(source.location, source.name, source.cursor), now()
    count = Count()
    count.notes += reading.notes
    for batch in batches(reading.colleagues):
        for plan in planned(source, batch, at, override=override):
            tally(count, plan)
            count.rejected += isinstance(plan, Reject)
            told(plan)
    preview_blog(source, reading, count, told)
    if reading.wiki is not None:
        foresee_wiki(source, reading.wiki, count)
    for records in batches(reading.records):
        good = [one for one in records if isinstance(one, Record)]
        known = dict(
            Origin.objects.filter(source=source.pk, key__in=[one.key for one in good]).values_list("key", "digest")
        )
        count.read += len(records)
        count.rejected += len(records) - len(good)
        count.new += sum(one.key not in known for one in good)
        count.unchanged += (same := sum(known.get(one.key) == one.digest() for one in good))
        count.changed += sum(one.key in known for one in good) - same
        for one in records:
            if isinstance(one, Reject):
                told(one)
    return count


def preview_blog(source: Source, reading: Reading, count: Count, told: Callable[[Plan | Reject], None]) -> None:
    rows = Carried.objects.filter(source=source.pk) if source.pk else Carried.objects.none()
    known = dict(rows.values_list("key", "digest"))
    for fate, one in foreseen(reading, known):
        count.read += 1 + len(getattr(one, "remarks", ()))
        if isinstance(one, Reject):
            count.rejected += 1
            told(one)
            continue
        said = [f"comment:{each.key}" in known for each in getattr(one, "remarks", ())]
        count.new += (fate == "new") + said.count(False)
        count.unchanged += (fate == "known") + said.count(True)


def rejected_before(file: Path) -> Iterator[Any]:
    """The records of a reject file, as they were or mended."""
    if not file.is_file():
        raise BadRecord(_("%(file)s is not there any more."), file=file.name)
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield json.loads(line)["record"]
            except (ValueError, KeyError, TypeError):
                raise BadRecord(f"{file}, line {number}: not a line of a reject file") from None


def read_all(run: Run, reading: Reading, progress: Progress) -> None:
    for batch in batches(reading.people):
        take_people(run, batch)
    take_list(run, reading.colleagues, progress)
    take_list(run, reading.colleagues, progress)
    for records in batches(reading.records):
        run.count.read += len(records)
        take_records(run, list(readable(run, records)))
        progress(len(records))


def readable(run: Run, records: Iterable[Record | Reject]) -> Iterator[Record]:
    """The records that can be taken in; the others go to the reject file."""
    for record in records:
        if isinstance(record, Reject):
            run.rejects.add(record)
        elif not 0 < len(record.key) <= KEY:
            run.rejects.add(Reject(f"an id has 1 to {KEY} characters", record.key[:KEY], record.raw))
        elif hash(record.key) in run.seen:
            run.rejects.add(Reject("this id stands twice in the source", record.key, record.raw))
        else:
            run.seen.add(hash(record.key))
            yield record


@transaction.atomic
def take_people(run: Run, batch: Sequence[Person | Reject]) -> None:
    good = [one for one in batch if isinstance(one, Person)]
    for one in batch:
        if isinstance(one, Reject):
            run.rejects.add(one)
    recognise(good)
    known = know(one.handle for one in good)
    ids = {one.handle.key: known[one.handle.key] for one in good}
    also_known_as({alias: id_ for one in good for alias in one.aliases if (id_ := ids[one.handle.key])})
    hidden = [id_ for one in good if not one.ranked and (id_ := ids[one.handle.key])]
    for person in KnownPerson.objects.filter(pk__in=hidden, withheld=None):
        people.withhold(person=person, by=None, at=run.at)


def recognise(people: Sequence[Person]) -> None:
    """Somebody met before under an alias only is that same person, not a new one."""
    met = find(handle for one in people for handle in (one.handle, *one.aliases))
    also_known_as(
        {
            one.handle: person
            for one in people
            if one.handle.key not in met
            for person in [next((met[alias.key] for alias in one.aliases if alias.key in met), None)]
            if person
        }
    )


def take_records(run: Run, records: Sequence[Record]) -> None:
    """A batch in one transaction; if the database refuses it, one record at a time, to find the one it refuses."""
    before = (run.count.new, run.count.changed, run.count.unchanged)
    try:
        with transaction.atomic():
            take_batch(run, records)
    except (DatabaseError, ValueError) as refusal:
        run.count.new, run.count.changed, run.count.unchanged = before
        if len(records) == 1:
            run.rejects.add(Reject(f"the database refused it: {refusal}", records[0].key, records[0].raw))
            return
        for record in records:
            take_records(run, [record])


def take_batch(run: Run, records: Sequence[Record]) -> None:
    keys = [record.key for record in records]
    known = {
        key: (thing, digest)
        for key, thing, digest in Origin.objects.filter(source=run.source, key__in=keys).values_list(
            "key", "thing_id", "digest"
        )
    }
    digests = {record.key: record.digest() for record in records}
    fresh = [record for record in records if known.get(record.key, (0, ""))[1] != digests[record.key]]
    run.count.unchanged += len(records) - len(fresh)
    ids = know(handle for record in fresh for handle, _role in record.people)
    drafts = {record.key: draft for record in fresh if (draft := draft_of(run, record, ids)) is not None}
    new = [record for record in fresh if record.key in drafts and record.key not in known]
    changed = [record for record in fresh if record.key in drafts and record.key in known]
    things = dict(zip([one.key for one in new], publish([drafts[one.key] for one in new]), strict=True))
    insert_rows(
        Origin,
        ("source", "key", "thing", "digest"),
        [(run.source.pk, key, id_, digests[key]) for key, id_ in things.items()],
    )
    if changed:
        revise({known[one.key][0]: replace(drafts[one.key], at=changed_at(run, one)) for one in changed})
        Origin.objects.bulk_update(
            [
                Origin(pk=pk, digest=digests[key])
                for pk, key in Origin.objects.filter(
                    source=run.source, key__in=[one.key for one in changed]
                ).values_list("pk", "key")
            ],
            ["digest"],
            batch_size=200,
        )
    refer(run.source, {things.get(one.key) or known[one.key][0]: one for one in (*new, *changed)}, things)
    run.count.new += len(new)
    run.count.changed += len(changed)


def changed_at(run: Run, record: Record) -> datetime:
    return record.changed_at or record.at or run.at


def draft_of(run: Run, record: Record, ids: Mapping[tuple[str, str, str], int | None]) -> Draft | None:
    """The record as a draft; None, and a reject, where everybody who made it asked to be forgotten."""
    credited = [(id_, role) for handle, role in record.people if (id_ := ids[handle.key])]
    made = any(role in MAKERS for _handle, role in record.people)
    if made and not any(role in MAKERS for _id, role in credited):
        run.rejects.add(Reject("whoever made it asked to be forgotten here", record.key, record.raw))
        return None
    return Draft(
        kind=record.kind,
        public=run.source.public_id,
        title=record.title,
        text=record.text,
        at=record.at or run.at,
        people=credited,
        tags=record.tags,
        language=record.language,
        score=record.score,
        accepted=record.accepted,
    )
