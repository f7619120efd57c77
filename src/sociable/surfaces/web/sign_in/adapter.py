"""What allauth asks us: who may come in, how mail leaves, and what is said when something is off."""

import base64
import hashlib
import logging
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.translation import gettext_lazy as _

from sociable.people.models import Account
from sociable.surfaces.web.errors import no_mail_just_now
from sociable.surfaces.web.sign_in.devices import describe

log = logging.getLogger(__name__)

WAYS = {
    "reauthenticate": _("With your password"),
    "mfa_reauthenticate": _("With a code"),
    "mfa_reauthenticate:webauthn": _("With a passkey"),
}
"""How somebody who is signed in shows once more that it is them."""

WRONG_CODE = _("This code is not the right one, or it was used already. Wait for the next, then try again.")


def sends_mail() -> bool:
    """Whether this site can send mail at all."""
    return not settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend")


class Adapter(DefaultAccountAdapter):
    """Accounts. Nothing said here tells whether an address has one."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Ask whoever runs the site to open it again."),
        "email_password_mismatch": _("That address and password do not go together. Check both, then try again."),
        "enter_current_password": _("That is not the password you have so far."),
        "incorrect_code": WRONG_CODE,
        "incorrect_password": _("That is not your password. Try again."),
        "invalid_password_reset": _("This link was used already, or is too old. Ask for a new one."),
        "rate_limited": _("That was tried too often. Wait a few minutes, then try again."),
        "too_many_login_attempts": _("That was tried too often. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGN_UP_DOMAINS) and sends_mail()

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        ways = super().get_reauthentication_methods(user)
        return [{**way, "description": WAYS[way["id"]]} for way in ways]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends it now: a mail server that does not answer is said to whoever waits for the mail."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as trouble:
            log.error("Mail could not be sent: %s", trouble)
            raise ImmediateHttpResponse(no_mail_just_now(current.request)) from None

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Tells people of a change to how they sign in; the change stands, whether or not the mail leaves."""
        try:
            if sends_mail():
                super().send_notification_mail(*args, **kwargs)
        except ImmediateHttpResponse:
            return


class Factors(DefaultMFAAdapter):
    """Second factors and passkeys. Their secrets are kept encrypted under the site's own."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": _("Recovery codes stand in for a second factor; add one first."),
        "incorrect_code": WRONG_CODE,
    }

    def encrypt(self, text: str) -> str:
        return lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return lock().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:  # the site's secret is another now: a secret that nobody knows fits no code
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return describe(current.request.headers.get("User-Agent", ""))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Sociable"}

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, Any]:
        return {**super().get_public_key_credential_user_entity(user), "display_name": str(user.person.root)}


def lock() -> Fernet:
    digest = hashlib.sha256(b"sociable second factors" + force_bytes(settings.SECRET_KEY)).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
