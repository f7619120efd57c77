"""What is done to things: publish, revise, withdraw, move, erase.

All take many at a time: one thing is a batch of one, and an import is the same act as a person's, a million times.
State and acts are written in one transaction, the caller's or this one's.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from sociable.kit.databases import as_stored, insert_rows, one_line, reserve_ids, text_to_stored
from sociable.ledger.acts import Act, record
from sociable.people.models import Person
from sociable.people.verbs import forget, id_of
from sociable.publics.circles import forget_in_circles
from sociable.things.authorship import follow_all
from sociable.things.erasing import FORGETTING, made_alone
from sociable.things.language import language_of
from sociable.things.models import Attachment, Contribution, File, Link, Tagging, Thing, Unsaved, Version
from sociable.things.words import MAKERS, role_ids, tag_ids

FOLLOWING = ("answer", "comment", "note")
"""Kinds that stand, as replies, before the public of what they answer, wherever that goes."""

TITLE = 500
CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A thing as somebody wants it to stand. `people` says who stands behind it: (person's id, role)."""

    kind: str
    public: int
    title: str
    text: str
    at: datetime
    people: Sequence[tuple[int, str]] = ()
    tags: Sequence[str] = ()
    language: str | None = None
    reply_to: int | None = None
    score: int = 0
    accepted: bool = False
    cites: Sequence[int] = field(default=())

    def cut(self) -> tuple[str, str]:
        """Title and text as the database can hold them; a title that is too long goes on in the text."""
        title, text = text_to_stored(one_line(self.title)), text_to_stored(self.text)
        if len(title) > TITLE:
            title, text = title[: TITLE - 1] + "…", f"{title}\n\n{text}"
        return title, text

    def spoken(self) -> str:
        """The language said, or else detected."""
        return self.language if self.language is not None else language_of(f"{self.title} {self.text[:300]}")


def credits_of(drafts: Iterable[Draft]) -> dict[str, int]:
    return role_ids({role for draft in drafts for _person, role in draft.people})


def act_for(role: str) -> str:
    return "Create" if role in MAKERS else "sociable:Contribute"


@transaction.atomic
def publish(drafts: Sequence[Draft]) -> list[int]:
    """Puts new things before their publics, each with its first version. Returns their ids, in the same order."""
    roles = credits_of(drafts)
    things = reserve_ids(Thing, len(drafts))
    versions = reserve_ids(Version, len(drafts))
    texts = [draft.cut() for draft in drafts]
    rows = list(zip(things, versions, drafts, texts, strict=True))
    insert_rows(
        Thing,
        (
            *("id", "kind", "public", "title", "language", "reply_to"),
            *("revision", "published_at", "changed_at", "score", "accepted"),
        ),
        [
            (id_, one.kind[:40], one.public, title, one.spoken(), one.reply_to, 1, at, at, one.score, one.accepted)
            for id_, _version, one, (title, _text) in rows
            for at in (as_stored(one.at),)
        ],
    )
    insert_rows(
        Version,
        ("id", "thing", "number", "title", "text", "at"),
        [(version, id_, 1, title, text, as_stored(one.at)) for id_, version, one, (title, text) in rows],
    )
    insert_rows(
        Contribution,
        ("thing", "person", "role"),
        [
            (id_, person, roles[role[:40]])
            for id_, _version, one, _text in rows
            for person, role in dict.fromkeys(one.people)
        ],
    )
    add_tags({id_: one.tags for id_, _version, one, _text in rows if one.tags})
    add_links({id_: one.cites for id_, _version, one, _text in rows if one.cites})
    record(act for id_, version, one, _text in rows for act in acts_of_birth(id_, version, one, roles))
    return things


def acts_of_birth(thing: int, version: int, draft: Draft, roles: Mapping[str, int]) -> Iterable[Act]:
    """One act for each hand in it; a thing that nobody is known to have made was made by the house."""
    if not draft.people:
        yield Act("Create", draft.at, None, thing, version, draft.public)
    for person, role in dict.fromkeys(draft.people):
        detail = {"role": roles[role[:40]]}
        yield Act(act_for(role), draft.at, person, thing, version, draft.public, detail)


@transaction.atomic
def revise(drafts: Mapping[int, Draft], *, by: int | None = None) -> list[int]:
    """Gives things a new version, and brings tags, people and public in step with the draft. Returns their ids.

    `by` is the id of the person who revises; None where a source changed, and nobody is named.
    """
    things = {one.pk: one for one in Thing.objects.select_for_update().filter(pk__in=drafts)}
    versions = dict(zip(drafts, reserve_ids(Version, len(drafts)), strict=True))
    texts = {id_: draft.cut() for id_, draft in drafts.items()}
    insert_rows(
        Version,
        ("id", "thing", "number", "title", "text", "at"),
        [
            (versions[id_], id_, things[id_].revision + 1, *texts[id_], as_stored(draft.at))
            for id_, draft in drafts.items()
        ],
    )
    acts: list[Act] = []
    for id_, draft in drafts.items():
        thing = things[id_]
        if thing.public_id != draft.public:
            acts += take_along([id_], thing.public_id, draft.public, by, draft.at)
            acts.append(Act("Move", draft.at, by, id_, None, draft.public, {"from": thing.public_id}))
        thing.revision += 1
        acts.append(Act("Update", draft.at, by, id_, versions[id_], draft.public, {"number": thing.revision}))
        thing.title, thing.kind, thing.public_id = texts[id_][0], draft.kind[:40], draft.public
        thing.language, thing.changed_at = draft.spoken(), draft.at
        thing.score, thing.accepted = draft.score, draft.accepted
    Thing.objects.bulk_update(
        things.values(),
        ["revision", "title", "kind", "public", "language", "changed_at", "score", "accepted"],
        batch_size=200,
    )
    record([*acts, *change_of_people(drafts)])
    Tagging.objects.filter(thing__in=drafts).delete()
    add_tags({id_: draft.tags for id_, draft in drafts.items()})
    Link.objects.filter(source__in=drafts).delete()
    add_links({id_: draft.cites for id_, draft in drafts.items()})
    if by is not None:
        follow_all(things)
    return list(drafts)


def change_of_people(drafts: Mapping[int, Draft]) -> list[Act]:
    """Brings the credits in step with the drafts. Returns the acts that say so."""
    roles = credits_of(drafts.values())
    wanted = {(id_, person, roles[role[:40]]): role for id_, draft in drafts.items() for person, role in draft.people}
    standing = {
        (one.thing_id, one.person_id, one.role_id): one for one in Contribution.objects.filter(thing__in=drafts)
    }
    gone = [key for key in standing if key not in wanted]
    new = [key for key in wanted if key not in standing]
    Contribution.objects.filter(pk__in=[standing[key].pk for key in gone]).delete()
    insert_rows(Contribution, ("thing", "person", "role"), new)
    return [
        Act(verb, drafts[thing].at, person, thing, None, drafts[thing].public, {"role": role})
        for verb, keys in (("Remove", gone), ("Add", new))
        for thing, person, role in keys
    ]


def add_tags(tags: Mapping[int, Sequence[str]]) -> None:
    tidy = {
        thing: dict.fromkeys(text_to_stored(name.strip())[:80] for name in names if name.strip())
        for thing, names in tags.items()
    }
    ids = tag_ids({name for names in tidy.values() for name in names})
    insert_rows(Tagging, ("thing", "tag"), [(thing, ids[name]) for thing, names in tidy.items() for name in names])


def add_links(cites: Mapping[int, Collection[int]]) -> None:
    rows = [(source, target) for source, targets in cites.items() for target in dict.fromkeys(targets)]
    insert_rows(Link, ("source", "target"), [pair for pair in rows if pair[0] != pair[1]])


@transaction.atomic
def withdraw(*, thing: Thing, by: Person | None, at: datetime) -> Thing:
    """Takes a thing away from its public. It is shown to nobody, and nothing of it is lost."""
    thing.withdrawn_at = at
    thing.save(update_fields=["withdrawn_at"])
    record([Act("Delete", at, id_of(by), thing.pk, None, thing.public_id)])
    return thing


@transaction.atomic
def put_back(*, thing: Thing, by: Person | None, at: datetime) -> Thing:
    """Puts a thing that was withdrawn before its public again."""
    thing.withdrawn_at = None
    thing.save(update_fields=["withdrawn_at"])
    record([Act("sociable:PutBack", at, id_of(by), thing.pk, None, thing.public_id)])
    return thing


@transaction.atomic
def accept(*, thing: Thing, by: Person, at: datetime) -> Thing:
    """Takes a thing as the answer to what it replies to. Who may, its room says."""
    return now_accepted(thing, True, "Accept", by, at)


@transaction.atomic
def take_back_acceptance(*, thing: Thing, by: Person, at: datetime) -> Thing:
    """Takes a thing as the answer no longer."""
    return now_accepted(thing, False, "sociable:Unaccept", by, at)


def now_accepted(thing: Thing, accepted: bool, verb: str, by: Person, at: datetime) -> Thing:
    thing.accepted = accepted
    thing.save(update_fields=["accepted"])
    record([Act(verb, at, by.root_id, thing.pk, None, thing.public_id)])
    return thing


@transaction.atomic
def move(*, thing: Thing, to: int, by: Person | None, at: datetime) -> Thing:
    """Puts a thing before another public; who could see it and may not any more sees it no more.

    What was said to it goes with it: whoever sees the first sees all that answers it.
    """
    before, thing.public_id = thing.public_id, to
    thing.save(update_fields=["public"])
    along = take_along([thing.pk], before, to, id_of(by), at) if before != to else []
    record([Act("Move", at, id_of(by), thing.pk, None, to, {"from": before}), *along])
    return thing


def take_along(things: Collection[int], was: int, to: int, by: int | None, at: datetime) -> list[Act]:
    """Moves what was said to things, and to that, where it had the same public. Returns the acts."""
    acts: list[Act] = []
    while things:
        said = Thing.objects.filter(reply_to__in=things, kind__in=FOLLOWING, public=was)
        things = list(said.order_by("pk").values_list("pk", flat=True))
        Thing.objects.filter(pk__in=things).update(public=to)
        acts += [Act("Move", at, by, one, None, to, {"from": was}) for one in things]
    return acts


@transaction.atomic
def erase(*, person: Person, by: Person | None, at: datetime) -> int:
    """Forgets a person: their name and addresses, and the words of what they alone made. Returns how many things.

    What others made with them stays, without them. Run a rebuild after it: it leaves none of their words anywhere.
    """
    ids = forget(person=person, by=by, at=at)
    Unsaved.objects.filter(person__in=ids).delete()
    forget_in_circles(people=ids, at=at)
    for forget_there in FORGETTING:
        forget_there(ids, at)
    touched = list(
        Thing.objects.filter(contributions__person__in=ids).distinct().order_by("pk").values_list("pk", "public_id")
    )
    for start in range(0, len(touched), CHUNK):
        part = dict(touched[start : start + CHUNK])
        mine = Contribution.objects.filter(thing__in=part, person__in=ids)
        alone = made_alone(part, ids)
        Version.objects.filter(thing__in=alone).update(title="", text="")
        Thing.objects.filter(pk__in=alone).update(title="", withdrawn_at=at)
        Tagging.objects.filter(thing__in=alone).delete()
        acts = [Act("Delete", at, id_of(by), one, None, part[one]) for one in sorted(alone)]
        acts += [
            Act("Remove", at, one.person_id, one.thing_id, None, part[one.thing_id], {"role": one.role_id})
            for one in mine.order_by("pk")
        ]
        mine.delete()
        record(acts)
    shown = Attachment.objects.filter(file=OuterRef("pk"), thing__withdrawn_at=None)
    File.objects.filter(~Exists(shown), by__in=ids).delete()
    return len(touched)
