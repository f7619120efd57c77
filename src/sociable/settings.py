"""Every setting of the site, typed, documented and defaulted. `docs/settings.md` is written from this file.

Only `Environment` reads the process's environment; the rest of the file is what Django asks for.
"""

import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from sociable.kit.place import CHECKOUT as CHECKOUT
from sociable.kit.place import PACKAGE, where_the_site_stands


class Environment(BaseSettings):
    """What an administrator may set. Each is safe when unset."""

    model_config = SettingsConfigDict(env_prefix="SOCIABLE_", env_ignore_empty=True)

    data: Path = Field(
        default_factory=where_the_site_stands,
        description="Folder of this site: its database, its search index, its secret key, its reject files. "
        "Two folders are two sites, and they can stand side by side.",
    )
    database_url: str = Field(
        default="",
        validation_alias="DATABASE_URL",
        description="Database, as a URL (`postgres://user:password@host/name`). Unset: SQLite in the data folder.",
    )
    production: bool = Field(
        default=False,
        description="Set it when people other than you use the site. The site then refuses to start with an unsafe "
        "setting, and says which.",
    )
    address: str = Field(
        default="http://localhost:8000",
        description="Where people reach the site. The site answers to its host only; `https` makes cookies secure. "
        "Unset: this machine, at the port that is served.",
    )
    secret_key: str = Field(
        default="",
        description="Signs sessions. Unset: one is made and kept in the data folder, readable by its owner only.",
    )
    debug: bool = Field(
        default=False,
        description="Shows the programmer's error pages. Never in production: they show settings and variables.",
    )
    language: str = Field(
        default="en",
        pattern="^(en|fr)$",
        description="Language of a visitor whose browser asks for neither French nor English: `en` or `fr`.",
    )
    time_zone: str = Field(
        default="UTC", description="Time zone of whoever has not chosen one, for instance `America/Montreal`."
    )
    behind_proxy: bool = Field(
        default=False,
        description="A proxy in front of the site sets `X-Forwarded-Proto` and `X-Forwarded-For` itself. Only then "
        "are they believed.",
    )
    pages_kept: int = Field(
        default=5,
        ge=0,
        le=300,
        description="Seconds for which a public page, as all visitors who are not signed in see it, is kept by the "
        "process that made it and handed out again. `0`: each is made anew.",
    )
    api_calls: int = Field(
        default=600, ge=1, description="Calls of the API that a token, or somebody signed in, may make in a minute."
    )
    api_calls_of_strangers: int = Field(
        default=120, ge=1, description="Calls of the API that strangers may make in a minute from one network address."
    )
    stream: str = Field(
        default="",
        pattern=r"^(|off|/[\w/-]*/|:\d{1,5}|https?://[\w.:\[\]-]+/[\w/-]*)$",
        description="Where browsers reach [what is live](live.md): a path, as `/stream/`, that the proxy hands to the "
        "streaming process; `:8001`, that port of this machine; or an address. `off`: pages are not live. Unset: "
        "`sociable serve` sets the port after its own, or `/stream/` in production.",
    )
    mail: str = Field(
        default="",
        pattern=r"^(|console|folder|smtps?://.+|smtp\+starttls://.+)$",
        description="How mail leaves: `smtp://user:password@host:25`, `smtp+starttls://…:587`, `smtps://…:465`; "
        "`console` prints it, `folder` puts it into `mail` in the data folder. Unset: the site sends none and says so.",
    )
    mail_from: str = Field(
        default="", description="Sender of the site's mail. Unset: `sociable@` and the host of `SOCIABLE_ADDRESS`."
    )
    sign_up_domains: str = Field(
        default="",
        description="Mail domains, with commas, whose people may open an account themselves (`office.example`); they "
        "are of the organisation then. Unset: accounts are opened by administrators only.",
    )
    half_life: float = Field(
        default=5.0,
        gt=0,
        description="Years after which [what somebody did](expertise.md) says half as much; a quarter stays.",
    )
    index_memory_mb: int = Field(
        default=128,
        ge=16,
        le=4096,
        description="Memory, in megabytes, that the search index's writer may fill before it writes to disk.",
    )
    fetch_allow: str = Field(
        default="",
        description="Machines inside private networks from which [feeds](feeds.md) may be fetched: names, addresses or "
        "networks (`news.intranet 10.1.0.0/16`), separated by spaces. Unset: public addresses only.",
    )
    sources_folder: Path | None = Field(
        default=None,
        description="Folder beneath which administrators may add files and folders as [sources](sources.md) on their "
        "page. Unset: only addresses; the command line adds whatever its operator may read.",
    )


try:
    ENVIRONMENT = Environment()
except ValidationError as mistake:
    raise ImproperlyConfigured(
        "\n".join(
            f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']} (got {error['input']!r})"
            for error in mistake.errors()
        )
    ) from None

DATA = ENVIRONMENT.data.expanduser().resolve()
ADDRESS = urlsplit(ENVIRONMENT.address)


def kept_secret(folder: Path) -> str:
    """The site's own secret, made once; two processes that start together agree on one."""
    file = folder / "secret-key"
    folder.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        fresh = folder / f"secret-key.{secrets.token_hex(8)}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        try:
            file.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_text()


def unsafe_settings(environment: Environment) -> list[str]:
    """What would make this site unsafe for others to use, in words: empty when it may start."""
    host = urlsplit(environment.address).hostname
    return [
        complaint
        for wrong, complaint in (
            (environment.debug, "SOCIABLE_DEBUG is on: error pages would show the site's secrets. Unset it."),
            (
                not environment.address.startswith("https://"),
                "SOCIABLE_ADDRESS is not https: passwords would travel in the clear.",
            ),
            (
                host in (None, "localhost", "127.0.0.1"),
                "SOCIABLE_ADDRESS is not set to the site's own name.",
            ),
            (
                0 < len(environment.secret_key) < 50,
                "SOCIABLE_SECRET_KEY is shorter than 50 characters. Unset it, and one is made.",
            ),
            (
                environment.mail == "console",
                "SOCIABLE_MAIL is console: links that open accounts would stand in the log. Name a mail server.",
            ),
            (
                bool(environment.sign_up_domains) and not environment.mail,
                "SOCIABLE_SIGN_UP_DOMAINS is set, and SOCIABLE_MAIL is not: nobody's address could be verified.",
            ),
        )
        if wrong
    ]


if ENVIRONMENT.production and (complaints := unsafe_settings(ENVIRONMENT)):
    raise ImproperlyConfigured("The site will not start in production:\n- " + "\n- ".join(complaints))

SECRET_KEY = ENVIRONMENT.secret_key or kept_secret(DATA)
DEBUG = ENVIRONMENT.debug
PRODUCTION = ENVIRONMENT.production
ALLOWED_HOSTS = [ADDRESS.hostname or "localhost"] + ([] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
CSRF_FAILURE_VIEW = "sociable.surfaces.web.errors.form_too_old"
CSRF_TRUSTED_ORIGINS = [f"{ADDRESS.scheme}://{ADDRESS.netloc}"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ADDRESS.scheme == "https"
SECURE_HSTS_SECONDS = 31_536_000 if ADDRESS.scheme == "https" else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.behind_proxy else None
BEHIND_PROXY = ENVIRONMENT.behind_proxy
PAGES_KEPT = ENVIRONMENT.pages_kept
API_CALLS, API_CALLS_OF_STRANGERS = ENVIRONMENT.api_calls, ENVIRONMENT.api_calls_of_strangers
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "sociable.kit",
    "sociable.ledger",
    "sociable.people",
    "sociable.people.attention",
    "sociable.publics",
    "sociable.things",
    "sociable.knowledge.search",
    "sociable.knowledge.expertise",
    "sociable.knowledge.notices",
    "sociable.knowledge.timeline",
    "sociable.rooms.blogs",
    "sociable.rooms.microblog",
    "sociable.rooms.questions",
    "sociable.rooms.start",
    "sociable.responses.comments",
    "sociable.responses.follows",
    "sociable.responses.saved",
    "sociable.responses.votes",
    "sociable.responses.thanks",
    "sociable.rooms.wiki",
    "sociable.carriers",
    "sociable.surfaces.api",
    "sociable.surfaces.web",
    "allauth",  # after our pages: their templates take the place of its own
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sociable.surfaces.web.sign_in.seen.middleware",
    "sociable.surfaces.web.reader.middleware",
    "sociable.surfaces.web.writing.rescue.middleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

STREAM = "" if ENVIRONMENT.stream == "off" else ENVIRONMENT.stream


def origins_of_the_stream(stream: str) -> list[str]:
    """Where else than from the site itself a page may be told what is new."""
    if stream.startswith(":"):
        return [f"http://{host}{stream}" for host in ALLOWED_HOSTS if "[" not in host]
    return [stream[: stream.index("/", len("https://"))]] if stream.startswith("http") else []


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF, *origins_of_the_stream(STREAM)],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

ROOT_URLCONF = "sociable.urls"
WSGI_APPLICATION = "sociable.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Account"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["sociable.surfaces.web.sign_in.backend.Backend"]
SESSION_ENGINE = "sociable.surfaces.web.sign_in.store"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "home"

# Sign-in, as docs/sign-in.md tells it.
SIGN_UP_DOMAINS = frozenset(one.strip().lower() for one in ENVIRONMENT.sign_up_domains.split(",") if one.strip())
ALLAUTH_TRUSTED_PROXY_COUNT = int(ENVIRONMENT.behind_proxy)
ACCOUNT_ADAPTER = "sociable.surfaces.web.sign_in.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account's address is known to be its person's before there is an account
MFA_ALLOW_UNVERIFIED_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {  # an office of thousands may share one network address; an account is guarded by itself
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "reset_password": "10/m/ip,5/h/key",
    "signup": "10/m/ip,5/h/key",
    "comment": "6/m/ip,60/h/ip",  # of visitors and other outsiders
}
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
ACCOUNT_FORMS = {
    name: f"sociable.surfaces.web.sign_in.forms.{form}"
    for name, form in (
        ("login", "SignIn"),
        ("change_password", "ChangePassword"),
        ("set_password", "SetPassword"),
        ("reset_password", "Forgotten"),
        ("reset_password_from_key", "ChoosePassword"),
        ("reauthenticate", "SamePassword"),
    )
}
MFA_ADAPTER = "sociable.surfaces.web.sign_in.adapter.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Sociable"
MFA_FORMS = {
    name: f"sociable.surfaces.web.sign_in.forms.{form}"
    for name, form in (
        ("authenticate", "Code"),
        ("reauthenticate", "SameCode"),
        ("activate_totp", "FirstCode"),
        ("add_webauthn", "NewPasskey"),
        ("edit_webauthn", "RenamePasskey"),
    )
}

MAIL = urlsplit(ENVIRONMENT.mail)
EMAIL_BACKEND = "django.core.mail.backends." + {
    "": "dummy.EmailBackend",
    "console": "console.EmailBackend",
    "folder": "filebased.EmailBackend",
}.get(ENVIRONMENT.mail, "smtp.EmailBackend")
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_HOST, EMAIL_PORT = MAIL.hostname or "", MAIL.port or (465 if MAIL.scheme == "smtps" else 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(MAIL.username or ""), unquote(MAIL.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL.scheme == "smtps", MAIL.scheme == "smtp+starttls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from or f"sociable@{ADDRESS.hostname}"

# Counts tries, and must be shared by every process of every node: they share the database already.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "sociable_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

SQLITE_PRAGMAS = (
    "journal_mode=WAL",  # readers and the writer do not wait for each other
    "synchronous=NORMAL",
    "wal_autocheckpoint=16000",  # 64 MB: an import checkpointed, and synced, after each batch otherwise
    "cache_size=-65536",
    "mmap_size=2147418112",
    "temp_store=MEMORY",
)

if ENVIRONMENT.database_url:
    DATABASES = {"default": dj_database_url.parse(ENVIRONMENT.database_url, conn_max_age=60)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(DATA / "sociable.sqlite3"),
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "; ".join(f"PRAGMA {pragma}" for pragma in SQLITE_PRAGMAS),
            },
        }
    }

LANGUAGE_CODE = ENVIRONMENT.language
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENVIRONMENT.time_zone

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = False

ENCODER = "sociable.knowledge.meaning.encoder.installed"

INDEX_FOLDER = DATA / "index"
INDEX_MEMORY_BYTES = ENVIRONMENT.index_memory_mb * 1_000_000
HALF_LIFE = ENVIRONMENT.half_life
REJECTS_FOLDER = DATA / "rejects"

HOME = ENVIRONMENT.address
FETCH_ALLOW = frozenset(ENVIRONMENT.fetch_allow.lower().replace(",", " ").split())
FETCH_PAUSE = 2.0
"""Seconds between two requests to the same host."""
SOURCES_FOLDER = ENVIRONMENT.sources_folder.expanduser().resolve() if ENVIRONMENT.sources_folder else None
