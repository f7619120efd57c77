"""Which addresses of the network may be reached from here: public ones, and what the administrator allows besides.

Whoever names an address to be fetched could name a machine that only this one reaches: a database, a printer, the
cloud's own metadata. A name is therefore resolved once, here, and the connection goes to the very address that was
checked: a name that means something else a moment later (DNS rebinding) is no way in.
"""

import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.utils.translation import gettext_noop as _

Address = IPv4Address | IPv6Address

UNICAST = ip_network("2000::/3")
"""The only part of IPv6 from which public addresses are given."""
SPECIAL = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2002::/16", "3fff::/20")))
"""Inside the public ranges, yet not a machine of the internet: protocols, tunnels that carry an IPv4 address inside
(6to4, Teredo), documentation. Mapped addresses and NAT64 lie outside of the unicast range."""


class NotFetched(Exception):
    """What was asked for could not be had. `said` is a text to translate, with places for what is in `more`."""

    def __init__(self, said: str, **more: str | int) -> None:
        super().__init__(said)
        self.said, self.more = said, more

    def __str__(self) -> str:
        return self.said % self.more


def is_public(address: Address) -> bool:
    """Whether anybody on the internet reaches this address, and it means one machine."""
    if address.version == 6 and address not in UNICAST:
        return False
    if any(address.version == network.version and address in network for network in SPECIAL):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, each of which may be connected to. Raises NotFetched where even one may not."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFetched(_("There is no machine called %(host)s; is the address right?"), host=host) from None
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    allowed = settings.FETCH_ALLOW
    if host not in allowed and not all(is_public(bare(one)) or is_allowed(bare(one), allowed) for one in addresses):
        raise NotFetched(
            _("%(host)s is inside a private network. An administrator can allow it: SOCIABLE_FETCH_ALLOW."), host=host
        )
    return addresses


def bare(address: str) -> Address:
    """Without the zone of a link-local address."""
    return ip_address(address.partition("%")[0])


def is_allowed(address: Address, allowed: Collection[str]) -> bool:
    """Whether the address, or a network that holds it, is among those that the administrator allows."""
    for word in allowed:
        try:
            network = ip_network(word, strict=False)
        except ValueError:  # a host's name
            continue
        if address.version == network.version and address in network:
            return True
    return False
