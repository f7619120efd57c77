"""Whom a commit's message credits, beside its author: `Co-authored-by: Ada <ada@office.example>` and its like."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sociable.carriers.connectors.git.log import Contact

ROLES = {
    "acked": "reviewer",
    "approved": "reviewer",
    "co-authored": "co-author",
    "co-developed": "co-author",
    "coauthored": "co-author",
    "helped": "helper",
    "mentored": "helper",
    "reported": "reporter",
    "reviewed": "reviewer",
    "signed-off": "signer",
    "suggested": "helper",
    "tested": "tester",
}
MOST = 100
"""Credits of one commit that are read."""
LONGEST_MESSAGE = 100_000
LONGEST_NAME = 80

TRAILER = re.compile(r"^([a-z][a-z-]*)-by[ \t]*:[ \t]*(\S.*(?:\n[ \t]+\S.*)*)\n?", re.IGNORECASE | re.MULTILINE)
BESIDE = re.compile(r"[ \t]|[\w]+(?:-[\w]+)+[ \t]*:|(?:cc|link|bug|fixes|closes|refs|see)\s*:|[\[(-]", re.IGNORECASE)
"""What may stand among trailers: other trailers, their folded lines, notes in brackets, a ruler."""
NOISE = re.compile(r"^(?:change-id|git-svn-id)[ \t]*:.*\n?", re.IGNORECASE | re.MULTILINE)
CONTACT = re.compile(r"([^<>]*)<([^<>]*)>")
ADDRESS = re.compile(r"[^\s@<>,;()]+@[^\s@<>,;()]+")
REMARK = re.compile(r"\s*(?:[#(\[].*|:\S+:)$")
CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])


@dataclass(frozen=True, slots=True)
class Message:
    """A message taken apart."""

    subject: str
    body: str
    credits: list[tuple[Contact, str]]


def take_apart(message: str) -> Message:
    """Subject (the first paragraph), body, and the people whom trailers name, with their roles."""
    whole = message if len(message) <= LONGEST_MESSAGE else f"{message[:LONGEST_MESSAGE]}\n…"
    tidy = whole.replace("\r\n", "\n").translate(CONTROL).strip("\n")
    subject, _, body = tidy.partition("\n\n")
    found = list(trailers(body))
    for trailer in reversed(found):
        body = body[: trailer.start()] + body[trailer.end() :]
    people = [(contact, role) for trailer in found for role in roles_of(trailer[1]) for contact in contacts(trailer[2])]
    return Message(" ".join(subject.split()), NOISE.sub("", body).rstrip("- \t\n"), people[:MOST])


def trailers(body: str) -> Iterator[re.Match[str]]:
    """Credits anywhere in the body, as squashed commits have them; without an address, only in its last lines."""
    if "-by" not in body.lower():
        return
    end = start_of_trailers(body)
    for found in TRAILER.finditer(body):
        if roles_of(found[1]) and (found.start() >= end or CONTACT.search(found[2])):
            yield found


def start_of_trailers(body: str) -> int:
    """Where the last lines begin that are all trailers, or may stand among them."""
    start = len(body)
    while start:
        before = body.rfind("\n", 0, start - 1) + 1
        line = body[before:start]
        if line.strip() and not BESIDE.match(line):
            break
        start = before
    return start


def roles_of(word: str) -> list[str]:
    """`Reported-and-tested` is two roles; what is none of ours is no role."""
    parts = re.split("-and-", word.lower())
    return [ROLES[part] for part in parts] if all(part in ROLES for part in parts) else []


def contacts(value: str) -> list[Contact]:
    """The people a trailer names: usually one, sometimes several, sometimes only by a name or an address."""
    text = " ".join(value.split())
    if named := CONTACT.findall(text):
        return [(name_in(name), address.strip()) for name, address in named]
    text = REMARK.sub("", text)
    if address := ADDRESS.fullmatch(text):
        return [("", address[0])]
    is_name = len(text) <= LONGEST_NAME and "://" not in text and any(letter.isalpha() for letter in text)
    return [(name_in(text), "")] if is_name else []


def name_in(text: str) -> str:
    return text.removeprefix(" and ").strip(" \t,;&\"'")
