"""The worker’s other duties: scheduled posts are published; a source that is due is visited by a process of its own, so
that the index waits for nobody."""

import subprocess
import sys
import time
from types import TracebackType

from sociable.carriers.sources import is_anything_due
from sociable.kit.clock import now
from sociable.surfaces.web.blogs.commenting import publish_what_is_due

EVERY = 3.0
"""Seconds between two looks at what is due."""
GOODBYE = 5.0
"""Seconds in which a visit may end when the worker stops; killed in the middle, it loses nothing."""


class Rounds:
    """At most one process that visits what is due."""

    def __init__(self) -> None:
        self.visiting: subprocess.Popen[bytes] | None = None
        self.next_look = 0.0

    def look(self) -> None:
        """Publishes the posts whose time has come; sends somebody out, if any source is due and nobody is out."""
        if time.monotonic() < self.next_look:
            return
        self.next_look = time.monotonic() + EVERY
        publish_what_is_due(now())
        if self.visiting and self.visiting.poll() is None:
            return
        self.visiting = None
        if is_anything_due(now()):
            command = [sys.executable, "-m", "sociable", "sources", "run", "--due"]
            self.visiting = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 (our own command)

    def __enter__(self) -> "Rounds":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self.visiting and self.visiting.poll() is None:
            self.visiting.terminate()
            try:
                self.visiting.wait(timeout=GOODBYE)
            except subprocess.TimeoutExpired:
                self.visiting.kill()
                self.visiting.wait()
