"""How often one may call: so many times a minute, counted in the database, which all processes share.

Told as the IETF's draft "RateLimit header fields for HTTP" has it (draft-ietf-httpapi-ratelimit-headers-10).
"""

import hashlib
import hmac
import math
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from sociable.surfaces.api.callers import Caller
from sociable.surfaces.api.models import Spent

MINUTE = 60
HOUSE = 64
"""Bits of an IPv6 address that are one household's: whoever has one such address has them all."""
TABLE = Spent._meta.db_table
SPEND = f"""
INSERT INTO {TABLE} (caller, minute, calls) VALUES (%s, %s, 1)
ON CONFLICT (caller) DO UPDATE SET
  calls = CASE WHEN {TABLE}.minute = excluded.minute THEN {TABLE}.calls + 1 ELSE 1 END,
  minute = excluded.minute
RETURNING calls
"""  # noqa: S608 (our own table's name)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left to a caller in this minute."""

    quota: int
    calls: int
    seconds: int
    """Until the minute ends."""

    @property
    def is_spent(self) -> bool:
        return self.calls > self.quota

    def tell(self, response: HttpResponse) -> None:
        left = max(0, self.quota - self.calls)
        response["RateLimit-Policy"] = f'"minute";q={self.quota};w={MINUTE}'
        response["RateLimit"] = f'"minute";r={left};t={self.seconds}'


def spend(caller: str, quota: int, at: datetime) -> Allowance:
    """Counts one call. Exact however many call at once: the database adds up."""
    seconds = at.timestamp()
    minute = int(seconds // MINUTE)
    with connection.cursor() as cursor:
        cursor.execute(SPEND, [caller, minute])
        calls = int(cursor.fetchone()[0])
    if calls == 1:
        Spent.objects.filter(minute__lt=minute).delete()
    return Allowance(quota, calls, math.ceil(MINUTE - seconds % MINUTE))


def spend_as(caller: Caller, request: HttpRequest, at: datetime) -> Allowance:
    if caller.token is not None:
        return spend(f"token {caller.token.pk}", settings.API_CALLS, at)
    if caller.account is not None:
        return spend(f"person {caller.reader.person}", settings.API_CALLS, at)
    return spend_as_stranger(request, at)


def spend_as_stranger(request: HttpRequest, at: datetime) -> Allowance:
    return spend(mark_of(address_of(request)), settings.API_CALLS_OF_STRANGERS, at)


def mark_of(address: str) -> str:
    """The address as it is kept: enough to count, and of no other use."""
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()


def address_of(request: HttpRequest) -> str:
    """Where a call comes from: what the proxy added last, if the site stands behind one."""
    said = str(request.META.get("REMOTE_ADDR", ""))
    if settings.BEHIND_PROXY:
        said = request.headers.get("X-Forwarded-For", said).rpartition(",")[2].strip()
    try:
        one = ip_address(said)
    except ValueError:
        return said
    return str(ip_network((one, HOUSE), strict=False)) if one.version == 6 else said
