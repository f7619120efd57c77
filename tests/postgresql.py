"""A PostgreSQL server for the tests, from a wheel: made, started, and gone afterwards."""

import atexit
import os
import tempfile
from pathlib import Path

from sociable.surfaces.cli.servers import postgresql


def start() -> str:
    """Starts a server in a folder of its own. Returns its URL."""
    serving = postgresql(Path(tempfile.mkdtemp(prefix="sociable-pg-")))
    url, owner = serving.__enter__(), os.getpid()
    hurry(url)

    def stop() -> None:
        if os.getpid() == owner:
            serving.__exit__(None, None, None)

    atexit.register(stop)
    return url


def hurry(url: str) -> None:
    """Tells the server not to wait for the disk: what the tests write may be lost with the machine."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
