"""`sociable import`: a command for each connector."""

import gc
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, runtime_checkable

import click

from sociable.carriers.connectors import connectors
from sociable.carriers.importing import Count, preview, source_for, take_in
from sociable.carriers.listing import Plan
from sociable.carriers.models import Source
from sociable.carriers.record import BadRecord, Connector, Reject, is_address
from sociable.people.models import Person
from sociable.publics.models import ORGANISATION, Public
from sociable.surfaces.cli.people import person_named
from sociable.surfaces.cli.progress import bar_for, moving
from sociable.surfaces.cli.upkeep import bring_up_to_date, helper_process, prepare_database


@click.group(name="import")
def imports() -> None:
    """Take in work that was done elsewhere.

    Run it again at any time: only what is new is taken. Killed, it goes on where it was.
    """


FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
OVER_OWN_WORDS = "The list also changes what people said of themselves."


def lists_people(connector: Connector) -> bool:
    return bool(getattr(connector, "lists_people", False))


def brings_a_room(connector: Connector) -> bool:
    return bool(getattr(connector, "brings_a_room", False))


def called_by(connector: Connector, location: str) -> str:
    try:
        return connector.name_of(location)
    except BadRecord as reason:
        raise click.ClickException(str(reason)) from None


@runtime_checkable
class TakesMedia(Protocol):
    """A connector that may be told where files lie."""

    def with_media(self, folder: Path) -> Connector: ...


class Place(click.ParamType[str]):
    """A file or folder that is there, or an address that the connector reads. Paths are made whole."""

    def __init__(self, connector: Connector) -> None:
        self.connector = connector
        self.name = "URL|FILE" if connector.schemes else "PATH"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if is_address(value, self.connector):
            return value
        found: Path = click.Path(exists=True, path_type=Path).convert(value, param, ctx)
        return str(found.resolve())


def command_for(name: str, connector: Connector) -> click.Command:
    @click.command(name=name, help=connector.help)
    @click.argument("locations", nargs=-1, required=True, type=Place(connector), metavar=Place(connector).name + "…")
    @click.option("--public", "slug", help="Whom it is for: a public's short name. Otherwise the organisation.")
    @click.option("--name", "source_name", help="Name of the source; otherwise its folder's.")
    @click.option(
        "--again", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Read only this reject file."
    )
    @click.option("--dry-run", is_flag=True, help="Only say what would change; nothing is written.")
    @click.option(
        "--as", "as_", hidden=not brings_a_room(connector), help="Whose a blog or a space is to be that is new here."
    )
    @click.option("--media", hidden=not brings_a_room(connector), type=FOLDER, help="Where its files lie.")
    @click.option("--over-own-words", is_flag=True, hidden=not lists_people(connector), help=OVER_OWN_WORDS)
    def command(
        locations: tuple[str, ...],
        slug: str | None,
        source_name: str | None,
        again: Path | None,
        dry_run: bool,
        as_: str | None,
        media: Path | None,
        over_own_words: bool,
    ) -> None:
        reads = connector
        if media is not None and isinstance(connector, TakesMedia):
            reads = connector.with_media(media)
        if len(locations) > 1 and (source_name or again):
            raise click.UsageError("--name and --again go with one source")
        prepare_database()
        spare_the_collector()
        public = public_named(slug)
        by = person_named(as_).root if as_ else None
        for location in locations:
            called = source_name or called_by(connector, location)
            if dry_run:
                foresee(name, reads, location, called, public, override=over_own_words)
            else:
                import_one(name, reads, location, called, public, again, override=over_own_words, by=by)

    return command


for _name, _connector in connectors().items():
    imports.add_command(command_for(_name, _connector))


def public_named(slug: str | None) -> int | None:
    if slug is None:
        return None
    public = Public.objects.filter(slug=slug).first()
    if public is None:
        known = ", ".join(Public.objects.order_by("pk").values_list("slug", flat=True))
        raise click.BadParameter(f"no public is called {slug!r}; there are {known}", param_hint="--public")
    return public.pk


def spare_the_collector() -> None:
    """An import makes a great many short-lived objects and no cycles: looking for those took a tenth of its time."""
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


def import_one(
    kind: str,
    connector: Connector,
    location: str,
    name: str,
    public: int | None,
    again: Path | None,
    *,
    override: bool,
    by: Person | None = None,
) -> None:
    source, begin = source_for(kind, name, location, public, otherwise=ORGANISATION), time.monotonic()
    try:
        with helper_process(), bar_for(f"Reading {name}", " records") as bar:
            count, rejects = take_in(
                source, connector, again=again, override=override, by=by, progress=moving(bar), total=bar.reset
            )
    except BadRecord as reason:
        raise click.ClickException(str(reason)) from None
    wait_until_findable()
    report(count, rejects, time.monotonic() - begin)


def foresee(kind: str, connector: Connector, location: str, name: str, public: int | None, *, override: bool) -> None:
    """Says what an import would change, line by line, and its closing counts."""
    source = Source.objects.filter(connector=kind, name=name[:120]).first() or Source(connector=kind, name=name[:120])
    source.location, source.public_id = location, public or source.public_id or ORGANISATION
    try:
        count = preview(source, connector, override=override, told=tell)
    except BadRecord as reason:
        raise click.ClickException(str(reason)) from None
    report(count)
    click.echo("Nothing was written.", err=True)


def tell(plan: Plan | Reject) -> None:
    if isinstance(plan, Reject):
        click.echo(f"rejected  {plan.where}: {plan.reason}")
        return
    lines = list(in_words(plan))
    if lines or plan.person is None:
        name = plan.person or plan.colleague.profile.get("name", "")
        click.echo(f"{'changed' if plan.person else 'new':<10}{name} <{plan.colleague.handle.value}>")
        click.echo("\n".join(f"    {line}" for line in lines)) if lines else None


def in_words(plan: Plan) -> Iterator[str]:
    """What changes about somebody, a line each."""
    for name, value in plan.profile.items():
        before = getattr(plan.person, name) if plan.person else ""
        yield f"{name.replace('_', ' ')}: {before or '(nothing)'} → {value}"
    for name, value in plan.kept.items():
        own = getattr(plan.person, name) or "(nothing)"
        yield f"{name.replace('_', ' ')}: {own} stays, their own word; not {value}"
    yield from (f"joins {public}" for public in plan.joins)
    yield from (f"leaves {public}" for public in plan.leaves)
    if plan.away:
        until = f" until {plan.away.ends:%Y-%m-%d %H:%M %Z}" if plan.away.ends else ""
        instead = f", {plan.away.stand_in.value} stands in" if plan.away.stand_in else ""
        yield f"away from {plan.away.begins:%Y-%m-%d %H:%M %Z}{until}{instead}"


def wait_until_findable() -> None:
    with bar_for("Making findable", " acts left") as bar:

        def told(left: int) -> None:
            bar.n = left
            bar.refresh()

        bring_up_to_date(told)


def report(count: Count, rejects: Path | None = None, seconds: float | None = None) -> None:
    for word in ("read", "new", "changed", "unchanged", "rejected"):
        click.echo(f"{word:<10}{getattr(count, word):>10,}", err=True)
    for note in count.notes:
        click.echo(f"Note: {note}", err=True)
    if seconds is not None:
        rate = count.read / max(seconds, 0.001)
        click.echo(f"in {seconds:,.1f} s, until findable: {rate:,.0f} a second", err=True)
    if rejects:
        click.echo(f"Rejected, each with its reason: {rejects}\nMend them, then run this again with --again.", err=True)
