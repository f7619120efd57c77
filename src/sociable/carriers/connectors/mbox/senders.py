"""Who sent a mail: name and address, also where a list put itself in the place of whoever wrote."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr

from sociable.carriers.connectors.mbox.charsets import bare, header_text
from sociable.people.identities import Handle, handle, mail

Headers = Mapping[str, str]
ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+")
LONGEST = 400
"""Characters of a sender that are looked at: the parser goes as deep as its brackets are nested."""
OBFUSCATED = re.compile(r"^\s*([^\s<>()@]+) (?:at|chez) ([^\s<>()@]+\.[^\s<>()@]+)(?=$|\s)")
VIA = re.compile(r"\s+(?:via|par l['’]intermédiaire de|on behalf of)\s+.*$", re.IGNORECASE)
QUOTES = "'\"‘’“”«» \t\N{NO-BREAK SPACE}"
MACHINE = re.compile(
    r"(?:mailer-?daemon|postmaster|(?:no|do-?not|ne-?pas)[-_.]?(?:reply|repl(?:y|ie)|r[eé]pondre)|bounces?|notifications?"
    r"|auto(?:mat(?:ic|ed))?-?(?:reply|mailer)|cron|root|daemon|list(?:serv|master)|mailman|majordomo|sympa)"
    r"(?:[-+._][^@]*)?@|[^@]*-(?:bounces?|request|owner|noreply|no-reply)(?:\+[^@]*)?@|owner-[^@]*@",
    re.IGNORECASE,
)
"""Addresses from which no person writes."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Whoever wrote, as the mail names them. Without an address, they are known by their name in this source only."""

    address: str
    name: str

    @property
    def is_machine(self) -> bool:
        return bool(MACHINE.match(self.address))

    def known_as(self, source: str) -> Handle:
        return mail(self.address, self.name) if self.address else handle(self.name, f"mbox/{source}", self.name)


def sender_of(headers: Headers, parting: bytes, list_name: str) -> Sender | None:
    """From; if a list rewrote it, whom the list hides; without it Sender, Reply-To, or who delivered it."""
    for place in ("from", "sender", "reply-to", "return-path"):
        if (one := contact_in(headers.get(place, ""))) and (one.address or one.name):
            return behind_the_list(one, headers, list_name) if place == "from" else one
    words = parting.decode("ascii", errors="replace").split()
    return Sender(words[1], "") if len(words) > 1 and ADDRESS.fullmatch(words[1]) else None


def contact_in(raw: str) -> Sender | None:
    if not raw.strip():
        return None
    # Addresses are taken apart before the names are decoded: an encoded name may hold a comma.
    text = OBFUSCATED.sub(r"\1@\2", " ".join(bare(raw[: 2 * LONGEST]).split())[:LONGEST])
    name, address = parseaddr(text)
    if not ADDRESS.fullmatch(address):
        found = ADDRESS.search(text)
        name, address = (text[: found.start()], found[0]) if found else (name or text, "")
    return Sender(address.casefold(), tidy_name(name, address))


def tidy_name(name: str, address: str) -> str:
    """A name decoded and without the quotes around it; an address in its place is no name."""
    plain = header_text(name).strip(QUOTES + "<(")
    return "" if "@" in plain or plain.casefold() == address.casefold() else plain


def behind_the_list(one: Sender, headers: Headers, list_name: str) -> Sender:
    """`Ada via Workshop <workshop@lists.example>` is Ada: lists write so since DMARC, and put her address elsewhere."""
    is_list = bool(list_name) and one.address.partition("@")[0] == list_name.casefold()
    if not is_list and not VIA.search(one.name):
        return one
    name = VIA.sub("", one.name).strip(QUOTES)
    for place in ("x-original-from", "x-mailfrom", "reply-to"):
        other = contact_in(headers.get(place, "").partition(",")[0])
        if other and other.address and other.address != one.address and not other.is_machine:
            return Sender(other.address, other.name or name)
    return Sender("", name) if name else one
