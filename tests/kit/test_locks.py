"""A lock is given back by the kernel when its holder dies, however it dies."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from sociable.kit.locks import held

HOLD = """
import sys, time
from pathlib import Path
from sociable.kit.locks import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_one_holder_at_a_time(tmp_path: Path) -> None:
    with held(tmp_path / "x") as first, held(tmp_path / "x", wait=False) as second:
        assert first
        assert not second
    with held(tmp_path / "x", wait=False) as again:
        assert again


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "x")], stdout=subprocess.PIPE, env=dict(os.environ)
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with held(tmp_path / "x", wait=False) as mine:
            assert not mine
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    with held(tmp_path / "x", wait=False) as mine:
        assert mine
