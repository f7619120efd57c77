"""Opening the demo office: its people move in and its papers are published, through the verbs that everybody uses.

All of it is one transaction. Whoever kills it half-way leaves nothing behind, and the next opening starts afresh; once
opened, the office belongs to those who use it, and nothing here touches it again.
"""

from collections.abc import Iterator, Mapping

from django.db import transaction

from sociable.carriers.models import Source
from sociable.kit.clock import now
from sociable.people.identities import know, mail
from sociable.people.models import Account, Person
from sociable.people.verbs import Profile, go_away
from sociable.people.verbs import introduce as introduce_person
from sociable.publics.models import ORGANISATION, Public
from sociable.publics.organising import name_public
from sociable.publics.verbs import found, join, show
from sociable.surfaces.office.chatter import listen, read_ears, read_notes, say_notes
from sociable.surfaces.office.journals import open_blogs
from sociable.surfaces.office.lately import live_on, read_lately
from sociable.surfaces.office.papers import (
    Away,
    Circle,
    Colleague,
    Page,
    PaperMistake,
    Papers,
    read_papers,
    read_people,
)
from sociable.surfaces.office.spaces import open_wiki, read_spaces
from sociable.things.verbs import Draft, publish

ORGANISATION_NAME = "Nordet Ventilation"
FIRST = ("first@site.example", "First administrator")
"""Who meets the empty site: the address to sign in with, and what they are called until they say otherwise."""
PASSWORD = "demonstration only"  # noqa: S105 (printed on purpose: the office is a stage)
MARK = {"connector": "office", "name": "demo office"}
"""The source that says where the office came from, and so that it is open."""


def open_office() -> None:
    """Opens the demo office, unless it is open already."""
    if is_open():
        return
    with transaction.atomic():
        _mark, is_new = Source.objects.get_or_create(
            **MARK, defaults={"location": "the demo office that comes with Sociable", "public_id": ORGANISATION}
        )
        if is_new:  # else another process has opened it while we waited for the database
            move_in(read_papers(publics=Public.objects.values_list("slug", flat=True)))


def is_open() -> bool:
    return Source.objects.filter(**MARK).exists()


def open_empty_site() -> None:
    """A site as an administrator meets it on the first day: themselves, and nothing else."""
    address, name = FIRST
    with transaction.atomic():
        if Account.objects.exists():
            return
        one = mail(address, name)
        id_ = know([one])[one.key]
        if id_ is None:
            raise PaperMistake(f"{address} was erased here, and is not made again")
        person = Person.objects.get(pk=id_)
        Account.objects.open(address, person, PASSWORD, administers=True)
        join(person=person, public=Public.objects.get(pk=ORGANISATION), by=None, at=now())


def sign_ins() -> list[tuple[str, str, str]]:
    """Who can sign in with the password: address, name, and what they are there."""
    return [(one.address, one.name, one.signs_in) for one in read_people().values() if one.signs_in]


def move_in(papers: Papers) -> None:
    """Everybody, then the circles, then what they wrote in the order of time, who is away, and what goes on lately."""
    since = min(one.since for one in papers.people.values())
    name_public(public=Public.objects.get(pk=ORGANISATION), name=ORGANISATION_NAME, by=None, at=since)
    people = welcome(papers.people)
    for slug, circle in papers.circles.items():
        found_circle(slug, circle, people)
    things = publish_pages(papers.pages, people)
    open_wiki(read_spaces(), things, people)
    open_blogs(papers, people, things)
    notes = read_notes()
    say_notes(notes, people)
    listen(read_ears(), people, min(one.at for one in notes.values()))
    for key, one in papers.people.items():
        if one.away:
            send_away(people[key], one.away, people)
    live_on(read_lately(), people, things, now())


def welcome(colleagues: Mapping[str, Colleague]) -> dict[str, Person]:
    """The people by their keys, with account and publics."""
    handles = {key: mail(one.address, one.name) for key, one in colleagues.items()}
    known = know(handles.values())
    people = {}
    for key, one in colleagues.items():
        id_ = known[handles[key].key]
        if id_ is None:
            raise PaperMistake(f"people.toml, {key}: {one.address} was erased here, and is not made again")
        people[key] = introduce(id_, one)
        give_account(people[key], one)
        admit(people[key], one)
    return people


def introduce(id_: int, colleague: Colleague) -> Person:
    """Role, languages, place and time zone, of somebody who has not introduced themselves yet."""
    person = Person.objects.get(pk=id_)
    if person.headline:
        return person
    profile = Profile(
        headline=colleague.headline,
        languages=colleague.languages,
        place=colleague.place,
        time_zone=colleague.time_zone,
    )
    return introduce_person(person=person, profile=profile, by=person, at=colleague.since)


def give_account(person: Person, colleague: Colleague) -> None:
    """An account for each, as outsiders are shown no one without; a password for a few: each takes time to hash."""
    if not Account.objects.filter(person=person).exists():
        password = PASSWORD if colleague.signs_in else None
        Account.objects.open(colleague.address, person, password, administers=colleague.administers)


def admit(person: Person, colleague: Colleague) -> None:
    for public in Public.objects.filter(slug__in=colleague.publics).order_by("pk"):
        join(person=person, public=public, by=None, at=colleague.since)
    for public in Public.objects.filter(slug__in=colleague.shown_to).order_by("pk"):
        show(person=person, public=public, by=person, at=colleague.since)


def found_circle(slug: str, circle: Circle, people: Mapping[str, Person]) -> None:
    owner = people[circle.owner]
    public = found(slug=slug, name=circle.name, owner=owner, at=circle.since)
    for member in circle.members:
        join(person=people[member], public=public, by=owner, at=circle.since)


def publish_pages(pages: Mapping[str, Page], people: Mapping[str, Person]) -> dict[str, int]:
    """Publishes the papers. Returns their things, by the papers' names."""
    publics = dict(Public.objects.values_list("slug", "pk"))
    things: dict[str, int] = {}
    for stack in stacks(pages):
        drafts = [draft_of(page, things, publics, people) for page in stack.values()]
        things |= zip(stack, publish(drafts), strict=True)
    return things


def stacks(pages: Mapping[str, Page]) -> Iterator[dict[str, Page]]:
    """The pages in order, cut before each that refers to one of its own stack: what it refers to has an id by then."""
    stack: dict[str, Page] = {}
    for key, page in pages.items():
        if stack.keys() & set(page.refers_to):
            yield stack
            stack = {}
        stack[key] = page
    if stack:
        yield stack


def draft_of(page: Page, things: Mapping[str, int], publics: Mapping[str, int], people: Mapping[str, Person]) -> Draft:
    return Draft(
        kind=page.kind,
        public=publics[page.public],
        title=page.title,
        text=page.text,
        at=page.at,
        people=[(people[who].pk, role) for who, role in page.named],
        tags=page.tags,
        language=page.language,
        reply_to=things[page.reply_to] if page.reply_to else None,
        score=page.score,
        accepted=page.accepted,
        cites=[things[other] for other in page.cites],
    )


def send_away(person: Person, away: Away, people: Mapping[str, Person]) -> None:
    stand_in = people[away.stand_in] if away.stand_in else None
    go_away(person=person, begins=away.begins, ends=away.ends, stand_in=stand_in)
