"""allauth's forms with our words on them: a label above each field, and nothing inside it."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factors
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

LABELS = {
    "code": _("Code"),
    "email": _("E-mail address"),
    "login": _("E-mail address"),
    "name": _("Name of the passkey"),
    "oldpassword": _("Your password so far"),
    "password": _("Password"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
}


class Plain(forms.Form):
    """Mixed in first: takes the placeholders out, and labels the fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
            field.label = LABELS.get(name, field.label)


class NewPassword(Plain):
    """A form in which a password is chosen: says beforehand what it must be like."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = " ".join(password_validators_help_texts())

    def add_error(self, field: str | None, error: Any) -> None:
        """allauth says in its own words that the two differ; all else is said by the fields themselves."""
        differs = field == "password2" and not isinstance(error, forms.ValidationError)
        super().add_error(field, _("The two are not the same.") if differs else error)


class SignIn(Plain, account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "maxlength": 254}


class ChangePassword(NewPassword, account.ChangePasswordForm):
    pass


class SetPassword(NewPassword, account.SetPasswordForm):
    pass


class ChoosePassword(NewPassword, account.ResetPasswordKeyForm):
    pass


class Forgotten(Plain, account.ResetPasswordForm):
    pass


class SamePassword(Plain, account.ReauthenticateForm):
    pass


class Code(Plain, factors.AuthenticateForm):
    pass


class SameCode(Plain, factors.ReauthenticateForm):
    pass


class FirstCode(Plain, ActivateTOTPForm):
    pass


class NewPasskey(Plain, AddWebAuthnForm):
    """A passkey signs in by itself: it must ask its owner for a finger, a face or a PIN."""

    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True)


class RenamePasskey(Plain, EditWebAuthnForm):
    name = forms.CharField(max_length=100)


class OpenAccount(Plain):
    """Somebody of the organisation asks for an account: the link goes to their mailbox."""

    email = forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    called = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))

    def clean_email(self) -> str:
        address = str(self.cleaned_data["email"]).lower()
        if address.rpartition("@")[2] not in settings.SIGN_UP_DOMAINS:
            domains = ", ".join(sorted(settings.SIGN_UP_DOMAINS))
            raise forms.ValidationError(_("Only addresses of %(a)s open an account here.") % {"a": domains})
        return address
