"""The addresses of sign-in. The names are allauth's, which looks its pages up by them."""

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.contrib.auth.decorators import login_required
from django.urls import path, re_path
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView

from sociable.surfaces.web.sign_in import views
from sociable.surfaces.web.sign_in.sessions import sessions
from sociable.surfaces.web.sign_in.sign_up import open_account, sign_up

first_password = login_required(reauthentication_required(account.password_set, app="allauth.mfa"))
sign_out = require_POST(account.logout)  # a link must not sign anybody out

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/code/", views.second_factor, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-in/forgotten/", views.forgotten, name="account_reset_password"),
    path("sign-in/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    path("sign-in/forgotten/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^sign-in/choose/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("sign-in/again/", views.same_password, name="account_reauthenticate"),
    path("sign-in/again/code/", views.same_code, name="mfa_reauthenticate"),
    path("sign-in/again/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("sign-out/", sign_out, name="sign-out"),
    path("sign-out/", sign_out, name="account_logout"),
    path("sign-up/", sign_up, name="account_signup"),
    path("sign-up/<str:token>/", open_account, name="open-account"),
    path("me/sign-in/", factors.index, name="mfa_index"),
    path("me/password/", account.password_change, name="account_change_password"),
    path("me/password/first/", first_password, name="account_set_password"),
    path("me/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("me/passkeys/add/", views.add_passkey, name="mfa_add_webauthn"),
    path("me/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("me/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("me/codes/", totp.activate_totp, name="mfa_activate_totp"),
    path("me/codes/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("me/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("me/recovery-codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("me/sessions/", sessions, name="sessions"),
]
