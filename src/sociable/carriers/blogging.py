"""Taking in a blog that was elsewhere: its files, its posts with their states and addresses, what was said of them.

Idempotent and resumable as all imports are: each file, post and comment has its row (`Carried`), written in the same
transaction. What was changed here since stays as it is here.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils.translation import gettext_noop as _

from sociable.carriers import remarks
from sociable.carriers.articles import Article, Brought
from sociable.carriers.articles import digest as digest_of
from sociable.carriers.crossing import Crossing, attach_files, take_file, with_files
from sociable.carriers.models import Carried
from sociable.carriers.record import BadRecord, Note, Reading, Reject
from sociable.carriers.run import Progress, Run
from sociable.people.identities import know
from sociable.people.verbs import Refused
from sociable.publics.models import Public
from sociable.rooms.blogs.arriving import Arrival, arrive, renew
from sociable.rooms.blogs.drafting import Words
from sociable.rooms.blogs.models import Blog, Copy, Post, State
from sociable.rooms.blogs.verbs import Masthead, open_blog

BATCH = 50
"""Posts of one transaction, with what was said of them."""


def take_blog(run: Run, reading: Reading, progress: Progress) -> None:
    """Brings a blog in step with a source."""
    crossing = Crossing(run, blog_for(run, reading.about or {}))
    for file in reading.files:
        run.count.read += 1
        take_file(crossing, file)
        progress(1)
    articles = iter(reading.articles)
    while batch := list(islice(articles, BATCH)):
        for one in batch:
            if isinstance(one, Reject):
                run.count.read += 1
                run.rejects.add(one)
        found = [one for one in batch if isinstance(one, Article)]
        take_articles(crossing, found)
        progress(sum(1 + len(one.remarks) for one in found))
    tie_translations(crossing)
    if crossing.apart:
        run.count.notes.append(Note(_("posts changed here since, and left so: %(count)s"), count=crossing.apart))


def blog_for(run: Run, about: Mapping[str, Any]) -> Blog:
    """The blog of the source: the one of its name, or a new one, which belongs to whoever brings it."""
    name = run.source.name
    found = Blog.objects.filter(slug=name).first() or Blog.objects.filter(name=name).first()
    if found is not None:
        run.source.public_id = found.public_id
        run.source.save(update_fields=["public"])
        return found
    if run.by is None:
        raise BadRecord(_("There is no blog %(name)s yet. Say whose it is to be: --as PERSON."), name=name)
    languages = " ".join({about.get("languages", "")} & {code for code, _name in settings.LANGUAGES})
    masthead = Masthead(name, about.get("about", ""), languages, Blog.Comments.PUBLIC)
    try:
        return open_blog(masthead=masthead, public=Public.objects.get(pk=run.source.public_id), by=run.by, at=run.at)
    except Refused as reason:
        raise BadRecord(str(reason)) from None


def take_articles(crossing: Crossing, batch: Sequence[Article]) -> None:
    """A batch in one transaction; if the database refuses it, one post at a time, to find the one it refuses."""
    run = crossing.run
    before = (run.count.read, run.count.new, run.count.changed, run.count.unchanged)
    try:
        with transaction.atomic():
            take_batch(crossing, batch)
    except (DatabaseError, ValueError) as refusal:
        run.count.read, run.count.new, run.count.changed, run.count.unchanged = before
        if len(batch) == 1:
            run.rejects.add(Reject(f"the database refused it: {refusal}", f"item {batch[0].key}", batch[0].raw))
            return
        for one in batch:
            take_articles(crossing, [one])


def take_batch(crossing: Crossing, batch: Sequence[Article]) -> None:
    run, keys = crossing.run, [f"post:{one.key}" for one in batch]
    known = {one.key: one for one in Carried.objects.filter(source=run.source, key__in=keys).select_related("post")}
    people = know(
        {
            handle.key: handle
            for one in batch
            for handle in (*(handle for handle, _role in one.people), *(said.by for said in one.remarks if said.by))
        }.values()
    )
    new: list[tuple[Article, Arrival, str]] = []
    for one in batch:
        run.count.read += 1
        arrival = arrival_of(crossing, one, people)
        if arrival is None:
            run.rejects.add(Reject("whoever made it asked to be forgotten here", f"item {one.key}", one.raw))
            continue
        digest = digest_of(one.digest(), arrival.words.text)
        row = known.get(f"post:{one.key}")
        if one.original:
            crossing.originals[one.key] = one.original
        if row is None:
            new.append((one, arrival, digest))
        elif row.digest == digest:
            run.count.unchanged += 1
        else:
            change(crossing, row, one, arrival, digest)
    settle_new(crossing, new)
    remarks.take_remarks(run, batch, people, crossing.blog)


def settle_new(crossing: Crossing, new: Sequence[tuple[Article, Arrival, str]]) -> None:
    run = crossing.run
    posts = arrive(blog=crossing.blog, arrivals=[arrival for _one, arrival, _digest in new], at=run.at)
    rows = []
    for post, (one, arrival, digest) in zip(posts, new, strict=True):
        attach_files(crossing, post, arrival)
        rows.append(
            Carried(
                source=run.source,
                key=f"post:{one.key}",
                digest=digest,
                post=post,
                revision=revision_of(post),
                kept=dict(one.kept),
            )
        )
    Carried.objects.bulk_create(rows)
    run.count.new += len(rows)


def change(crossing: Crossing, row: Carried, one: Article, arrival: Arrival, digest: str) -> None:
    """Brings over what changed there, unless it changed here, or is gone here."""
    run, post = crossing.run, row.post
    if post is None:
        run.count.unchanged += 1
        return
    goes_back = post.state == State.PUBLISHED and arrival.state not in (State.PUBLISHED, State.WITHDRAWN)
    if row.revision != revision_of(post) or post.state == State.WITHDRAWN or goes_back:
        crossing.apart += 1
        run.count.unchanged += 1
        return
    renew(post=post, arrival=arrival, at=run.at)
    attach_files(crossing, post, arrival)
    Carried.objects.filter(pk=row.pk).update(digest=digest, revision=revision_of(post), kept=dict(one.kept))
    run.count.changed += 1


def revision_of(post: Post) -> int:
    """Of its thing, where it is one; of the draft else."""
    thing = Copy.objects.filter(post=post).order_by("pk").values_list("thing__revision", flat=True).first()
    return thing or post.revision


def arrival_of(crossing: Crossing, one: Article, people: Mapping[tuple[str, str, str], int | None]) -> Arrival | None:
    """The post with its people and its files found; None where everybody who made it asked to be forgotten."""
    hands = [(id_, role) for handle, role in one.people if (id_ := people[handle.key])]
    if one.people and not hands:
        return None
    is_late = one.state == State.SCHEDULED and (one.due is None or one.due <= crossing.run.at)
    return Arrival(
        words=Words(one.title, with_files(crossing, one.text), one.language, "", one.summary),
        state=State.PUBLISHED if is_late else one.state,
        at=one.at,
        people=hands,
        tags=one.tags,
        changed_at=one.changed_at,
        due=None if is_late else one.due,
        why=one.why,
        slugs=one.slugs,
        formers=one.formers,
        is_pinned=one.is_pinned,
    )


def tie_translations(crossing: Crossing) -> None:
    """What is a translation knows of what, once both are here."""
    wanted = {*crossing.originals, *crossing.originals.values()}
    rows = Carried.objects.filter(source=crossing.run.source, key__in=[f"post:{one}" for one in wanted])
    posts = {row.key.removeprefix("post:"): row.post_id for row in rows}
    for one, original in crossing.originals.items():
        pair = posts.get(one), posts.get(original)
        if pair[0] is not None and pair[1] is not None:
            Post.objects.filter(pk=pair[0], original=None).update(original=pair[1])


def foreseen(reading: Reading, known: Mapping[str, str]) -> Iterator[tuple[str, Article | Brought | Reject]]:
    """What an import would do with each file and post: new, known or rejected."""
    for file in reading.files:
        yield ("rejected" if isinstance(file, Reject) else "known" if f"file:{file.key}" in known else "new"), file
    for one in reading.articles:
        yield ("rejected" if isinstance(one, Reject) else "known" if f"post:{one.key}" in known else "new"), one
