"""What is done in a wiki: found a space, write a page, save it, put it elsewhere in the tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sociable.kit.databases import one_line, text_to_stored
from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.models import Public
from sociable.publics.readers import may_look_after, may_publish_in, reader_for
from sociable.rooms.wiki.merge import Conflict, Merged, merge
from sociable.rooms.wiki.models import ADDRESS, TITLE, FormerName, Guard, Page, Reference, Space
from sociable.rooms.wiki.names import key_of, slug_of
from sociable.rooms.wiki.pages import above, named_in
from sociable.rooms.wiki.shares import credits_now
from sociable.things.files import attach
from sociable.things.models import Contribution, Link, Tagging, Thing, Version
from sociable.things.origins import NOTHING, Origin, credit
from sociable.things.verbs import Draft, add_links, publish, revise

KIND = "page"


class Collision(Exception):
    """What was written and what was saved meanwhile contradict each other; nothing was saved."""

    def __init__(self, merged: Merged, title: str, text: str, theirs: Version) -> None:
        super().__init__(_("Somebody else changed the same passage. Nothing is lost: choose what should stand."))
        self.merged, self.title, self.text, self.theirs = merged, title, text, theirs

    @property
    def conflicts(self) -> Sequence[Conflict]:
        return self.merged.conflicts


@dataclass(frozen=True, slots=True)
class Saved:
    """A page as it stands now; whether others' changes were joined, and whether there was anything to save."""

    page: Page
    joined: bool = False
    changed: bool = True


@transaction.atomic
def found_space(*, name: str, public: Public, by: Person, at: datetime, slug: str = "") -> Space:
    """Founds a space of the wiki before a public; whoever founds it answers for it."""
    words = one_line(text_to_stored(name))[:120]
    address = (slug or slug_of(words))[:80]
    if not words or not address.isascii():
        raise Refused(_("Say what the space is called, in letters an address may have."))
    if not may_publish_in(reader_for(by), public):
        raise Refused(_("You may not write for %(public)s.") % {"public": public})
    if Space.objects.filter(slug=address).exists():
        raise Refused(_("There is a space of that name already."))
    space = Space.objects.create(slug=address, name=words, public=public, owner=by, at=at)
    record([Act("sociable:Found", at, by.pk, public=public.pk, detail={"space": space.pk})])
    return space


@transaction.atomic
def write(
    *,
    space: Space,
    title: str,
    text: str,
    by: Person,
    at: datetime,
    parent: Page | None = None,
    tags: Sequence[str] = (),
    origin: Origin = NOTHING,
) -> Page:
    """Writes a new page; links that waited for it lead to it from now on. Made of others' words, it names them."""
    refuse_strangers(space, by)
    words = checked_title(title)
    refuse_taken(space, words)
    draft = Draft(
        kind=KIND,
        public=space.public_id,
        title=words,
        text=text_to_stored(text),
        at=at,
        people=origin.with_maker(by),
        tags=tags,
        cites=[*origin.things, *cites_of(text, space)],
    )
    thing = Thing.objects.get(pk=publish([draft])[0])
    page = Page.objects.create(
        thing=thing, space=space, key=key_of(words), slug=free_slug(space, words), parent=parent, owner=by
    )
    refer(page, text)
    attach(thing=thing, text=text, by=by, at=at)
    cite_from_those_waiting(page)
    credit(thing, origin, by, at)
    return page


@transaction.atomic
def adopt(*, thing: Thing, space: Space, by: Person, at: datetime, parent: Page | None = None) -> Page:
    """Makes a thing that is for the space's public a page of it, with the history and the people it has."""
    refuse_strangers(space, by)
    if thing.public_id != space.public_id or thing.withdrawn_at or Page.objects.filter(pk=thing.pk).exists():
        raise Refused(_("“%(title)s” cannot become a page of this space.") % {"title": thing.title})
    words = checked_title(thing.title)
    refuse_taken(space, words)
    page = Page.objects.create(
        thing=thing, space=space, key=key_of(words), slug=free_slug(space, words), parent=parent, owner=by
    )
    refer(page, Version.objects.values_list("text", flat=True).get(thing=thing, number=thing.revision))
    cite_from_those_waiting(page)
    under = {"under": parent.pk if parent else 0}
    record([Act("sociable:Place", at, by.pk, page.pk, None, space.public_id, under)])
    return page


@transaction.atomic
def save(*, page: Page, title: str, text: str, base: int, by: Person, at: datetime, accepted: bool = False) -> Saved:
    """Saves a page that was read as its version `base`. What others saved meanwhile is joined, never overwritten.

    Raises Collision where both changed the same passage. `accepted`: whoever answers for the page agreed.
    """
    refuse_strangers(page.space, by)
    if not accepted and Guard.objects.filter(page=page).exists():
        refuse_others(page, by)
    thing = Thing.objects.select_for_update().get(pk=page.pk)
    page = Page.objects.select_related("space").get(pk=page.pk)
    page.thing = thing
    if thing.withdrawn_at:
        raise Refused(_("This page was withdrawn meanwhile."))
    versions = {one.number: one for one in Version.objects.filter(thing=thing, number__in={base, thing.revision})}
    if base not in versions:
        raise Refused(_("There is no version %(number)s of this page.") % {"number": base})
    current = versions[thing.revision]
    words, merged = joined(versions[base], current, title, text)
    if (words, merged.text) == (current.title, current.text):
        return Saved(page, changed=False)
    if key_of(words) != page.key:
        rename(page, words, at)
    revise({page.pk: draft_of(page, words, current.text, merged.text, by, at)}, by=by.pk)
    record(hand_in(page, by, at))
    refer(page, merged.text)
    attach(thing=thing, text=merged.text, by=by, at=at)
    page.thing.refresh_from_db()
    return Saved(page, joined=base != current.number)


def joined(base: Version, current: Version, title: str, text: str) -> tuple[str, Merged]:
    """Title and text with what was saved meanwhile."""
    mine = tidy(text)
    words = checked_title(title)
    if base.number == current.number:
        return words, Merged(mine)
    merged = merge(tidy(base.text), mine, tidy(current.text))
    merged = Merged(merged.text.strip("\n"), merged.conflicts)
    titles = {base.title, current.title, words}
    if merged.conflicts or len(titles) == 3:
        raise Collision(merged, words, mine, current)
    return (current.title if words == base.title else words), merged


def tidy(text: str) -> str:
    return text_to_stored(text).replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def draft_of(page: Page, title: str, before: str, text: str, by: Person, at: datetime) -> Draft:
    """The page as it will stand, with the tags it has and those who wrote what will stand in it."""
    return Draft(
        kind=KIND,
        public=page.thing.public_id,
        title=title,
        text=text,
        at=at,
        people=credits_now(page.thing, before, text, by),
        tags=list(Tagging.objects.filter(thing=page.pk).values_list("tag__name", flat=True)),
        score=page.thing.score,
        accepted=page.thing.accepted,
        cites=[*made_of(page), *(one for one in cites_of(text, page.space) if one != page.pk)],
    )


def made_of(page: Page) -> list[int]:
    """What the page builds on without naming it: threads it was made of, papers it came with."""
    return list(Link.objects.filter(source=page.pk).exclude(target__kind=KIND).values_list("target", flat=True))


def hand_in(page: Page, by: Person, at: datetime) -> list[Act]:
    """That whoever saved had a hand in the page, now, in the role they have: what they know of it is fresh."""
    roles = Contribution.objects.filter(thing=page.pk, person=by).order_by("pk").values_list("role_id", flat=True)
    public = page.thing.public_id
    return [Act("sociable:Contribute", at, by.pk, page.pk, None, public, {"role": role}) for role in roles]


def rename(page: Page, title: str, at: datetime) -> None:
    """Calls a page otherwise. What it was called leads to it still."""
    refuse_taken(page.space, title)
    FormerName.objects.create(page=page, space=page.space, key=page.key, slug=page.slug, at=at)
    page.key, page.slug = key_of(title), free_slug(page.space, title, page)
    page.save(update_fields=["key", "slug"])


@transaction.atomic
def put_under(*, page: Page, parent: Page | None, by: Person, at: datetime) -> Page:
    """Puts a page under another of its space, or at the top."""
    refuse_strangers(page.space, by)
    if parent is not None and (parent.space_id != page.space_id or page in (parent, *above(parent))):
        raise Refused(_("A page does not stand under itself, nor in another space."))
    page.parent = parent
    page.save(update_fields=["parent"])
    record(
        [Act("sociable:Place", at, by.pk, page.pk, None, page.space.public_id, {"under": parent.pk if parent else 0})]
    )
    return page


def refer(page: Page, text: str) -> None:
    """Notes which pages a text links to, there or not."""
    found = named_in(text, page.space).values()
    rows = {(one.space.pk, key_of(one.title)): one.title[:TITLE] for one in found if key_of(one.title)}
    page.references.all().delete()
    Reference.objects.bulk_create(
        [Reference(page=page, space_id=space, key=key, title=title) for (space, key), title in rows.items()]
    )


def cites_of(text: str, space: Space) -> list[int]:
    return [one.page.page for one in named_in(text, space).values() if one.page]


def cite_from_those_waiting(page: Page) -> None:
    """Pages that linked to this one before it was there cite it from now on."""
    waiting = Reference.objects.filter(space=page.space, key=page.key).exclude(page=page)
    waiting = waiting.exclude(page__thing__cites__target=page.pk)
    add_links({source: [page.pk] for source in waiting.values_list("page", flat=True)})


def refuse_strangers(space: Space, by: Person) -> None:
    if not may_publish_in(reader_for(by), space.public):
        raise Refused(_("You may not write in this space."))


def refuse_others(page: Page, by: Person) -> None:
    """Only who answers for a page, or for its space, decides about it."""
    reader = reader_for(by)
    if not (may_look_after(reader, page.owner_id) or may_look_after(reader, page.space.owner_id)):
        raise Refused(_("Only who answers for this page does that."))


def checked_title(title: str) -> str:
    words = one_line(text_to_stored(title))
    if not words or not key_of(words):
        raise Refused(_("A page needs a title."))
    if len(words) > TITLE or set("[]|#") & set(words):
        raise Refused(_("A title has at most %(most)s characters, and none of [ ] | #.") % {"most": TITLE})
    return words


def refuse_taken(space: Space, title: str) -> None:
    if Page.objects.filter(space=space, key=key_of(title)).exists():
        raise Refused(_("There is a page “%(title)s” in this space already.") % {"title": title})


def free_slug(space: Space, title: str, mine: Page | None = None) -> str:
    """The title's address, with a number behind it where another page stands there."""
    wanted = slug_of(title)[: ADDRESS - 10]
    others = Page.objects.filter(space=space, slug__startswith=wanted)
    taken = set((others.exclude(pk=mine.pk) if mine else others).values_list("slug", flat=True))
    return next(one for one in (wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)
