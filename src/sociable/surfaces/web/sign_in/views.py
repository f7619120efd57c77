"""Where our pages of sign-in differ from allauth's."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView, PasswordResetView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from sociable.surfaces.web.sign_in.adapter import sends_mail

TOO_MANY = frozenset({"too_many_login_attempts", "rate_limited"})


class Counted:
    """A form that was tried too often says so in its status too."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        said = {one.code for errors in form.errors.as_data().values() for one in errors}
        if said & TOO_MANY:
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        return response


class SignIn(Counted, LoginView):
    def get_context_data(self, **kwargs: Any) -> Mapping[str, Any]:
        is_open = get_adapter().is_open_for_signup(self.request)
        return {**super().get_context_data(**kwargs), "open_for_sign_up": is_open}


class SecondFactor(Counted, AuthenticateView):
    pass


class SamePassword(Counted, ReauthenticateView):
    pass


class SameCode(Counted, ReauthenticateByCodeView):
    pass


class Forgotten(PasswordResetView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not sends_mail():
            return render(request, "account/no_mail.html")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer


class AddPasskey(AddWebAuthnView):
    def get_context_data(self, **kwargs: Any) -> Mapping[str, Any]:
        """Asks for a key that lives on the device and knows its owner: one that signs in by itself."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        wanted = context["js_data"]["creation_options"]["publicKey"]["authenticatorSelection"]
        wanted |= {"residentKey": "required", "requireResidentKey": True, "userVerification": "required"}
        return context


sign_in = SignIn.as_view()
second_factor = SecondFactor.as_view()
same_password = SamePassword.as_view()
same_code = SameCode.as_view()
forgotten = Forgotten.as_view()
add_passkey = AddPasskey.as_view()
