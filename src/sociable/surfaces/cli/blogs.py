"""`sociable blog`: a blog out of here, in the form that WordPress reads."""

from pathlib import Path

import click
from django.db.models import Q

from sociable.carriers.connectors.wordpress.writing import write_blog
from sociable.publics.readers import reader_for
from sociable.rooms.blogs.models import Blog
from sociable.rooms.blogs.readers import rules_over
from sociable.surfaces.cli.people import person_named
from sociable.surfaces.cli.upkeep import prepare_database


@click.group()
def blog() -> None:
    """Blogs, out of here."""


@blog.command("export")
@click.argument("name")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--as", "as_", default="", help="On whose behalf: id, address or name; they have to lead the blog.")
def take(name: str, folder: Path, as_: str) -> None:
    """Writes the blog NAME to FOLDER, which is new or empty: an export that WordPress reads (WXR), and its files."""
    prepare_database()
    found = Blog.objects.filter(Q(slug=name) | Q(name=name)).order_by("pk").first()
    if found is None or (as_ and not rules_over(reader_for(person_named(as_).root), found)):
        raise click.BadParameter(f"there is no blog {name!r}, or it is not theirs to export")
    if folder.exists() and any(folder.iterdir()):
        raise click.BadParameter(f"{folder} is not empty")
    folder.mkdir(parents=True, exist_ok=True)
    written = write_blog(found, folder)
    for word in ("posts", "comments", "files", "people"):
        click.echo(f"{word:<10}{getattr(written, word):>10,}", err=True)
