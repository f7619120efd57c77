"""The office's papers: `people.toml` and `things/**/*.md`, read and checked before anything is made of them.

A mistake in a paper says which file and what to mend. To widen the office, add tables and files; no code changes.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

FOLDER = Path(__file__).parent
FENCE = "+++\n"


class PaperMistake(ValueError):
    """A paper of the office that cannot be used; the message says which one, and what to mend."""


class Paper(BaseModel):
    """What all papers have in common: a word that is not foreseen is a mistake, not a comment."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Away(Paper):
    begins: AwareDatetime
    ends: AwareDatetime | None = None
    stand_in: str | None = None


class Colleague(Paper):
    """Somebody who works in the office or with it."""

    address: str = Field(pattern=r"^[a-z.-]+@[a-z.-]+\.example$")
    name: str
    headline: str
    languages: str = Field(pattern=r"^[a-z]{2}( [a-z]{2})*$")
    place: str
    time_zone: str
    since: AwareDatetime
    publics: tuple[str, ...] = ()
    shown_to: tuple[str, ...] = ()
    administers: bool = False
    signs_in: str = ""
    """What the list of sign-ins says of them; blank for those whose account has no password."""
    away: Away | None = None


class Circle(Paper):
    name: str
    owner: str
    members: tuple[str, ...]
    since: AwareDatetime


class Journal(Paper):
    """A blog. The posts for its public stand in it, and whoever wrote one is among its authors."""

    name: str
    about: str
    public: str
    languages: str = Field(pattern=r"^[a-z]{2}( [a-z]{2})*$")
    owner: str
    authors: tuple[str, ...] = ()
    comments: str = Field(default="inside", pattern="^(nobody|inside|public)$")
    since: AwareDatetime


class Page(Paper):
    """One thing that somebody wrote: its front matter, and its text."""

    kind: str
    language: str = Field(pattern="^(en|fr)$")
    title: str
    at: AwareDatetime
    people: dict[str, tuple[str, ...]] = Field(min_length=1)
    """By role: who had it."""
    public: str = "organisation"
    tags: tuple[str, ...] = ()
    reply_to: str | None = None
    accepted: bool = False
    score: int = 0
    cites: tuple[str, ...] = ()
    translates: str | None = None
    """The page that says the same in another language, and said it first."""
    text: str = Field(min_length=1)

    @property
    def named(self) -> Iterator[tuple[str, str]]:
        """Who stands behind it, each with the role."""
        return ((who, role) for role, several in self.people.items() for who in several)

    @property
    def refers_to(self) -> tuple[str, ...]:
        return tuple(one for one in (*self.cites, self.reply_to, self.translates) if one)


class Papers(Paper):
    """The whole office. Keys are the names by which papers speak of each other; pages stand in the order of time."""

    people: dict[str, Colleague]
    circles: dict[str, Circle]
    blogs: dict[str, Journal]
    pages: dict[str, Page]


Form = TypeVar("Form", bound=Paper)


def read_papers(publics: Collection[str], folder: Path = FOLDER) -> Papers:
    """Everything that is to be in the office. `publics` are the slugs that the site has already.

    Raises PaperMistake where a paper is badly formed, or names a person, a public or a thing that is not there.
    """
    tables = read_tables(folder)
    papers = Papers(
        people=read_people(folder),
        circles={key: form(Circle, f"people.toml, {key}", raw) for key, raw in tables.get("circle", {}).items()},
        blogs={key: form(Journal, f"people.toml, {key}", raw) for key, raw in tables.get("blog", {}).items()},
        pages=read_pages(folder / "things"),
    )
    if mistakes := [*wrong_names(papers, {*publics, *papers.circles}), *wrong_references(papers.pages)]:
        raise PaperMistake("\n".join(mistakes))
    return papers


def read_people(folder: Path = FOLDER) -> dict[str, Colleague]:
    """Who works in the office and with it, by the names that the papers call them."""
    return {
        key: form(Colleague, f"people.toml, {key}", raw) for key, raw in read_tables(folder).get("person", {}).items()
    }


def read_tables(folder: Path) -> dict[str, Any]:
    file = folder / "people.toml"
    return toml(file, file.read_text(encoding="utf-8"))


def read_pages(folder: Path) -> dict[str, Page]:
    """The pages in the order of time, each by the name of its file; the folders are only for whoever writes."""
    files: dict[str, Path] = {}
    for file in sorted(folder.rglob("*.md")):
        if other := files.get(file.stem):
            raise PaperMistake(f"{file.parent.name}/{file.name}: {other.parent.name} has a page of that name already")
        files[file.stem] = file
    pages = {key: read_page(file) for key, file in files.items()}
    return dict(sorted(pages.items(), key=lambda item: (item[1].at, item[0])))


def read_page(file: Path) -> Page:
    """A file in two parts: front matter between two `+++` lines, then the text."""
    before, *parts = file.read_text(encoding="utf-8").split(FENCE, 2)
    if before or len(parts) != 2:
        raise PaperMistake(f"{file.name}: begins with front matter between two lines +++")
    return form(Page, file.name, {**toml(file, parts[0]), "text": parts[1].strip()})


def toml(file: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as mistake:
        raise PaperMistake(f"{file.name}: {mistake}") from None


def form(kind: type[Form], where: str, raw: Mapping[str, Any]) -> Form:
    try:
        return kind.model_validate(raw)
    except ValidationError as mistake:
        each = (f"{where}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in mistake.errors())
        raise PaperMistake("\n".join(each)) from None


def wrong_names(papers: Papers, publics: Collection[str]) -> Iterator[str]:
    """Each person and public that is named somewhere, and that nobody has introduced."""
    for where, who in people_named(papers):
        if who not in papers.people:
            yield f"{where}: there is no person {who!r} in people.toml"
    for where, slug in publics_named(papers):
        if slug not in publics:
            yield f"{where}: there is no public {slug!r}"


def people_named(papers: Papers) -> Iterator[tuple[str, str]]:
    for key, one in papers.people.items():
        if one.away and one.away.stand_in:
            yield f"people.toml, {key}", one.away.stand_in
    for slug, circle in papers.circles.items():
        yield from ((f"people.toml, {slug}", who) for who in (circle.owner, *circle.members))
    for key, blog in papers.blogs.items():
        yield from ((f"people.toml, {key}", who) for who in (blog.owner, *blog.authors))
    for key, page in papers.pages.items():
        yield from ((f"{key}.md", who) for who, _role in page.named)


def publics_named(papers: Papers) -> Iterator[tuple[str, str]]:
    for key, one in papers.people.items():
        yield from ((f"people.toml, {key}", slug) for slug in (*one.publics, *one.shown_to))
    yield from ((f"people.toml, {key}", blog.public) for key, blog in papers.blogs.items())
    yield from ((f"{key}.md", page.public) for key, page in papers.pages.items())


def wrong_references(pages: Mapping[str, Page]) -> Iterator[str]:
    """Each page that answers or cites one that is not there, or that was not written yet."""
    for key, page in pages.items():
        for other in page.refers_to:
            if other not in pages:
                yield f"{key}.md: there is no page {other!r}"
            elif pages[other].at >= page.at:
                yield f"{key}.md: {other!r} was not written yet on {page.at:%Y-%m-%d}"
