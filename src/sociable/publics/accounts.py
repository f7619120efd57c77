"""Who is let in: an account, and with it the organisation."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sociable.people.identities import know, mail
from sociable.people.models import Account, Person
from sociable.people.verbs import Refused
from sociable.publics.models import ORGANISATION, Public
from sociable.publics.verbs import join


@transaction.atomic
def let_in(
    *,
    address: str,
    name: str,
    by: Person | None,
    at: datetime,
    password: str | None = None,
    administers: bool = False,
) -> Account:
    """Opens an account for somebody of the organisation; work known under that address is theirs at once."""
    if Account.objects.filter(email=address.strip().lower()).exists():
        raise Refused(_("%(a)s has an account already.") % {"a": address})
    one = mail(address, name)
    person_id = know([one])[one.key]
    if person_id is None:
        raise Refused(_("Whoever had this address asked to be forgotten."))
    person = Person.objects.select_related("same_as").get(pk=person_id).root
    if Account.objects.filter(person=person).exists():
        raise Refused(_("%(a)s has an account already.") % {"a": person})
    account = Account.objects.open(address, person, password, administers=administers)
    join(person=person, public=Public.objects.get(pk=ORGANISATION), by=by, at=at)
    return account
