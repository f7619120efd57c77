"""Help for somebody who cannot sign in. Each is an act: whoever can let others in is seen doing it."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from sociable.ledger.acts import Act, record
from sociable.people.models import Account, Person
from sociable.people.verbs import id_of


@transaction.atomic
def reset_second_factor(*, account: Account, by: Person | None, at: datetime) -> int:
    """Takes away the passkeys and codes of somebody who lost theirs, and ends their sessions; the password stays.

    Returns how many there were.
    """
    theirs = Authenticator.objects.filter(user=account)
    taken: int = theirs.count()
    theirs.delete()
    for session in UserSession.objects.filter(user=account):
        session.end()
    record([Act("sociable:ResetSecondFactor", at, id_of(by), detail={"person": account.person_id})])
    return taken


@transaction.atomic
def readmit(*, account: Account, by: Person | None, at: datetime) -> Account:
    """Gives somebody a link to choose a password with; the surface makes it, since it is never kept."""
    record([Act("sociable:Readmit", at, id_of(by), detail={"person": account.person_id})])
    return account
