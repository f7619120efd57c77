"""Tokens, by which scripts speak for people: create, revoke, and who holds one."""

import hashlib
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sociable.kit.databases import one_line, text_to_stored
from sociable.ledger.acts import Act, record
from sociable.people.models import Account, Token
from sociable.people.verbs import Refused

SCOPES = ("read", "write", "administer")
"""What a token may be used for: to read what I may read, to change what is mine, to run the site as I may."""
PREFIX = "sociable_"
"""Begins every token, so that whoever finds one, a person or a scanner, knows what it is."""
FORM = re.compile(PREFIX + r"[A-Za-z0-9_-]{43}")
SHOWN = len(PREFIX) + 4
MOST = 20
"""Tokens that stand, for one account."""
LONGEST_DAYS = 366
NOTED = timedelta(minutes=5)
"""How exactly it is kept when a token was used: not every reading should be a writing."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A token as it was just made, with the words that are shown this once."""

    token: Token
    secret: str


@transaction.atomic
def create(*, account: Account, name: str, scopes: Collection[str], days: int, at: datetime) -> Issued:
    """Makes a token by which a script speaks for me, for what the scopes say and so many days."""
    name = one_line(text_to_stored(name))[:80]
    wanted = [scope for scope in SCOPES if scope in scopes]
    refuse_wrong(account, name, wanted, days, at)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        account=account,
        name=name,
        digest=digest_of(secret),
        beginning=secret[:SHOWN],
        scopes=" ".join(wanted),
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    record([Act("sociable:Grant", at, account.person_id, detail={"token": token.pk})])
    return Issued(token, secret)


def refuse_wrong(account: Account, name: str, scopes: Collection[str], days: int, at: datetime) -> None:
    """Raises Refused for a token that cannot be made. The account is held: two at once are counted in turn."""
    Account.objects.select_for_update().get(pk=account.pk)
    if not re.search(r"\w", name):
        raise Refused(_("Give the token a name, by which you will know what uses it."))
    if not scopes:
        raise Refused(_("Choose what the token may be used for."))
    if "administer" in scopes and not account.is_superuser:
        raise Refused(_("Only an administrator’s token administers."))
    if not 0 < days <= LONGEST_DAYS:
        raise Refused(_("A token lasts from 1 to %(most)s days.") % {"most": LONGEST_DAYS})
    if Token.objects.standing(at).filter(account=account).count() >= MOST:
        raise Refused(_("You have %(most)s tokens: revoke one that is not used any more.") % {"most": MOST})


@transaction.atomic
def revoke(*, account: Account, token: int, at: datetime) -> Token:
    """Ends a token of mine, by its id: whoever holds it is a stranger from now on."""
    mine = Token.objects.select_for_update().filter(account=account, pk=token, revoked_at=None).first()
    if mine is None:
        raise Refused(_("You have no such token, or revoked it already."))
    mine.revoked_at = at
    mine.save(update_fields=["revoked_at"])
    record([Act("sociable:Revoke", at, account.person_id, detail={"token": mine.pk})])
    return mine


def holder(secret: str, at: datetime) -> Token | None:
    """The token behind these words, if it stands and its account is open; notes that it was used."""
    if not FORM.fullmatch(secret):
        return None
    standing = Token.objects.standing(at).filter(account__is_active=True, account__person__erased_at=None)
    found = standing.select_related("account__person__same_as").filter(digest=digest_of(secret)).first()
    if found is not None and (found.used_at is None or found.used_at < at - NOTED):
        not_noted = Q(used_at=None) | Q(used_at__lt=at - NOTED)
        Token.objects.filter(not_noted, pk=found.pk).update(used_at=at)
    return found


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
