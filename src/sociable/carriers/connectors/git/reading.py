"""A repository as records: one for each commit that the last run did not see."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sociable.carriers.connectors.git.contacts import Contacts, credits_of
from sociable.carriers.connectors.git.credits import take_apart
from sociable.carriers.connectors.git.log import CHANGES, Commit, commits
from sociable.carriers.connectors.git.repository import SHA, Repository
from sociable.carriers.connectors.git.touched import names_in, paths_in, told
from sociable.carriers.record import Reading, Record, Reject

MENTION = re.compile(rf"\b(?:{SHA.pattern})\b")
MENTIONS = 20


class Git:
    help = "The history of a git repository: a work tree or a bare one."

    schemes = ()

    def name_of(self, location: str) -> str:
        whole = Path(location).resolve()
        folder = whole.parent if whole.name == ".git" else whole
        return folder.name.removesuffix(".git")

    def read(self, location: str, name: str, cursor: Mapping[str, Any]) -> Reading:
        repository = Repository(Path(location))
        tips, horizon = repository.tips(), repository.horizon()
        # A clone that was deepened has old commits that no tip of the last run kept out: then all is read.
        seen = repository.commits(cursor.get("tips", ())) if cursor.get("horizon", []) == horizon else []
        feed = [*tips, *(f"^{tip}" for tip in seen)]
        total = repository.count(feed) if tips else 0
        reading = read_commits(repository, name, feed if total else [], CHANGES, horizon)
        return Reading(total, reading.records, reading.people, {"tips": tips, "horizon": horizon})

    def again(self, location: str, name: str, rejects: Iterator[Any]) -> Reading:
        repository = Repository(Path(location))
        asked = list(dict.fromkeys(sha_in(raw) for raw in rejects))
        there = repository.commits(sha for sha in asked if SHA.fullmatch(sha))
        lost = [Reject("there is no such commit here", sha, {"sha": sha}) for sha in asked if sha not in set(there)]
        return read_commits(repository, name, there, (*CHANGES, "--no-walk=unsorted"), repository.horizon(), lost)


def sha_in(raw: Any) -> str:
    return str(raw.get("sha", "")) if isinstance(raw, dict) else str(raw)


def read_commits(
    repository: Repository,
    name: str,
    feed: list[str],
    options: tuple[str, ...],
    horizon: Sequence[str],
    lost: Sequence[Reject] = (),
) -> Reading:
    walk = tuple(option for option in options if option.startswith("--no-walk"))
    contacts, cut = Contacts(repository, name, feed, walk), frozenset(horizon)

    def records() -> Iterator[Record | Reject]:
        yield from lost
        for one in commits(repository, feed, *options):
            yield one if isinstance(one, Reject) else to_record(one, contacts, is_cut=one.sha in cut)

    if not feed:
        return Reading(total=None, records=iter(lost))
    return Reading(total=None, records=records(), people=contacts.people())


def to_record(commit: Commit, contacts: Contacts, *, is_cut: bool) -> Record:
    """`is_cut` says that a shallow clone ends here: git would show everything as if this commit had written it."""
    message = take_apart(commit.message)
    change = b"" if is_cut else commit.change
    paths, patch = paths_in(change)
    return Record(
        key=commit.sha,
        kind="merge" if commit.is_merge else "commit",
        title=message.subject or commit.sha[:12],
        text="\n\n".join(part for part in (message.body, told(paths, names_in(change[patch:]))) if part),
        at=commit.at,
        people=credits_of(commit, message.credits, contacts),
        cites=[sha for sha in dict.fromkeys(MENTION.findall(commit.message)) if sha != commit.sha][:MENTIONS],
        raw={"sha": commit.sha},
    )
