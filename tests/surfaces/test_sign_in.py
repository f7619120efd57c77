"""Signing in: Ada with what she has, the Stranger with what he guesses, and help for whoever cannot get in."""

import re
import time
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from click.testing import CliRunner
from django.conf import settings as django_settings
from django.core import mail, signing
from django.core.cache import cache
from django.template.loader import get_template
from django.test import Client
from django.urls import get_resolver, reverse
from pytest_django import Settings

from sociable.ledger.acts import latest
from sociable.people.models import Account, Person
from sociable.people.verbs import forget
from sociable.surfaces.cli.accounts import account as account_command
from sociable.surfaces.web.sign_in import sign_up
from tests.conftest import Office

pytestmark = pytest.mark.django_db

ADA = "ada@office.example"
TOKEN = rb'name="csrfmiddlewaretoken" value="[^"]*"'
PASSWORD = "correct horse battery"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def mails(settings: Settings) -> list[mail.EmailMessage]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    return mail.outbox


def sign_in(client: Client, login: str = ADA, password: str = PASSWORD) -> str:
    """Where the door leads; empty if it stays shut."""
    return client.post("/sign-in/", {"login": login, "password": password}).headers.get("Location", "")


def entered(password: str = PASSWORD) -> Client:
    client = Client(headers={"user-agent": FIREFOX})
    assert sign_in(client, password=password) == "/"
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.headers
    return response.content.decode()


def show_again(client: Client) -> None:
    """Says once more that it is her, as pages ask before a change."""
    client.post("/sign-in/again/", {"password": PASSWORD})


def code_for(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_codes(client: Client) -> tuple[str, list[str]]:
    """A key and recovery codes, as the pages show them."""
    show_again(client)
    secret = re.search(r'id="secret"[^>]*value="([A-Z2-7]+)"', page(client, "/me/codes/"), re.S)
    assert secret
    done = client.post("/me/codes/", {"code": code_for(secret[1])})
    assert done.headers["Location"] == "/me/recovery-codes/"
    return secret[1], re.findall(r"<code>(\d{8})</code>", page(client, "/me/recovery-codes/"))


def is_in(client: Client) -> bool:
    return client.get("/me/sessions/").status_code == 200


def test_the_same_words_whether_or_not_there_is_an_account(office: Office, mails: list[mail.EmailMessage]) -> None:
    said = []
    for address in (ADA, "nobody@office.example"):
        client = Client()
        wrong = client.post("/sign-in/", {"login": address, "password": "guessed"}).content.decode()
        assert "do not go together" in wrong
        forgotten = client.post("/sign-in/forgotten/", {"email": address}, follow=True).content.decode()
        said.append(re.sub(r'value="[^"]*"', "", wrong + forgotten))  # what she typed, and the form's own token
    assert said[0] == said[1]
    assert [one.to for one in mails] == [[ADA], ["nobody@office.example"]]
    assert "no account under it" in mails[1].body


def test_a_stranger_who_guesses_is_told_to_wait_and_ada_is_not(office: Office) -> None:
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    statuses = [
        stranger.post("/sign-in/", {"login": "bruno@office.example", "password": f"guess {n}"}).status_code
        for n in range(6)
    ]
    assert statuses == [200] * 5 + [429]
    refused = stranger.post("/sign-in/", {"login": "bruno@office.example", "password": PASSWORD})
    assert refused.status_code == 429, "even the right password waits"
    assert "tried too often" in refused.content.decode()
    assert sign_in(Client()) == "/"


def test_hammering_at_the_door_is_answered_in_words(office: Office, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}
    stranger = Client(REMOTE_ADDR="203.0.113.9", headers={"accept-language": "fr"})
    for number in range(3):
        assert stranger.post("/sign-in/", {"login": f"{number}@office.example", "password": "x"}).status_code == 200
    last = stranger.post("/sign-in/", {"login": ADA, "password": "x"})
    assert last.status_code == 429
    assert "<h1>Trop d’essais</h1>" in last.content.decode()
    assert sign_in(Client(REMOTE_ADDR="198.51.100.7")) == "/"


def test_behind_a_proxy_the_visitor_is_who_it_says_and_nobody_else_can(office: Office, settings: Settings) -> None:
    entered()
    assert UserSession.objects.latest("pk").ip == "127.0.0.1"
    forged = Client(headers={"x-forwarded-for": "198.51.100.7"})
    sign_in(forged)
    assert UserSession.objects.latest("pk").ip == "127.0.0.1", "anybody can write that header"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    sign_in(Client(headers={"x-forwarded-for": "6.6.6.6, 198.51.100.7"}))
    assert UserSession.objects.latest("pk").ip == "198.51.100.7"


def test_tries_are_counted_where_every_process_sees_them() -> None:
    backend = django_settings.CACHES["default"]["BACKEND"]
    assert backend == "django.core.cache.backends.db.DatabaseCache"
    assert cache.add("one-of-two", 1)
    assert not cache.add("one-of-two", 2)


def test_a_closed_account_is_told_only_to_whoever_knows_its_password(office: Office) -> None:
    Account.objects.filter(email=ADA).update(is_active=False)
    assert sign_in(Client(), password="guessed") == ""
    assert sign_in(Client()) == "/sign-in/closed/"
    assert "closed" in page(Client(), "/sign-in/closed/")


def test_a_forgotten_password_is_replaced_through_the_mailbox(office: Office, mails: list[mail.EmailMessage]) -> None:
    elsewhere = entered()
    client = Client()
    client.post("/sign-in/forgotten/", {"email": "Ada@Office.example"}, follow=True)
    link = re.search(r"http://testserver(/\S+)", mails[0].body)
    assert link
    asked = client.get(link[1], follow=True)
    here = asked.redirect_chain[-1][0]
    assert "Choose a password" in asked.content.decode()
    short = client.post(here, {"password1": "short", "password2": "short"})
    assert "too short" in short.content.decode()
    differing = client.post(here, {"password1": "a fresh long one", "password2": "another long one"})
    assert "not the same" in differing.content.decode()
    chosen = client.post(here, {"password1": "a fresh long one", "password2": "a fresh long one"})
    assert chosen.headers["Location"] == "/"
    assert is_in(client)
    assert not is_in(elsewhere), "whoever knew the old password is out"
    assert "was changed" in mails[-1].subject
    again = Client().get(link[1]).content.decode()
    assert "leads nowhere any more" in again


def test_without_mail_the_site_says_so(office: Office, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert "sends no mail" in page(Client(), "/sign-in/forgotten/")
    assert "sends no mail" in Client().post("/sign-in/forgotten/", {"email": ADA}).content.decode()


def test_a_mail_server_that_does_not_answer_is_said_and_a_change_stands(office: Office, settings: Settings) -> None:
    client = entered()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = Client().post("/sign-in/forgotten/", {"email": ADA})
    assert answer.status_code == 503
    assert "could not be sent" in answer.content.decode()
    new = {"oldpassword": PASSWORD, "password1": "a fresh long one", "password2": "a fresh long one"}
    assert client.post("/me/password/", new).headers["Location"] == "/me/sign-in/"
    entered("a fresh long one")


def test_changing_the_password_asks_for_the_old_one_and_ends_other_sessions(office: Office) -> None:
    here, elsewhere = entered(), entered()
    new = {"password1": "a fresh long one", "password2": "a fresh long one"}
    assert "not the password" in here.post("/me/password/", {**new, "oldpassword": "guessed"}).content.decode()
    assert is_in(elsewhere)
    assert here.post("/me/password/", {**new, "oldpassword": PASSWORD}).headers["Location"] == "/me/sign-in/"
    assert "Your password is changed" in page(here, "/me/sign-in/")
    assert is_in(here)
    assert not is_in(elsewhere)


def test_codes_from_an_app_are_asked_for_after_the_password(office: Office) -> None:
    secret, spare = set_up_codes(entered())
    assert len(spare) == 10
    client = Client()
    assert sign_in(client) == "/sign-in/code/"
    assert not is_in(client), "half signed in is not signed in"
    wrong = client.post("/sign-in/code/", {"code": "000000"})
    assert "not the right one" in wrong.content.decode()
    assert client.post("/sign-in/code/", {"code": code_for(secret)}).headers["Location"] == "/"
    assert is_in(client)
    thief = Client()
    sign_in(thief)
    assert thief.post("/sign-in/code/", {"code": code_for(secret)}).status_code == 200, "a code opens once"


def test_the_picture_of_the_key_stands_in_the_page_without_script(office: Office) -> None:
    client = entered()
    show_again(client)
    response = client.get("/me/codes/")
    assert 'src="data:image/svg+xml;base64,' in response.content.decode()
    assert "img-src 'self' data:" in response.headers["Content-Security-Policy"]
    assert "<script" not in response.content.decode()


def test_the_key_is_not_kept_in_the_clear(office: Office) -> None:
    secret, spare = set_up_codes(entered())
    kept = " ".join(str(one.data) for one in Authenticator.objects.all())
    assert secret not in kept
    assert not any(code in kept for code in spare)


def test_a_site_with_another_secret_opens_to_no_code(office: Office, settings: Settings) -> None:
    secret, _spare = set_up_codes(entered())
    settings.SECRET_KEY = "another secret than the one of yesterday, and as long"
    client = Client()
    assert sign_in(client) == "/sign-in/code/"
    assert client.post("/sign-in/code/", {"code": code_for(secret)}).status_code == 200
    assert not is_in(client)


def test_recovery_codes_are_shown_once_and_open_once(office: Office) -> None:
    client = entered()
    _secret, spare = set_up_codes(client)
    assert spare[0] not in page(client, "/me/recovery-codes/")
    for expected in ("/", ""):
        other = Client()
        sign_in(other)
        assert other.post("/sign-in/code/", {"code": spare[0]}).headers.get("Location", "") == expected
    assert "9 codes are left" in " ".join(page(client, "/me/sign-in/").split())
    client.post("/me/recovery-codes/new/")
    fresh = re.findall(r"<code>(\d{8})</code>", page(client, "/me/recovery-codes/"))
    assert len(fresh) == 10
    assert not set(fresh) & set(spare)


@pytest.mark.parametrize(
    "address",
    ["/me/codes/", "/me/codes/remove/", "/me/passkeys/add/", "/me/recovery-codes/new/", "/me/recovery-codes/"],
)
def test_a_change_to_the_locks_asks_once_more_who_it_is(office: Office, address: str) -> None:
    set_up_codes(entered())
    client = Client()
    client.force_login(office.ada.account)
    response = client.get(address)
    assert response.headers["Location"].startswith("/sign-in/again/"), "a screen left open is not enough"
    assert "Is it you?" in page(client, response.headers["Location"])
    wrong = client.post("/sign-in/again/", {"password": "guessed"})
    assert "not your password" in wrong.content.decode()
    show_again(client)
    assert "/again/" not in client.get(address).headers.get("Location", "")


def test_who_has_no_password_shows_a_factor_before_choosing_one(office: Office) -> None:
    set_up_codes(entered())
    one = Account.objects.get(email=ADA)
    one.set_unusable_password()
    one.save()
    client = Client()
    client.force_login(one)
    assert client.get("/me/password/first/").headers["Location"].startswith("/sign-in/again/code/")


def test_codes_can_be_given_up(office: Office) -> None:
    client = entered()
    set_up_codes(client)
    client.post("/me/codes/remove/")
    assert "Codes are off" in page(client, "/me/sign-in/")
    assert sign_in(Client()) == "/"
    assert not Authenticator.objects.exists(), "recovery codes go with the last factor"


def test_sessions_are_seen_and_ended(office: Office) -> None:
    here = entered()
    phone, forgotten = Client(headers={"user-agent": "Mozilla/5.0 (iPhone) Safari/605"}), entered()
    sign_in(phone)
    told = page(here, "/me/sessions/")
    assert "Firefox on Linux" in told
    assert "Safari on iPhone" in told
    assert told.count("this device") == 1
    its_id = UserSession.objects.get(user_agent__contains="iPhone").pk
    assert not is_in(Client())
    here.post("/me/sessions/", {"end": its_id})
    assert not is_in(phone)
    assert is_in(forgotten)
    here.post("/me/sessions/", {"end": "others"})
    assert not is_in(forgotten)
    assert is_in(here)
    own = UserSession.objects.get(user=office.ada.account).pk
    assert here.post("/me/sessions/", {"end": own}).headers["Location"] == "/"
    assert not is_in(here)


def test_nobody_ends_somebody_elses_session(office: Office) -> None:
    ada, bruno = entered(), Client()
    bruno.force_login(office.bruno.account)
    page(bruno, "/me/sessions/")
    hers = UserSession.objects.get(user=office.ada.account)
    bruno.post("/me/sessions/", {"end": hers.pk})
    assert is_in(ada)
    for nonsense in ("", "x", "9" * 30, "-1"):
        assert bruno.post("/me/sessions/", {"end": nonsense}).status_code == 302
    assert is_in(bruno)


def test_a_session_is_noted_again_only_after_a_while(office: Office) -> None:
    client = entered()
    first = UserSession.objects.get().last_seen_at
    page(client, "/")
    assert UserSession.objects.get().last_seen_at == first
    earlier = first.replace(year=first.year - 1)
    UserSession.objects.update(last_seen_at=earlier)
    page(client, "/")
    assert UserSession.objects.get().last_seen_at > earlier


def test_whoever_is_forgotten_leaves_nothing_at_the_door(office: Office) -> None:
    client = entered()
    set_up_codes(client)
    forget(person=office.ada, by=None, at=office.later())
    assert not is_in(client)
    assert not Authenticator.objects.exists()
    assert not UserSession.objects.exists()
    assert not EmailAddress.objects.filter(email=ADA).exists()


def run(*words: str, type_in: str = "") -> str:
    done = CliRunner().invoke(account_command, words, input=type_in)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_colleague_who_lost_the_phone_is_let_in_and_it_is_seen(office: Office) -> None:
    client = entered()
    set_up_codes(client)
    said = run(ADA, "--reset-second-factor")
    assert "2 passkeys and codes taken away" in said
    assert not is_in(client)
    assert sign_in(Client()) == "/"
    _id, last = latest(1)[0]
    assert (last.verb, last.detail) == ("sociable:ResetSecondFactor", {"person": office.ada.pk})


def test_a_link_from_the_administrator_opens_the_door(office: Office) -> None:
    said = run("new@office.example", "--name", "New Colleague", "--link")
    link = re.search(r"http://localhost:8000(/\S+)", said)
    assert link
    client = Client()
    here = client.get(link[1], follow=True).redirect_chain[-1][0]
    chosen = {"password1": "a fresh long one", "password2": "a fresh long one"}
    assert client.post(here, chosen).headers["Location"] == "/"
    assert is_in(client)
    assert latest(1)[0][1].verb == "sociable:Readmit"
    assert "http://localhost:8000/sign-in/choose/" in run("new@office.example", "--link")


def test_the_account_command_says_what_is_missing(office: Office) -> None:
    for words in (("who@office.example", "--link"), (ADA, "--name", "Ada", "--password", "a fresh long one")):
        done = CliRunner().invoke(account_command, words)
        assert done.exit_code == 1
        assert "account" in done.output
    assert CliRunner().invoke(account_command, ["who@office.example"]).exit_code == 2


def test_accounts_are_opened_for_people_unless_the_site_says_otherwise(office: Office) -> None:
    assert "opened for you" in page(Client(), "/sign-up/")
    Client().post("/sign-up/", {"email": "eve@office.example", "called": "Eve"})
    assert not Account.objects.filter(email="eve@office.example").exists()
    assert "/sign-up/" not in page(Client(), "/sign-in/")


def test_where_the_site_allows_it_a_mailbox_opens_an_account(
    office: Office, mails: list[mail.EmailMessage], settings: Settings
) -> None:
    settings.SIGN_UP_DOMAINS = frozenset({"office.example"})
    client = Client()
    refused = client.post("/sign-up/", {"email": "eve@evil.example", "called": "Eve"})
    assert "Only addresses of office.example" in refused.content.decode()
    asked = client.post("/sign-up/", {"email": "Dede@office.example", "called": "Dede"})
    known = client.post("/sign-up/", {"email": ADA, "called": "Ada"})
    assert re.sub(TOKEN, b"", asked.content) == re.sub(TOKEN, b"", known.content), "nobody learns who has an account"
    assert "one already" in mails[1].body
    link = re.search(r"http://testserver(/\S+)", mails[0].body)
    assert link
    page(client, link[1])
    assert not Person.objects.filter(name="Dede").exists(), "programs open every link of a mail"
    there = client.post(link[1], follow=True).redirect_chain[-1][0]
    client.post(there, {"password1": "a fresh long one", "password2": "a fresh long one"})
    assert is_in(client)
    assert "leads nowhere" in client.post(link[1]).content.decode()
    forged = signing.dumps({"address": ADA, "name": "Eve"}, key="guessed", salt=sign_up.SALT)
    assert "leads nowhere" in page(client, f"/sign-up/{forged}/")


def test_every_page_of_sign_in_is_ours() -> None:
    """A page that allauth shows in its own look, or in no French, would not be found by reading."""
    ours = Path(django_settings.PACKAGE)
    names = {one for one in get_resolver().reverse_dict if isinstance(one, str)}
    views = [get_resolver().resolve(address).func for address in addresses(names)]
    templates = {
        name
        for view in views
        if hasattr(view, "view_class") and (name := getattr(view.view_class, "template_name", None))
    }
    assert len(templates) > 15
    templates.discard("account/logout.html")  # a button signs out; nobody is asked twice
    assert [name for name in sorted(templates) if ours not in Path(get_template(name).origin.name).parents] == []


def addresses(names: set[str]) -> list[str]:
    with_key = {"mfa_edit_webauthn", "mfa_remove_webauthn"}
    plain = {one for one in names if one.startswith(("account_", "mfa_"))} - with_key
    reset = reverse("account_reset_password_from_key", args=["1", "k"])
    found = [reverse(one) for one in sorted(plain - {"account_reset_password_from_key"})]
    return [*found, reset, *(reverse(one, args=[1]) for one in with_key)]


OUTSIDE = ["/sign-in/", "/sign-in/forgotten/", "/sign-in/forgotten/sent/", "/sign-in/closed/", "/sign-up/"]
INSIDE = ["/me/sign-in/", "/me/password/", "/me/passkeys/add/", "/me/codes/", "/me/sessions/"]


@pytest.mark.parametrize("address", [*OUTSIDE, *INSIDE])
def test_no_page_holds_a_script_and_only_passkeys_ask_for_one(office: Office, address: str) -> None:
    client = entered() if address in INSIDE else Client()
    show_again(client)
    response = client.get(address)
    told = response.content.decode()
    assert response.status_code == 200
    assert "script-src 'self'" in response.headers["Content-Security-Policy"].split("; ")
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    scripts = re.findall(r"<script[^>]*>", told)
    assert len(scripts) == (address in ("/sign-in/", "/me/passkeys/add/"))
    assert all(re.search(r' src="/static/web/\w+\.js"', one) for one in scripts)
    assert ("<noscript>" in told) == bool(scripts)
    assert " style=" not in told


def test_the_address_of_the_link_is_french_where_the_reader_is(office: Office, mails: list[mail.EmailMessage]) -> None:
    Client(headers={"accept-language": "fr"}).post("/sign-in/forgotten/", {"email": ADA})
    assert mails[0].subject == "Un nouveau mot de passe"
    assert "trois jours" in mails[0].body
