"""What goes on in the office these days: `lately.toml`, told in hours before the office is opened.

So whoever signs in, in whatever year, finds questions that wait for them, notices, an invitation and an open poll.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import Field

from sociable.people.models import Person
from sociable.publics.circles import invite
from sociable.publics.models import Public
from sociable.responses.comments.verbs import comment
from sociable.responses.follows.verbs import What, follow
from sociable.responses.saved.verbs import save
from sociable.responses.thanks.verbs import thank
from sociable.responses.votes.verbs import like
from sociable.rooms.microblog.polls import Poll, cast
from sociable.rooms.microblog.verbs import boost, post, reply
from sociable.rooms.questions.routing import endorse, excuse, pass_on
from sociable.rooms.questions.settling import accept, need
from sociable.rooms.questions.writing import answer, ask
from sociable.surfaces.office.papers import FOLDER, Paper, PaperMistake, form, toml
from sociable.things.models import Thing


class Deed(Paper):
    """What somebody does, and so many hours ago. `to` names what it is done to: another deed, or a page."""

    do: Literal["answer", "ask", "comment", "endorse", "excuse", "invite", "note", "pass", "reply"]
    by: str
    hours: float = Field(gt=0)
    to: str | None = None
    title: str = ""
    text: str = ""
    public: str = "organisation"
    tags: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    """Who is asked, named or invited, or to whom it is passed."""
    needs: tuple[str, ...] = ()
    useful: tuple[str, ...] = ()
    boosts: tuple[str, ...] = ()
    saves: tuple[str, ...] = ()
    thanks: tuple[str, ...] = ()
    """Who needs the answer too, found it useful, passed it on, saved it, thanked for it."""
    settles: bool = False
    choices: tuple[str, ...] = ()
    open_for: float = 0
    """Hours that a poll stays open once the office is."""
    ballots: dict[str, int] = {}

    @property
    def named(self) -> tuple[str, ...]:
        return (
            self.by,
            *self.people,
            *self.needs,
            *self.useful,
            *self.boosts,
            *self.saves,
            *self.thanks,
            *self.ballots,
        )


def read_lately(folder: Path = FOLDER) -> dict[str, Deed]:
    """The deeds, the oldest first, each by the name that the others call it."""
    file = folder / "lately.toml"
    tables = toml(file, file.read_text(encoding="utf-8"))
    deeds = {key: form(Deed, f"lately.toml, {key}", raw) for key, raw in tables.items()}
    return dict(sorted(deeds.items(), key=lambda pair: -pair[1].hours))


def live_on(deeds: Mapping[str, Deed], people: Mapping[str, Person], pages: Mapping[str, int], opens: datetime) -> None:
    """Does them, one after the other, up to the moment at which the office opens."""
    made = {
        key: Thing.objects.get(pk=pages[key]) for key in {one.to for one in deeds.values() if one.to} & pages.keys()
    }
    publics = {one.slug: one for one in Public.objects.select_related("owner")}
    for key, deed in deeds.items():
        unknown = [one for one in deed.named if one not in people]
        if unknown or deed.public not in publics or (deed.to and deed.to not in made):
            raise PaperMistake(f"lately.toml, {key}: there is no {', '.join(unknown) or deed.to or deed.public}")
        scene = Scene(deed, people, publics[deed.public], made.get(deed.to or ""), opens)
        if (thing := DOING[deed.do](scene)) is not None:
            made[key] = thing
            respond(scene, thing)


@dataclass(frozen=True, slots=True)
class Scene:
    """A deed with its people, its public and its time."""

    deed: Deed
    cast: Mapping[str, Person]
    public: Public
    done_to: Thing | None
    opens: datetime

    @property
    def by(self) -> Person:
        return self.cast[self.deed.by]

    @property
    def at(self) -> datetime:
        return self.opens - timedelta(hours=self.deed.hours)

    @property
    def people(self) -> list[Person]:
        return [self.cast[one] for one in self.deed.people]

    @property
    def to(self) -> Thing:
        if self.done_to is None:
            raise PaperMistake(f"lately.toml: a deed of {self.deed.by} does not say to what")
        return self.done_to


def asked(one: Scene) -> Thing:
    said = one.deed
    question = ask(
        title=said.title, text=said.text, public=one.public, by=one.by, at=one.at, invited=one.people, tags=said.tags
    )
    follow(what=What(thing=question), by=one.by, at=one.at)
    return question


def answered(one: Scene) -> Thing:
    given = answer(question=one.to, text=one.deed.text, by=one.by, at=one.at)
    if one.deed.settles:
        asker = one.to.contributions.select_related("person").get(role__name="asker").person
        accept(answer=given, by=asker, at=one.at + timedelta(minutes=40))
    return given


def noted(one: Scene) -> Thing:
    choices = one.deed.choices
    poll = Poll(choices, one.opens + timedelta(hours=one.deed.open_for)) if choices else None
    note = post(text=one.deed.text, public=one.public, by=one.by, at=one.at, named=one.people, poll=poll)
    numbers = {choice.number: choice for choice in note.poll.choices.all()} if choices else {}
    for who, number in one.deed.ballots.items():
        cast(choice=numbers[number], by=one.cast[who], at=one.at + timedelta(minutes=20))
    return note


def replied(one: Scene) -> Thing:
    return reply(to=one.to, text=one.deed.text, by=one.by, at=one.at, named=one.people)


def commented(one: Scene) -> Thing:
    return comment(on=one.to, text=one.deed.text, by=one.by, at=one.at)


def passed(one: Scene) -> None:
    pass_on(question=one.to, to=one.people[0], by=one.by, at=one.at)


def endorsed(one: Scene) -> None:
    endorse(question=one.to, person=one.people[0], by=one.by, at=one.at)


def excused(one: Scene) -> None:
    excuse(question=one.to, by=one.by, at=one.at)


def invited(one: Scene) -> None:
    for person in one.people:
        invite(circle=one.public, person=person, by=one.by, at=one.at)


DOING: Mapping[str, Callable[[Scene], Thing | None]] = {
    "answer": answered,
    "ask": asked,
    "comment": commented,
    "endorse": endorsed,
    "excuse": excused,
    "invite": invited,
    "note": noted,
    "pass": passed,
    "reply": replied,
}


def respond(one: Scene, thing: Thing) -> None:
    """What others do about it, some minutes later."""
    deed, at = one.deed, one.at + timedelta(minutes=15)
    for who in deed.needs:
        need(question=thing, by=one.cast[who], at=at)
    for who in deed.useful:
        like(thing=thing, by=one.cast[who], at=at)
    for who in deed.boosts:
        boost(note=thing, by=one.cast[who], at=at)
    for who in deed.saves:
        save(thing=thing, by=one.cast[who], at=at)
    for who in deed.thanks:
        thank(person=one.by, thing=thing, by=one.cast[who], at=at)
