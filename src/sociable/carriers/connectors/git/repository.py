"""Asking git, and only git.

A repository may come from anybody, and its configuration can name programs: hooks, pagers, diff and text drivers, file
watchers, signature checkers, transports. None of them is ever run here, nothing is fetched, and nothing is written.
That is why git's own refusal of a repository that belongs to somebody else can be lifted.
"""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from sociable.carriers.record import BadRecord

ATTRIBUTES = Path(__file__).with_name("attributes")

SETTINGS = {
    "safe.directory": "*",
    "core.attributesFile": str(ATTRIBUTES),
    "core.bigFileThreshold": "1m",
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.quotePath": "false",
    "diff.orderFile": os.devnull,
    "diff.renames": "true",
    "gc.auto": "0",
    "log.follow": "false",
    "log.showRoot": "true",
    "log.showSignature": "false",
}
"""What the command line says stands above every file of configuration."""

SURROUNDINGS = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}

WORK = ("refs/heads", "refs/tags", "refs/remotes")
"""Where work stands. Stashes, notes and replaced objects are nobody's published work."""

MISSING = re.compile(r"unable to read|missing|bad object|could not (?:fetch|get|read)", re.IGNORECASE)
SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class Repository:
    """A repository that is there, and may be asked."""

    def __init__(self, location: Path) -> None:
        self.location = location.resolve()
        if not self.location.is_dir():
            raise BadRecord(f"{location} is not a git repository: it is not a folder")
        self.settings = dict(SETTINGS)
        try:
            self.ask("rev-parse", "--git-dir")
        except BadRecord as reason:
            raise BadRecord(f"{location} is not a git repository ({reason})") from None
        self.find_mailmap()

    def find_mailmap(self) -> None:
        """Where HEAD names a branch that is not there, git would not look for the `.mailmap` of those that are."""
        if not self.commits(["HEAD"]):
            newest = self.ask("for-each-ref", "--sort=-committerdate", "--count=1", "--format=%(refname)", WORK[0])
            self.settings |= {"mailmap.blob": f"{newest.strip()}:.mailmap"} if newest else {}

    def tips(self) -> list[str]:
        """The commits at which branches and tags stand, here and as last seen elsewhere, and HEAD."""
        refs = self.ask("for-each-ref", "--format=%(objectname)", *WORK).split()
        return self.commits([*refs, "HEAD"])

    def commits(self, names: Iterable[str]) -> list[str]:
        """The commits these names stand for, each once; what is not there, or no commit, is left out."""
        asked = [f"{name}^{{commit}}" for name in dict.fromkeys(names)]
        said = self.ask("cat-file", "--batch-check=%(objectname)", feed=asked).splitlines() if asked else ()
        return list(dict.fromkeys(line for line in said if SHA.fullmatch(line)))

    def count(self, feed: Iterable[str]) -> int:
        return int(self.ask("rev-list", "--count", "--stdin", feed=feed))

    def horizon(self) -> list[str]:
        """Where a shallow clone ends: commits whose parents were left behind."""
        file = self.location / self.ask("rev-parse", "--git-path", "shallow").rstrip("\n")
        return sorted(file.read_text().split()) if file.is_file() else []

    def ask(self, *question: str, feed: Iterable[str] = ()) -> str:
        """The whole answer, for questions with short ones."""
        with self.stream(*question, feed=feed) as answer:
            return answer.read().decode(errors="replace")

    @contextmanager
    def stream(self, *question: str, feed: Iterable[str] = ()) -> Iterator[IO[bytes]]:
        """The answer as it comes. Whoever stops listening stops git; raises BadRecord where git fails."""
        # Files, not pipes, for what it is told and its complaints: then nobody waits for anybody, however long.
        with TemporaryFile() as told, TemporaryFile() as complaints:
            told.writelines(f"{line}\n".encode(errors="replace") for line in feed)
            told.seek(0)
            with self.start(question, told, complaints) as process:
                assert process.stdout is not None
                try:
                    yield process.stdout
                except BaseException:
                    process.kill()
                    raise
            if process.returncode:
                raise BadRecord(f"git: {last_words(complaints)}")

    def start(self, question: tuple[str, ...], told: IO[bytes], complaints: IO[bytes]) -> "subprocess.Popen[bytes]":
        settings = [part for key, value in self.settings.items() for part in ("-c", f"{key}={value}")]
        try:
            return subprocess.Popen(  # noqa: S603 (no shell, and no argument that a repository chose)
                ["git", "--no-pager", *settings, *question],  # noqa: S607 (wherever it is installed)
                cwd=self.location,
                env=self.surroundings(),
                stdin=told,
                stdout=subprocess.PIPE,
                stderr=complaints,
            )
        except FileNotFoundError:
            raise BadRecord("git is not installed here") from None

    def surroundings(self) -> dict[str, str]:
        """Our own environment, without what git would take from it, and looking for a repository nowhere higher up."""
        ours = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        return ours | SURROUNDINGS | {"GIT_CEILING_DIRECTORIES": str(self.location.parent)}


def last_words(complaints: IO[bytes]) -> str:
    """The line in which git says what it died of."""
    complaints.seek(0)
    lines = [line for line in complaints.read().decode(errors="replace").splitlines() if line.strip()]
    fatal = [line.removeprefix("fatal: ") for line in lines if line.startswith("fatal: ")]
    last = (fatal or lines or ["it ended without a word"])[-1]
    return f"{last}; if this is a partial clone, make it whole first" if MISSING.search(last) else last
