"""`sociable wiki`: a folder of Markdown as pages, and pages as a folder of Markdown."""

from pathlib import Path, PurePosixPath

import click
from django.db import transaction

from sociable.kit.clock import now
from sociable.people.models import Person
from sociable.people.verbs import Refused
from sociable.publics.models import ORGANISATION, Public
from sociable.publics.readers import INSIDER, reader_for
from sociable.rooms.wiki.folders import Leaf, read_folder, write_folder
from sociable.rooms.wiki.models import Page, Space
from sociable.rooms.wiki.names import key_of
from sociable.rooms.wiki.pages import pages_for, spaces_for, text_of
from sociable.rooms.wiki.verbs import found_space, save, write
from sociable.surfaces.cli.people import person_named
from sociable.surfaces.cli.upkeep import bring_up_to_date, prepare_database

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group()
def wiki() -> None:
    """The wiki's pages, in from a folder of Markdown and out to one."""


@wiki.command("import")
@click.argument("space")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--as", "as_", required=True, help="Who brings them: id, address or name.")
@click.option("--public", default="", help="Slug of whom a new space is for; otherwise the organisation.")
@click.option(
    "--over", is_flag=True, help="Pages that say something else here get what the file says, as a new version."
)
def bring(space: str, folder: Path, as_: str, public: str, over: bool) -> None:
    """Takes the Markdown files of FOLDER in as pages of SPACE, all or none; the space is founded if there is none."""
    prepare_database()
    by = person_named(as_).root
    leaves, left = read_folder(folder)
    try:
        with transaction.atomic():
            counts = take_in(leaves, space_named(space, public, by), by, over=over)
    except Refused as reason:
        raise click.ClickException(str(reason)) from None
    for one in left:
        click.echo(f"left      {one.path}: {one.why}", err=True)
    for word, count in (*counts.items(), ("left", len(left))):
        click.echo(f"{word:<10}{count:>10,}", err=True)
    bring_up_to_date()


def space_named(slug: str, public: str, by: Person) -> Space:
    found = Space.objects.filter(slug=slug).select_related("public").first()
    if found is not None:
        return found
    for_whom = Public.objects.filter(slug=public).first() if public else Public.objects.get(pk=ORGANISATION)
    if for_whom is None:
        raise click.BadParameter(f"there is no public {public!r}")
    return found_space(name=slug, slug=slug, public=for_whom, by=by, at=now())


def take_in(leaves: list[Leaf], space: Space, by: Person, *, over: bool) -> dict[str, int]:
    """Writes the pages, each under its own. One that is there already is changed only where that is asked for."""
    counts = dict.fromkeys(("new", "changed", "unchanged", "differs"), 0)
    pages: dict[PurePosixPath, Page] = {}
    for leaf in leaves:
        parent = pages.get(leaf.under) if leaf.under else None
        standing = Page.objects.select_related("thing", "space").filter(space=space, key=key_of(leaf.title)).first()
        if standing is None:
            pages[leaf.path] = write(space=space, title=leaf.title, text=leaf.text, by=by, at=now(), parent=parent)
            counts["new"] += 1
            continue
        pages[leaf.path] = standing
        counts[bring_over(standing, leaf, by, over=over)] += 1
    return counts


def bring_over(page: Page, leaf: Leaf, by: Person, *, over: bool) -> str:
    if text_of(page).strip("\n") == leaf.text:
        return "unchanged"
    if not over:
        click.echo(f"differs   {leaf.path}: “{page}” says something else here; --over replaces it", err=True)
        return "differs"
    save(page=page, title=leaf.title, text=leaf.text, base=page.thing.revision, by=by, at=now())
    return "changed"


@wiki.command("export")
@click.argument("space")
@click.argument("folder", type=FOLDER)
@click.option("--as", "as_", default="", help="As whom to read: id, address or name; otherwise anybody inside.")
def take(space: str, folder: Path, as_: str) -> None:
    """Writes the pages of SPACE to FOLDER, which is new or empty: a Markdown file each, under its parent's folder."""
    prepare_database()
    reader = reader_for(person_named(as_).root) if as_ else INSIDER
    found = spaces_for(reader).filter(slug=space).first()
    if found is None:
        raise click.BadParameter(f"there is no space {space!r}")
    if folder.exists() and any(folder.iterdir()):
        raise click.BadParameter(f"{folder} is not empty")
    count = write_folder(pages_for(reader).filter(space=found), folder)
    click.echo(f"{count} pages", err=True)
