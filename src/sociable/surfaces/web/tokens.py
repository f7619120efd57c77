"""`/me/tokens/`: the tokens by which scripts speak for me. Plain forms; a new token is shown once, on the answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sociable.kit.clock import now
from sociable.people import tokens
from sociable.people.models import Account, Token
from sociable.people.tokens import SCOPES, Issued
from sociable.people.verbs import Refused
from sociable.surfaces.web.topics import is_id

USES = {
    "read": gettext_lazy("read what I may read"),
    "write": gettext_lazy("change what is mine"),
    "administer": gettext_lazy("run this site"),
}
"""Scopes as people say them."""
DAYS = (7, 30, 90, 365)
USUAL = 90


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_tokens(request: HttpRequest) -> HttpResponse:
    assert request.user.is_authenticated
    if request.method != "POST":
        return shown(request, request.user)
    try:
        if request.POST.get("do") == "create":
            return shown(request, request.user, made(request, request.user))
        number = request.POST.get("token", "")
        gone = tokens.revoke(account=request.user, token=int(number) if is_id(number) else 0, at=now())
        messages.success(request, _("Revoked: “%(name)s”. Whoever holds it is a stranger now.") % {"name": gone.name})
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("my-tokens")


def made(request: HttpRequest, account: Account) -> Issued:
    form = request.POST
    days = form.get("days", "")
    return tokens.create(
        account=account,
        name=form.get("name", ""),
        scopes=form.getlist("scopes"),
        days=int(days) if is_id(days) else USUAL,
        at=now(),
    )


def shown(request: HttpRequest, account: Account, issued: Issued | None = None) -> HttpResponse:
    """The page; with a token that was just made, if one was. Never the redirect of other forms: it is kept nowhere."""
    standing = Token.objects.standing(now()).filter(account=account).order_by("-created_at", "-pk")
    context = {
        "issued": issued,
        "tokens": [(one, [USES[scope] for scope in one.scopes.split()]) for one in standing],
        "scopes": [(scope, USES[scope]) for scope in SCOPES if scope != "administer" or account.is_superuser],
        "days": [(number, number == USUAL) for number in DAYS],
    }
    return render(request, "web/my_tokens.html", context)
