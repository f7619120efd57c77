"""Opening an account oneself, where the site allows it: the link in the mail proves whose address it is.

Nothing is kept until somebody has opened the link; and the page tells nobody who has an account.
"""

from allauth.account.adapter import get_adapter
from allauth.core.ratelimit import consume_or_429
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sociable.kit.clock import now
from sociable.people.models import Account
from sociable.people.verbs import Refused
from sociable.publics.accounts import let_in
from sociable.surfaces.web.sign_in.forms import OpenAccount
from sociable.surfaces.web.sign_in.links import path_to_password

SALT = "sociable.sign-up"
LASTS = 3 * 24 * 3600
"""Seconds for which a link opens an account."""


@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    if not get_adapter().is_open_for_signup(request):
        return render(request, "account/signup_closed.html")
    form = OpenAccount(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "account/signup.html", {"form": form})
    address = form.cleaned_data["email"]
    too_many: HttpResponse | None = consume_or_429(request, action="signup", key=address)
    return too_many or invite(request, address, form.cleaned_data["called"])


def invite(request: HttpRequest, address: str, name: str) -> HttpResponse:
    """Mails a link; whoever has an account already is told so, in the same mailbox."""
    adapter = get_adapter(request)
    if Account.objects.filter(email=address).exists():
        adapter.send_account_already_exists_mail(address)
    else:
        token = signing.dumps({"address": address, "name": name}, salt=SALT, compress=True)
        link = request.build_absolute_uri(reverse("open-account", args=[token]))
        adapter.send_mail("account/email/open_account", address, {"link": link, "name": name})
    return render(request, "account/verification_sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
def open_account(request: HttpRequest, token: str) -> HttpResponse:
    """Asks with a button first: programs that look through mail open every link."""
    try:
        said = signing.loads(token, salt=SALT, max_age=LASTS)
        if request.method != "POST":
            return render(request, "account/open_account.html", said)
        account = let_in(address=said["address"], name=said["name"], by=None, at=now())
    except (signing.BadSignature, Refused):
        return render(request, "account/open_account.html", {"gone": True})
    return redirect(path_to_password(account))
