"""For the tests: fast hashes, mails in memory, jobs in the same process unless a test starts a real worker."""

from .base import *
from .base import BASE_DIR, DATABASES, Q_CLUSTER
from .storage import stores

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
SITE_URL = "http://testserver"
STAFF_SECOND_FACTOR = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = False
ACCOUNT_RATE_LIMITS = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
Q_CLUSTER = Q_CLUSTER | {"sync": True}
VAR_DIR = BASE_DIR / "build" / "var"  # beside the databases, whose templates point to media here
MEDIA_ROOT = VAR_DIR / "media"
CERTIFICATE_ROOT = VAR_DIR / "certificates"
REPORT_ROOT = VAR_DIR / "reports"
CERTIFICATE_KEYS = VAR_DIR / "certificate-keys"
STATIC_ROOT = VAR_DIR / "static"  # never there: every new test client would read what the demo has collected
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "default"},
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"},
}
# Only the choosers of the CMS search this way; keeping the index takes a third of the time to make a course.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}
STORAGES = stores(VAR_DIR, "django.contrib.staticfiles.storage.StaticFilesStorage", s3={})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = BASE_DIR / "build" / "test.sqlite3"
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
