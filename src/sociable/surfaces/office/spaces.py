"""The wiki of the demo office: papers that become the pages of its spaces."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import AwareDatetime

from sociable.people.models import Person
from sociable.publics.models import Public
from sociable.rooms.wiki.models import Page
from sociable.rooms.wiki.verbs import adopt, found_space
from sociable.surfaces.office.papers import FOLDER, Paper, PaperMistake, form, toml
from sociable.things.models import Thing


class SpacePaper(Paper):
    name: str
    public: str
    owner: str
    since: AwareDatetime
    pages: dict[str, str]
    """Each page by its paper, and the one it stands under; '' at the top."""


def read_spaces(folder: Path = FOLDER) -> dict[str, SpacePaper]:
    file = folder / "spaces.toml"
    tables = toml(file, file.read_text(encoding="utf-8"))
    return {slug: form(SpacePaper, f"spaces.toml, {slug}", raw) for slug, raw in tables.items()}


def open_wiki(spaces: Mapping[str, SpacePaper], things: Mapping[str, int], people: Mapping[str, Person]) -> None:
    """Founds the spaces and takes the papers in, in the order they stand in."""
    for slug, paper in spaces.items():
        unknown = [one for one in (*paper.pages, *paper.pages.values()) if one and one not in things]
        if unknown or paper.owner not in people:
            raise PaperMistake(f"spaces.toml, {slug}: there is no {', '.join(unknown) or paper.owner!r}")
        owner, public = people[paper.owner], Public.objects.get(slug=paper.public)
        space = found_space(name=paper.name, slug=slug, public=public, by=owner, at=paper.since)
        pages: dict[str, Page] = {}
        for key, under in paper.pages.items():
            thing = Thing.objects.get(pk=things[key])
            pages[key] = adopt(thing=thing, space=space, parent=pages.get(under), by=owner, at=thing.published_at)
