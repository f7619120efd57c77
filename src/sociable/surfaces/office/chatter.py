"""What the office says in a few words: `notes.toml`, read, checked, and said through the verbs that everybody uses."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from pydantic import AwareDatetime, Field

from sociable.people.models import Person
from sociable.publics.models import Public
from sociable.responses.follows.verbs import What, follow, mute
from sociable.responses.votes.verbs import like
from sociable.rooms.microblog.polls import Poll, cast
from sociable.rooms.microblog.verbs import boost, post, reply
from sociable.surfaces.office.papers import FOLDER, Paper, PaperMistake, form, toml
from sociable.things.models import Tag, Thing


class NotePaper(Paper):
    """A note: who says it, when, for whom; or what it answers."""

    by: str
    at: AwareDatetime
    text: str = Field(min_length=1)
    public: str = "organisation"
    answers: str | None = None
    names: tuple[str, ...] = ()
    boosts: tuple[str, ...] = ()
    useful: tuple[str, ...] = ()
    """Who found it so."""
    choices: tuple[str, ...] = ()
    closes: AwareDatetime | None = None
    ballots: dict[str, int] = {}
    """Who chose which, by its number from 1."""


def read_notes(folder: Path = FOLDER) -> dict[str, NotePaper]:
    """The notes in the order of time, each by the name that the others call it."""
    file = folder / "notes.toml"
    tables = toml(file, file.read_text(encoding="utf-8"))
    notes = {key: form(NotePaper, f"notes.toml, {key}", raw) for key, raw in tables.items()}
    return dict(sorted(notes.items(), key=lambda pair: pair[1].at))


class Ears(Paper):
    """Whom and which tags somebody follows, and the words that they muted."""

    follows: tuple[str, ...] = ()
    mutes: tuple[str, ...] = ()


def read_ears(folder: Path = FOLDER) -> dict[str, Ears]:
    """What the people of the office follow, by the names that the papers call them."""
    file = folder / "follows.toml"
    return {key: form(Ears, f"follows.toml, {key}", raw) for key, raw in toml(file, file.read_text("utf-8")).items()}


def listen(ears: Mapping[str, Ears], people: Mapping[str, Person], at: datetime) -> None:
    """Each follows whom and what they do."""
    tags = {f"#{tag.name}": tag for tag in Tag.objects.all()}
    for key, paper in ears.items():
        unknown = [one for one in (key, *paper.follows) if one not in people and one not in tags]
        if unknown:
            raise PaperMistake(f"follows.toml, {key}: there is no {', '.join(unknown)}")
        for one in paper.follows:
            follow(what=What(whom=people.get(one), tag=tags.get(one)), by=people[key], at=at)
        for word in paper.mutes:
            mute(what=What(word=word), by=people[key], at=at)


def say_notes(notes: Mapping[str, NotePaper], people: Mapping[str, Person]) -> dict[str, Thing]:
    """Says them, one after the other, with all that was done with each. Returns the things, by the notes' names."""
    said: dict[str, Thing] = {}
    publics = {one.slug: one for one in Public.objects.select_related("owner")}
    for key, paper in notes.items():
        unknown = [
            one for one in (paper.by, *paper.names, *paper.boosts, *paper.useful, *paper.ballots) if one not in people
        ]
        if unknown or paper.public not in publics or (paper.answers and paper.answers not in said):
            raise PaperMistake(f"notes.toml, {key}: there is no {', '.join(unknown) or paper.answers or paper.public}")
        said[key] = say(paper, said, publics, people)
    return said


def say(
    paper: NotePaper, said: Mapping[str, Thing], publics: Mapping[str, Public], people: Mapping[str, Person]
) -> Thing:
    by, named = people[paper.by], [people[one] for one in paper.names]
    if paper.answers:
        note = reply(to=said[paper.answers], text=paper.text, by=by, at=paper.at, named=named)
    else:
        poll = Poll(paper.choices, paper.closes) if paper.closes else None
        note = post(text=paper.text, public=publics[paper.public], by=by, at=paper.at, named=named, poll=poll)
    for one in paper.boosts:
        boost(note=note, by=people[one], at=paper.at)
    for one in paper.useful:
        like(thing=note, by=people[one], at=paper.at)
    if paper.ballots:
        choices = {one.number: one for one in note.poll.choices.all()}
        for one, number in paper.ballots.items():
            cast(choice=choices[number], by=people[one], at=paper.at)
    return note
