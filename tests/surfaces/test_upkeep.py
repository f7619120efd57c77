"""The worker: what is new is found at once, also while what takes long is computed ahead."""

import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.carriers.conftest import write_lines
from tests.carriers.test_killed import Site


@pytest.mark.slow
@pytest.mark.once("test_sources.py runs a worker on PostgreSQL, too")
def test_on_a_large_site_the_graph_is_made_in_a_process_of_its_own(tmp_path: Path) -> None:
    documents = [
        {"id": f"d{one}", "title": f"Report {one}", "text": "water", "people": {"author": ["jo"]}}
        for one in range(3100)
    ]
    write_lines(tmp_path / "waters" / "documents.jsonl", documents)
    home = Site(tmp_path, "home")
    home.run("import", "corpus", str(tmp_path / "waters"))
    (graphs,) = (home.folder / "index").glob("graph-*")
    shutil.rmtree(graphs)
    worker = home.start("worker")
    try:
        until = time.monotonic() + 30
        while not (graphs / "current").exists() and time.monotonic() < until:
            time.sleep(0.05)
        assert (graphs / "current").exists()
    finally:
        os.killpg(worker.pid, signal.SIGTERM)
        _out, said = worker.communicate(timeout=30)
    assert b"Traceback" not in said
