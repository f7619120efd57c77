"""Who is signed in: allauth's way of finding out, with the account looked up by a query that is compiled once."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db import DEFAULT_DB_ALIAS
from django.db.models import BigIntegerField

from sociable.kit.asked import Asked, Slot
from sociable.people.models import Account, Person

ACCOUNT = [field.attname for field in Account._meta.concrete_fields]
PERSON = [field.attname for field in Person._meta.concrete_fields]
BY_ID = Asked(
    lambda: Account.objects.filter(pk=Slot("id", BigIntegerField())).values_list(
        *ACCOUNT, *(f"person__{name}" for name in PERSON), *(f"person__same_as__{name}" for name in PERSON)
    )
)


class Backend(AuthenticationBackend):
    def get_user(self, user_id: int) -> Account | None:
        account = next((account_from(row) for row in BY_ID(id=user_id)), None)
        return account if account and self.user_can_authenticate(account) else None


def account_from(row: tuple[Any, ...]) -> Account:
    """The account of a row, with the person, and whom they are known as: every request asks for both."""
    account = Account.from_db(DEFAULT_DB_ALIAS, ACCOUNT, row[: len(ACCOUNT)])
    person, known_as = row[len(ACCOUNT) : -len(PERSON)], row[-len(PERSON) :]
    account.person = Person.from_db(DEFAULT_DB_ALIAS, PERSON, person)
    if account.person.same_as_id is not None:
        account.person.same_as = Person.from_db(DEFAULT_DB_ALIAS, PERSON, known_as)
    return account
