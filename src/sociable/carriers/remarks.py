"""Taking in what was said of posts from elsewhere: each comment under what it answers, shown or not as there."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sociable.carriers.articles import Article, Remark
from sociable.carriers.models import Carried
from sociable.carriers.record import Reject
from sociable.carriers.run import Run
from sociable.responses.comments.arriving import Arrival, arrive, let_in
from sociable.responses.comments.verbs import let_outsiders_in
from sociable.rooms.blogs.models import Blog, Copy
from sociable.things.models import Thing

People = Mapping[tuple[str, str, str], int | None]


def take_remarks(run: Run, batch: Sequence[Article], people: People, blog: Blog) -> None:
    """Those of a batch of posts, which are here by now."""
    rows = Carried.objects.filter(source=run.source, key__in=[f"post:{one.key}" for one in batch])
    posts = {row.key: row.post_id for row in rows}
    copies = Copy.objects.filter(post__in=posts.values()).order_by("-pk").select_related("thing")
    things = {one.post_id: one.thing for one in copies}
    waiting: list[tuple[Remark, Thing]] = []
    for one in batch:
        thing = things.get(posts.get(f"post:{one.key}") or 0)
        run.count.read += len(one.remarks)
        if thing is None:
            reject_all(run, one)
            continue
        if one.is_open and blog.comments == Blog.Comments.PUBLIC:
            let_outsiders_in(thing=thing, by=None, at=run.at)
        waiting += [(said, thing) for said in one.remarks]
    settle(run, waiting, people)


def reject_all(run: Run, article: Article) -> None:
    for said in article.remarks:
        reason = "what it was said of stands before nobody here"
        run.rejects.add(Reject(reason, f"comment {said.key}", {"text": said.text, "post": article.title}))


def settle(run: Run, waiting: Sequence[tuple[Remark, Thing]], people: People) -> None:
    """The new ones level by level, for an answer needs what it answers; then what changed."""
    keys = [f"comment:{said.key}" for said, _thing in waiting]
    known = {one.key: one for one in Carried.objects.filter(source=run.source, key__in=keys).select_related("thing")}
    places = {key: one.thing_id for key, one in known.items() if one.thing_id}
    here = {said.key for said, _thing in waiting}
    new = []
    for said, thing in waiting:
        row = known.get(f"comment:{said.key}")
        if row is None:
            new.append((said, thing))
        else:
            bring_over(run, row, said, run.at)
    while new:
        ready = [(said, thing) for said, thing in new if is_ready(said, here, places)] or new
        places |= take_level(run, ready, people, places)
        done = {said.key for said, _thing in ready}
        new = [(said, thing) for said, thing in new if said.key not in done]


def is_ready(said: Remark, here: set[str], places: Mapping[str, int]) -> bool:
    """Whether what it answers is here, or will never be."""
    return said.under is None or said.under not in here or f"comment:{said.under}" in places


def take_level(
    run: Run, level: Sequence[tuple[Remark, Thing]], people: People, places: Mapping[str, int]
) -> dict[str, int]:
    ready = []
    for said, thing in level:
        by = people[said.by.key] if said.by else None
        if said.by and by is None:
            run.rejects.add(Reject("whoever made it asked to be forgotten here", f"comment {said.key}", {}))
        else:
            ready.append((said, arrival_of(said, by, places.get(f"comment:{said.under}", thing.pk), thing.public_id)))
    ids = arrive(arrivals=[arrival for _said, arrival in ready])
    found = {f"comment:{said.key}": id_ for (said, _arrival), id_ in zip(ready, ids, strict=True)}
    digests = {f"comment:{said.key}": said.digest() for said, _arrival in ready}
    Carried.objects.bulk_create(
        [Carried(source=run.source, key=key, digest=digests[key], thing_id=id_) for key, id_ in found.items()]
    )
    run.count.new += len(found)
    return found


def arrival_of(said: Remark, by: int | None, on: int, public: int) -> Arrival:
    return Arrival(on=on, public=public, text=said.text, at=said.at, by=by, guest=said.guest, state=said.state)


def bring_over(run: Run, row: Carried, said: Remark, at: datetime) -> None:
    """What waited there and was let in since is let in here; words of comments stay as they came."""
    if row.digest == said.digest() or row.thing is None:
        run.count.unchanged += 1
        return
    if said.state == "shown":
        let_in(comment=row.thing, at=at)
    Carried.objects.filter(pk=row.pk).update(digest=said.digest())
    run.count.changed += 1
