"""For developers and `make demo`: no second factor, no code by mail, a key made for this folder."""

from django.core.management.utils import get_random_secret_key

from .base import *
from .base import VAR_DIR, env

DEBUG = env.bool("DEBUG", default=False)


def _own_key() -> str:
    """The key of this folder, made once; a fixed key in a public repository would be nobody's secret."""
    file = VAR_DIR / "secret-key"
    if not file.exists():
        VAR_DIR.mkdir(exist_ok=True)
        file.write_text(get_random_secret_key())
        file.chmod(0o600)
    return file.read_text()


SECRET_KEY = env("SECRET_KEY", default="") or _own_key()
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=False)
ACCOUNT_EMAIL_VERIFICATION = env("EMAIL_VERIFICATION", default="none")
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_EMAIL_VERIFICATION == "mandatory"
