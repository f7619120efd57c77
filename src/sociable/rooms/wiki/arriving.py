"""Pages that were written elsewhere, as they take their place in a space: every version by its author, on its day."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.rooms.wiki.models import FormerName, Page, Reference, Space
from sociable.rooms.wiki.names import key_of, slug_of
from sociable.rooms.wiki.shares import RISING, role_for
from sociable.rooms.wiki.verbs import (
    KIND,
    checked_title,
    cite_from_those_waiting,
    cites_of,
    free_slug,
    refer,
    refuse_taken,
    rename,
    tidy,
)
from sociable.things.authorship import Run, follow, next_runs
from sociable.things.difference import difference
from sociable.things.models import Authorship, Contribution, Link, Tagging, Thing, Version
from sociable.things.past import Past, go_through
from sociable.things.verbs import Draft, add_links, add_tags, change_of_people, publish
from sociable.things.words import MAKERS, role_ids


@transaction.atomic
def arrive(*, space: Space, title: str, first: Past) -> Page:
    """Gives a page that was written elsewhere its place in a space, with what it said first."""
    words = checked_title(title)
    refuse_taken(space, words)
    draft = Draft(
        kind=KIND,
        public=space.public_id,
        title=words,
        text=tidy(first.text),
        at=first.at,
        people=[(first.by, "author")] if first.by else [],
    )
    thing = Thing.objects.get(pk=publish([draft])[0])
    page = Page.objects.create(
        thing=thing, space=space, key=key_of(words), slug=free_slug(space, words), owner_id=first.by
    )
    cite_from_those_waiting(page)
    return page


@transaction.atomic
def go_on(*, page: Page, past: Sequence[Past]) -> Page:
    """Gives a page the versions it had elsewhere after the one that stands, and credits those who wrote them."""
    thing = Thing.objects.select_for_update().get(pk=page.pk)
    page.thing = thing
    past = [Past(tidy(one.text), one.at, one.by) for one in past]
    kept = follow(thing)
    while kept.revision < thing.revision:
        kept = follow(thing)
    text = Version.objects.values_list("text", flat=True).get(thing=thing, number=thing.revision)
    credits_ = dict(Contribution.objects.filter(thing=thing).order_by("-pk").values_list("person", "role__name"))
    runs, acts = kept.runs, list[Act]()
    roles = role_ids((*RISING, *credits_.values()))
    for one in past:
        runs, text = next_runs(runs, difference(text, one.text), one.by or 0), one.text
        if one.by:
            credits_[one.by] = risen(credits_.get(one.by), runs, one.by)
            role = {"role": roles[credits_[one.by]]}
            acts.append(Act("sociable:Contribute", one.at, one.by, thing.pk, None, thing.public_id, role))
    go_through(thing=thing, past=past)
    Authorship.objects.filter(pk=thing.pk).update(revision=thing.revision, runs=runs)
    draft = Draft(KIND, thing.public_id, thing.title, text, past[-1].at, people=list(credits_.items()))
    record([*change_of_people({thing.pk: draft}), *acts])
    return page


def risen(had: str | None, runs: Sequence[Run], who: int) -> str:
    """The role of somebody by how much of what stands is theirs; none is ever lower than before."""
    if had in MAKERS or (had and had not in RISING):
        return had
    words = sum(count for _person, count in runs)
    now = role_for(sum(count for person, count in runs if person == who) / max(1, words))
    return now if had is None or RISING.index(now) > RISING.index(had) else had


@transaction.atomic
def settle(*, page: Page, title: str, tags: Sequence[str], at: datetime) -> Page:
    """Brings a page's name, its tags and its links in step with what it says by now."""
    words = checked_title(title)
    if key_of(words) != page.key:
        rename(page, words, at)
        Thing.objects.filter(pk=page.pk).update(title=words)
    text = Version.objects.values_list("text", flat=True).get(thing=page.pk, number=page.thing.revision)
    refer(page, text)
    Link.objects.filter(source=page.pk).delete()
    add_links({page.pk: cites_of(text, page.space)})
    if set(Tagging.objects.filter(thing=page.pk).values_list("tag__name", flat=True)) != set(tags):
        Tagging.objects.filter(thing=page.pk).delete()
        add_tags({page.pk: tags})
    return page


@transaction.atomic
def place(*, page: Page, parent: Page, at: datetime) -> Page:
    """Puts a page that came from elsewhere under the one it stood under there."""
    Page.objects.filter(pk=page.pk).update(parent=parent)
    record([Act("sociable:Place", at, None, page.pk, None, page.space.public_id, {"under": parent.pk})])
    return page


@transaction.atomic
def lead(*, page: Page, names: Collection[str], at: datetime) -> int:
    """Lets names under which a page was found elsewhere lead to it, and links that say so. Returns how many are new."""
    wanted = {key_of(name): slug_of(name) for name in names if key_of(name)}
    taken = Page.objects.filter(space=page.space, key__in=wanted).values_list("key", flat=True)
    known = FormerName.objects.filter(page=page, key__in=wanted).values_list("key", flat=True)
    new = wanted.keys() - {*taken, *known}
    FormerName.objects.bulk_create(
        [FormerName(page=page, space=page.space, key=key, slug=wanted[key], at=at) for key in sorted(new)]
    )
    waiting = Reference.objects.filter(space=page.space, key__in=new).exclude(page=page)
    waiting = waiting.exclude(page__thing__cites__target=page.pk)
    add_links({source: [page.pk] for source in waiting.values_list("page", flat=True).distinct()})
    return len(new)


def owner_by_default(page: Page, owner: Person | None) -> None:
    """A page that nobody is known to have begun is answered for by whoever brought it."""
    if page.owner_id is None and owner is not None:
        Page.objects.filter(pk=page.pk).update(owner=owner)
