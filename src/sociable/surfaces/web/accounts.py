"""Signing in and out."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """An address and a password; what goes wrong is said without telling which of the two it was."""

    error_messages = {
        "invalid_login": _("That address and password do not go together. Check both, then try again."),
        "inactive": _("This account is closed. Ask whoever runs the site to open it again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["username"].widget = forms.EmailInput(
            attrs={"autocomplete": "username", "maxlength": 254, "required": True}
        )
        self.fields["username"].label = _("E-mail address")
        self.fields["password"].label = _("Password")


class SignIn(LoginView):
    template_name = "web/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


sign_in = SignIn.as_view()
sign_out = LogoutView.as_view()
