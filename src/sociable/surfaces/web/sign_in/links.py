"""The link with which somebody chooses a password: signed, good for three days, and once."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from sociable.people.models import Account


def path_to_password(account: Account) -> str:
    key = default_token_generator.make_token(account)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(account), key])
