"""Every setting, read from the environment once; docs/operations.md lists the variables."""

import fcntl
import os
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

env = environ.Env()

# ── Where things are ─────────────────────────────────────────────────────────
DATA = Path(env.str("ALONGSIDE_DATA", default="data")).resolve()
DEMO = env.bool("ALONGSIDE_DEMO", default=False)
DEBUG = env.bool("ALONGSIDE_DEBUG", default=False)
PUBLIC_URL = env.str("ALONGSIDE_URL", default="http://127.0.0.1:8000").rstrip("/")


def _secret(name: str) -> str:
    """The named secret from the environment, else from its file, made once with mode 0600."""
    given = env.str(f"ALONGSIDE_{name}", default="")
    if given:
        return given
    file = DATA / "secrets" / name.lower().replace("_", "-")
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not file.exists():
        _make_secret(file)
    return file.read_text().strip()


def _make_secret(file: Path) -> None:
    """Write it whole or not at all, once, though several processes start at the same moment."""
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        if file.exists():
            return
        draft = file.with_suffix(".draft")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600), "w") as handle:
            handle.write(secrets.token_urlsafe(48))
        draft.replace(file)
    finally:
        os.close(folder)
    sys.stderr.write(f"Made a new secret in {file}. Keep it safe and back it up.\n")


SECRET_KEY = _secret("SECRET_KEY")

# ── What Alongside is made of ────────────────────────────────────────────────
INSTALLED_APPS = [
    # Ours come first, so that our templates stand before those of the libraries.
    "alongside.web",
    "alongside.activity",
    "alongside.accounts",
    "alongside.questionnaires",
    "alongside.people",
    "alongside.programmes",
    "alongside.growth",
    "alongside.relationships",
    "alongside.matching",
    "alongside.reports",
    "alongside.privacy",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_q",
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
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "alongside.accounts.tenancy.TenancyMiddleware",
    "alongside.activity.middleware.NullCharactersMiddleware",
    "alongside.activity.middleware.ActionErrorsMiddleware",
]

NINJA_PAGINATION_CLASS = "alongside.web.api_pages.LimitAndOffset"
ROOT_URLCONF = "alongside.urls"
WSGI_APPLICATION = "alongside.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "alongside.web.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "alongside.web.forms.FormRenderer"

# ── Database ─────────────────────────────────────────────────────────────────
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA / 'alongside.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Without these, concurrent writers lose updates to "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Rate limits have to be seen by every server process, so the cache is shared.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
}

# ── Background work ──────────────────────────────────────────────────────────
Q_CLUSTER = {
    "name": "alongside",
    "orm": "default",
    "workers": env.int("ALONGSIDE_WORKERS", default=2),
    "timeout": 1800,
    "retry": 2100,
    "max_attempts": 5,
    "ack_failures": False,
    "save_limit": 500,
    "poll": 0.5,
    "bulk": 1,
    "catch_up": False,
    "label": _("Background work"),
}

# ── Accounts ─────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "sesame.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "alongside.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "alongside.accounts.library_forms.PasswordSignInForm",
    "reset_password": "alongside.accounts.library_forms.ForgottenPasswordForm",
    "reset_password_from_key": "alongside.accounts.library_forms.NewPasswordForm",
    "change_password": "alongside.accounts.library_forms.ChangedPasswordForm",
    "set_password": "alongside.accounts.library_forms.FirstPasswordForm",
    "reauthenticate": "alongside.accounts.library_forms.PasswordOnceMoreForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Every account is opened from a link in a mail to its address, so there is nothing left to verify.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
# Off, so that an address that nobody knows answers as fast and in the same words as one that is known.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
MFA_ADAPTER = "alongside.accounts.adapter.PasskeyAdapter"
MFA_FORMS = {"add_webauthn": "alongside.accounts.forms.PasskeyForm"}
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PUBLIC_URL.startswith("http://")
SESAME_MAX_AGE = 15 * 60
INVITATION_DAYS = 14
SESAME_ONE_TIME = True
SESAME_INVALIDATE_ON_EMAIL_CHANGE = True  # a link in the mailbox of before opens nothing any more
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60

# ── Security ─────────────────────────────────────────────────────────────────
OWN_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.list("ALONGSIDE_HOSTS", default=[*OWN_HOSTS, urlsplit(PUBLIC_URL).hostname or ""])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
HTTPS = PUBLIC_URL.startswith("https://")
if HTTPS:
    # Behind the proxy that speaks HTTPS; rate limits have to see who is in front of it.
    ALLAUTH_TRUSTED_PROXY_COUNT = env.int("ALONGSIDE_PROXIES", default=1)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# ── Language and time ────────────────────────────────────────────────────────
LANGUAGE_CODE = env.str("ALONGSIDE_LANGUAGE", default="en-gb")
LANGUAGES = [("en-gb", _("English"))]
TIME_ZONE = env.str("ALONGSIDE_TIME_ZONE", default="UTC")
USE_TZ = True
FORMAT_MODULE_PATH = ["alongside.web.formats"]

# ── Files ────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

# ── Mail ─────────────────────────────────────────────────────────────────────
EMAIL_CONFIG = env.email_url("ALONGSIDE_EMAIL_URL", default="consolemail://")
vars().update({name: value for name, value in EMAIL_CONFIG.items() if name.startswith("EMAIL_")})
if EMAIL_CONFIG["EMAIL_FILE_PATH"]:  # filemail:///var/mails, of which the parser drops the first slash
    EMAIL_FILE_PATH = f"/{EMAIL_CONFIG['EMAIL_FILE_PATH']}"
DEFAULT_FROM_EMAIL = env.str("ALONGSIDE_EMAIL_FROM", default="Alongside <alongside@localhost>")

# ── Logs: who did what is in the audit trail; logs hold no content and no addresses ──
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"without_secrets": {"()": "alongside.web.logs.WithoutSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["without_secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"alongside": {"level": "INFO"}},
}
