"""`sociable serve`, `worker`, `setup` and `demo`: the site, running."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

import click
from django.conf import settings
from django.core.management import call_command

from sociable.knowledge.expertise import graph
from sociable.surfaces.cli.rounds import Rounds
from sociable.surfaces.cli.upkeep import keep_up, nothing_else, prepare_database

HOST = "127.0.0.1"
THREADS = 4
"""Pages that one process makes at the same time; more wait in line."""
FILES = 65_536
"""Files that a process may hold open, if the system lets it: each page that is live is one."""


def prepare_site() -> None:
    """Tables and static files, as this version of the code wants them."""
    prepare_database()
    call_command("collectstatic", verbosity=0, interactive=False)


@click.command()
def setup() -> None:
    """Makes or brings up to date the tables and static files of the site."""
    prepare_site()
    click.echo(f"The site in {settings.DATA} is ready.", err=True)


@click.command()
@click.option("--with-parent", type=int, hidden=True, help="Stops when that process is gone.")
@click.option("--no-sources", is_flag=True, help="Leaves the scheduled sources to another worker.")
@click.option("--ahead", is_flag=True, hidden=True, help="Only makes what is computed ahead, once.")
def worker(with_parent: int | None, no_sources: bool, ahead: bool) -> None:
    """Keeps search and all that is derived in step with the ledger, and visits the sources, until stopped."""
    if ahead:
        graph.keep_up()
        return
    stopped = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    prepare_database()
    with Rounds() as rounds:
        keep_up(
            lambda: stopped or (with_parent is not None and os.getppid() != with_parent),
            meanwhile=nothing_else if no_sources else rounds.look,
        )


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that make pages.")
def serve(port: int, workers: int) -> None:
    """Serves the pages, tells them what is new, and keeps the index, until ^C."""
    check_ports(port)
    prepare_site()
    run_together(port, workers)


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--empty", is_flag=True, help="What an administrator meets on the first day, in a folder of its own.")
def demo(port: int, *, empty: bool) -> None:
    """The site with a small office in it, served until ^C. Run it again: nothing is lost."""
    check_ports(port)
    prepare_site()
    tell_who_signs_in(port, open_demo(empty=empty))
    click.echo("\n  ^C stops everything; the site stays as you leave it.\n")
    run_together(port, 1)


def open_demo(*, empty: bool) -> list[tuple[str, str, str]]:
    """Opens the office, or an empty site. Returns who can sign in: address, name, and what they are there."""
    from sociable.surfaces.office.opening import FIRST, is_open, open_empty_site, open_office, sign_ins

    if not empty:
        open_office()
        return sign_ins()
    if is_open():
        raise click.ClickException("the demo office stands here already; for an empty site, say where: --data DIR")
    open_empty_site()
    return [(*FIRST, "begins the first day")]


def tell_who_signs_in(port: int, people: list[tuple[str, str, str]]) -> None:
    from sociable.surfaces.office.opening import PASSWORD

    click.echo(f"\n  Sociable is at http://localhost:{port}/\n\n  Sign in (password for all: {PASSWORD}):")
    for address, name, note in people:
        click.echo(f"    {address:<28} {name}, {note}")


def check_ports(port: int) -> None:
    """Both the pages' and, beside it, the stream's."""
    check_port(port)
    if port < 65535:
        check_port(port + 1, "the port after it, for what is live, is taken: ")


def check_port(port: int, why: str = "") -> None:
    """Says in time that the port is taken, and what to do."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
        except OSError:
            raise click.ClickException(
                f"{why}port {port} is taken or not yours to open; try --port {port + 1}"
            ) from None


def pages_command(port: int, workers: int) -> list[str]:
    """What starts the pages' server."""
    pages = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    pages += ["--workers", str(workers), "--blocking-threads", str(THREADS), "--backpressure", str(THREADS * 8)]
    return [*pages, "--no-ws", "--log-level", "warning", "sociable.wsgi:application"]


def stream_command(port: int) -> list[str]:
    """What starts the streaming process: one, whatever the number of pages."""
    stream = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", HOST, "--port", str(port)]
    stream += ["--workers", "1", "--backlog", "4096", "--backpressure", str(FILES), "--workers-kill-timeout", "1"]
    return [*stream, "--no-ws", "--http", "1", "--log-level", "warning", "sociable.surfaces.stream.asgi:application"]


def environment_for(port: int) -> dict[str, str]:
    """The pages are told where the stream is, and under which address they are found, unless a setting says it."""
    said, default = settings.ENVIRONMENT, "/stream/" if settings.PRODUCTION else f":{port + 1}"
    address = said.address if "address" in said.model_fields_set else f"http://localhost:{port}"
    return {**os.environ, "SOCIABLE_STREAM": said.stream or default, "SOCIABLE_ADDRESS": address}


def allow_many_files() -> None:
    """For the processes started from here on: the system's own limit is often a thousand."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def run_together(port: int, workers: int) -> None:
    """Pages, stream and worker side by side. When one ends, or on ^C, all do."""
    environment = environment_for(port)
    commands = [
        pages_command(port, workers),
        [sys.executable, "-m", "sociable", "worker", "--with-parent", str(os.getpid())],
    ]
    if environment["SOCIABLE_STREAM"] != "off":
        commands.append(stream_command(port + 1))
    allow_many_files()
    children = [subprocess.Popen(one, start_new_session=True, env=environment) for one in commands]  # noqa: S603
    try:
        for number in (signal.SIGINT, signal.SIGTERM):  # a shell may start us with ^C ignored
            signal.signal(number, signal.default_int_handler)
        while all(child.poll() is None for child in children):
            time.sleep(0.2)
        sys.exit("The pages' server, the stream or the worker ended by itself; what it said is above.")
    except KeyboardInterrupt:
        click.echo("\nStopping …", err=True)
    finally:
        for child in children:
            child.terminate()
        for child in children:
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                child.kill()
