"""`sociable ledger`: look after the journal and what is derived from it."""

import time
from pathlib import Path

import click

from sociable.knowledge.meaning import vectors
from sociable.knowledge.search import replica
from sociable.ledger.acts import Act, latest, since
from sociable.ledger.checks import check as check_ledger
from sociable.ledger.export import export as export_ledger
from sociable.ledger.projections import REGISTRY, rebuild
from sociable.surfaces.cli.upkeep import prepare_database


@click.group()
def ledger() -> None:
    """The journal of what happened, and what is derived from it."""


@ledger.command()
def check() -> None:
    """Looks for acts that say what the vocabulary has no word for, or point at what never was. Exit 1 if any."""
    prepare_database()
    complaints = 0
    for complaint in check_ledger():
        complaints += 1
        click.echo(complaint)
    if complaints:
        raise click.ClickException(f"{complaints} things are wrong with the ledger.")
    click.echo("The ledger is sound.", err=True)


def rebuild_all(names: tuple[str, ...] = ()) -> None:
    for name, projection in REGISTRY.items():
        if not names or name in names:
            click.echo(f"Rebuilding {name} …", err=True)
            rebuild(projection)
    if not names or "search" in names:
        click.echo("Rebuilding search …", err=True)
        replica.rebuild()
        vectors.forget()


@ledger.command(name="rebuild")
@click.argument("names", nargs=-1)
def rebuild_command(names: tuple[str, ...]) -> None:
    """Makes what is derived anew: all of it, or only NAMES. Readers keep the old until the new is whole."""
    prepare_database()
    known = {*REGISTRY, "search"}
    if unknown := [name for name in names if name not in known]:
        raise click.UsageError(f"nothing derived is called {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    rebuild_all(names)


@ledger.command()
@click.option("--number", "-n", default=20, show_default=True, type=click.IntRange(1, 1000), help="How many acts.")
@click.option("--follow", "-f", is_flag=True, help="Goes on as acts come.")
def tail(number: int, follow: bool) -> None:
    """Shows the last acts."""
    prepare_database()
    acts = latest(number)
    while True:
        for id_, act in acts:
            click.echo(line_for(id_, act))
        if not follow:
            return
        last = acts[-1][0] if acts else 0
        while not (acts := since(last)):
            time.sleep(0.5)


def line_for(id_: int, act: Act) -> str:
    named = (("actor", act.actor), ("thing", act.thing), ("version", act.version), ("public", act.public))
    parts = [f"{name}={one}" for name, one in named if one is not None]
    parts += [f"{key}={value}" for key, value in act.detail.items()]
    return f"{id_}\t{act.at:%Y-%m-%dT%H:%M:%SZ}\t{act.verb}\t{' '.join(parts)}"


@ledger.command()
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def export(file: Path) -> None:
    """Writes every act to FILE, as Parquet."""
    prepare_database()
    click.echo(f"{export_ledger(file):,} acts in {file}", err=True)
