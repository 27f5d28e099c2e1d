"""What is the same everywhere. The environment is read here and nowhere else.

Every name read from the environment is listed in docs/operations.md.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import SELF
from django.conf.locale import LANG_INFO
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext, gettext_noop

from learn.settings.policies import SITE_CSP
from learn.settings.storage import stores

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

SECRET_KEY = env("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
# The address people see; it stands in mails and on certificates. One trusted address, never the Host header.
SITE_URL = env("SITE_URL", default="http://localhost:8000").rstrip("/")

# The host H5P contents are played on (https://inhalte.example.org); empty: this one. A second host keeps a content away
# from the site even where a browser's sandbox has a hole.
H5P_URL = env("H5P_URL", default="").rstrip("/")
if H5P_URL:
    ALLOWED_HOSTS.append(urlsplit(H5P_URL).hostname or "")

# Languages: German first. Leichte Sprache is a language of its own and falls back to German.
LANG_INFO["de-simple"] = {
    "bidi": False,
    "code": "de-simple",
    "name": "German (easy)",
    "name_local": "Leichte Sprache",
    "fallback": ["de"],
}
LANGUAGE_CODE = "de"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("de", "Deutsch"), ("de-simple", "Leichte Sprache"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "learn" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("de", "Deutsch"), ("en", "English")]
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
FORMAT_MODULE_PATH = ["learn.locale"]


def told(variable: str, default: str) -> Any:
    """What the town says in whole words, by language: TOWN_HOURS, TOWN_HOURS_EN. Our default is in the catalogues."""
    own = env(variable, default="")
    by_language = {code: env(f"{variable}_{code.upper().replace('-', '_')}", default=own) for code, _name in LANGUAGES}
    return lazy(lambda: by_language.get(get_language() or LANGUAGE_CODE, own) or gettext(default), str)()


# The town: the first user is Krefeld, any other town sets its own values.
TOWN = {
    "site_name": env("TOWN_SITE_NAME", default="SMARTKREFELD Lernen"),
    "tagline": told("TOWN_TAGLINE", gettext_noop("Digital lernen in Krefeld")),
    "name": env("TOWN_NAME", default="Stadt Krefeld"),
    "phone": env("TOWN_PHONE", default="02151 00 00"),
    "hours": told("TOWN_HOURS", gettext_noop("Montag bis Freitag, 9 bis 16 Uhr")),
    "email": env("TOWN_EMAIL", default="lernen@example.org"),
    "address": env("TOWN_ADDRESS", default="Von-der-Leyen-Platz 1, 47798 Krefeld"),
    "signatory": env("TOWN_SIGNATORY", default="Dr. Muster Beispiel"),
    "signatory_role": env("TOWN_SIGNATORY_ROLE", default="Leitung Digitalisierung, Stadt Krefeld"),
}
WAGTAIL_SITE_NAME = TOWN["site_name"]

INSTALLED_APPS = [
    "learn.accounts",
    "learn",
    "courses",
    "certificates",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_q",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "learn.web.content_host.ContentHostMiddleware",
    "learn.web.page_cache.PageCacheMiddleware",
    "learn.web.security.SiteCSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "learn.web.languages.SiteLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    # says which forms of cacheable pages need no token; Django's own checks all others
    "learn.web.security.AnonymousFormsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "learn.web.security.StaffSecondFactorMiddleware",
    "learn.web.errors.DomainErrorMiddleware",
]

ROOT_URLCONF = "learn.urls"
WSGI_APPLICATION = "learn.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                # auth's and messages' values are lazy; public templates ask `signed_in` and `has_notes` first
                "learn.web.context.site",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Databases: SQLite for one machine, PostgreSQL by DATABASE_URL alone.
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # a plain BEGIN fails at once when it wants to write behind another writer
    "timeout": 20,
    # FULL: "Ihre Antwort ist gespeichert" must survive a power cut
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
DATABASES["default"].update(CONN_MAX_AGE=600, CONN_HEALTH_CHECKS=True)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = _SQLITE_OPTIONS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Caches: shared between processes without any server; Redis by REDIS_URL alone. The queue is always the database.
REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL:
    _redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    CACHES = {"default": _redis | {"KEY_PREFIX": "learn"}, "pages": _redis | {"KEY_PREFIX": "pages"}}
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
else:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
        "pages": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "pages",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        },
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.db"

# The queue. retry > timeout * (queue_limit / workers + 1), because time in a worker's own queue counts.
Q_CLUSTER = {
    "name": "learn",
    "orm": "default",
    "workers": env.int("QUEUE_WORKERS", default=2),
    "timeout": 120,
    "retry": 400,
    "max_attempts": 3,
    "ack_failures": False,
    "queue_limit": 4,
    "bulk": 4,
    "poll": 1,
    "recycle": 1000,
    "max_rss": 400_000,
    "catch_up": False,
    "save_limit": 1000,
    "time_zone": "Europe/Berlin",
}

# People and sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAILADMIN_LOGIN_URL = "cms_login"
LOGIN_REDIRECT_URL = "my_learning"
ACCOUNT_ADAPTER = "learn.web.account.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "learn.web.account.SignupDetails"
ACCOUNT_FORMS = {
    "login": "learn.web.account_forms.LoginForm",
    "signup": "learn.web.account_forms.SignupForm",
    "reset_password": "learn.web.account_forms.ResetPasswordForm",
    "reset_password_from_key": "learn.web.account_forms.ResetPasswordKeyForm",
    "change_password": "learn.web.account_forms.ChangePasswordForm",
    "reauthenticate": "learn.web.account_forms.ReauthenticateForm",
    "confirm_email_verification_code": "learn.web.account_forms.ConfirmCodeForm",
    "confirm_password_reset_code": "learn.web.account_forms.ConfirmResetCodeForm",
}
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION = env("EMAIL_VERIFICATION", default="mandatory")
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_EMAIL_VERIFICATION == "mandatory"
# A code works only in the browser that asked for it; a link in a mail would work for whoever reads the mail.
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {"access_code": "10/m/ip"}  # beside allauth's own, which stay as they are
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SITE_URL.startswith("https") else "http"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TOTP_ISSUER = TOWN["site_name"]
# Whether people with CMS access must use a second factor.
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=True)
GUEST_COOKIE = "gast"
GUEST_IDLE_DAYS = 90
COMFORT_COOKIE = "lesehilfen"  # how a reader wants to see the pages; set when somebody chooses it
ANSWERS_KEPT_DAYS = 90  # after the completion of the course; practice: after the day it was tried

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [("vendor", VAR_DIR / "vendor")]
MEDIA_URL = "/medien/"
MEDIA_ROOT = VAR_DIR / "media"
# Certificates are personal: never below MEDIA_ROOT.
CERTIFICATE_ROOT = VAR_DIR / "certificates"
# Files of reports as well; they go after a week.
REPORT_ROOT = VAR_DIR / "reports"
# Private keys of badges: in no database and no backup. manage.py certificate_keys makes them.
CERTIFICATE_KEYS = Path(env("CERTIFICATE_KEYS", default=str(VAR_DIR / "certificate-keys")))
CERTIFICATE_KEYS_NEEDED = False
# Who tells courses what certificates may look like and which letters of a text no paper can show: the two rooms know
# nothing of each other.
CERTIFICATE_DESIGNS = "certificates.api.designs"
CERTIFICATE_LETTERS = "certificates.api.unprintable"
_S3 = {name: env(f"MEDIA_S3_{name.upper()}", default="") for name in ("bucket", "endpoint", "region", "key", "secret")}
STORAGES = stores(VAR_DIR, "learn.static_files.JoinedManifestStorage", _S3)

# Wagtail
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILIMAGES_IMAGE_MODEL = "courses.CourseImage"
WAGTAILIMAGES_EXTENSIONS = ["png", "jpg", "jpeg", "webp", "avif", "gif"]
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "ods", "docx", "xlsx", "csv", "txt"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # from a bucket as well: who may read is asked in one place
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_GLOBAL_EDIT_LOCK = False

# Mail: without EMAIL_URL nothing leaves the machine; it is written to var/mail and listed in the CMS.
EMAIL_URL = env("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = f"{TOWN['site_name']} <{TOWN['email']}>"

# Security, the same in every setting. CMS_CSP for /cms/ stands in learn/web/security.py.
CONTENT_SECURITY_POLICY = {"DIRECTIVES": SITE_CSP | {"frame-src": [H5P_URL or SELF]}}
X_FRAME_OPTIONS = "SAMEORIGIN"  # the CMS preview shows pages in a frame
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A list from which thousands of people are ticked at once.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
CSRF_FAILURE_VIEW = "learn.web.errors.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
