"""Who the people of a history are: the repository's `.mailmap` says which names and addresses are one person."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sociable.carriers.connectors.git.credits import take_apart
from sociable.carriers.connectors.git.log import Commit, Contact, commits
from sociable.carriers.connectors.git.repository import Repository
from sociable.carriers.record import BadRecord, Person
from sociable.people.identities import Handle, handle, mail

ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")
NOBODYS = re.compile(r"(?:root|none|nobody|unknown|you|user)@(?:localhost|none|nowhere|unknown|example\.com)", re.I)
MACHINE = re.compile(r"(?:no-?reply|do-?not-?reply)@", re.IGNORECASE)
"""Addresses at which nobody reads: what a forge or an assistant signs with."""


@dataclass
class Contacts:
    """The people of some commits. They are looked up all at once, the first time that one is asked for."""

    repository: Repository
    name: str
    feed: list[str]
    options: tuple[str, ...] = ()
    known: Mapping[Contact, Handle | None] = field(default_factory=dict, init=False)

    def __getitem__(self, contact: Contact) -> Handle | None:
        """The handle under which somebody is known; None where there is neither a name nor an address."""
        return self.handles[contact]

    @cached_property
    def handles(self) -> dict[Contact, Handle | None]:
        written = list(dict.fromkeys(self.written()))
        return {one: self.handle_of(real) for one, real in zip(written, self.mapped(written), strict=True)}

    def written(self) -> Iterator[Contact]:
        for commit in commits(self.repository, self.feed, *self.options, "--no-patch"):
            if isinstance(commit, Commit):
                yield from (commit.author, commit.committer)
                yield from (contact for contact, _role in take_apart(commit.message).credits)

    def mapped(self, written: list[Contact]) -> list[Contact]:
        """Names and addresses as `.mailmap` corrects them."""
        if not written:
            return []
        lines = [f"{plain(name)} <{plain(address)}>" for name, address in written]
        answers = self.repository.ask("check-mailmap", "--stdin", feed=lines).split("\n")[:-1]
        if len(answers) != len(lines):
            raise BadRecord("git: check-mailmap did not answer for everybody")
        return [
            (name.strip(), address.removesuffix(">")) for name, _, address in (one.rpartition("<") for one in answers)
        ]

    def handle_of(self, contact: Contact) -> Handle | None:
        name, address = contact
        if is_address(address):
            return mail(address, name)
        called = name or address
        return handle(called, f"git/{self.name}", called) if called.strip() else None

    def people(self) -> Iterator[Person]:
        """Those who have other addresses too, and those whom no question reaches."""
        others = self.aliases()
        for one in dict.fromkeys(person for person in self.handles.values() if person):
            ranked = not MACHINE.match(one.value)
            if not ranked or one.key in others:
                yield Person(one, ranked=ranked, aliases=tuple(others.pop(one.key, ())))

    def aliases(self) -> dict[tuple[str, str, str], list[Handle]]:
        """By person, the addresses they wrote under and `.mailmap` corrected; not those that several shared."""
        meant: dict[tuple[str, str, str], set[tuple[str, str, str]]] = defaultdict(set)
        raw: dict[tuple[str, str, str], Handle] = {}
        for contact, person in self.handles.items():
            written = self.handle_of(contact)
            if written and person:
                meant[written.key].add(person.key)
                raw.setdefault(written.key, written)
        taken = {person.key for person in self.handles.values() if person}
        found: dict[tuple[str, str, str], list[Handle]] = defaultdict(list)
        for key, people in meant.items():
            if len(people) == 1 and key not in taken:
                found[next(iter(people))].append(raw[key])
        return found


def plain(text: str) -> str:
    """Without what would end a line or an address for git."""
    return " ".join(re.sub(r"[<>\0]", " ", text).split())


def is_address(text: str) -> bool:
    return bool(ADDRESS.fullmatch(text)) and not NOBODYS.fullmatch(text)


def are_one(one: Handle, other: Handle) -> bool:
    """The same address, or the same name: nobody commits for a namesake."""
    return one.key == other.key or (bool(one.name) and one.name.casefold() == other.name.casefold())


def credits_of(commit: Commit, named: Iterable[tuple[Contact, str]], contacts: Contacts) -> list[tuple[Handle, str]]:
    """Everybody with a hand in a commit. A merge has no author: whoever merges has not written it."""
    author, committer = contacts[commit.author], contacts[commit.committer]
    makers = [one for one in (author, committer) if one]
    if author and committer and (are_one(author, committer) or MACHINE.match(committer.value)):
        makers = [author]
    roles = ("merger", "merger") if commit.is_merge else ("author" if author else "committer", "committer")
    credited = list(zip(makers, roles, strict=False))
    for contact, role in named:
        person = contacts[contact]
        itself = role in ("co-author", "signer") and person and any(are_one(person, one) for one in makers)
        if person and not itself:
            credited.append((person, role))
    return list({(one.key, role): (one, role) for one, role in credited}.values())
