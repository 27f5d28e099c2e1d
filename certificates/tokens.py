"""The second token of a printed certificate: whoever holds the paper may see its name on the verification page."""

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_SALT = "certificates.name"
_LENGTH = 32  # hex digits: 128 bits


def name_token(code: str) -> str:
    """The token of a code, made from the site's secret. It stands in the link of the paper as `?n=`."""
    return _token(code, settings.SECRET_KEY)


def name_token_fits(code: str, token: str) -> bool:
    """Whether a token opens the name; secrets that were in use before count as well."""
    fits = [
        constant_time_compare(token, _token(code, secret))
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]
    return any(fits)


def _token(code: str, secret: str) -> str:
    return salted_hmac(_SALT, code, secret=secret, algorithm="sha256").hexdigest()[:_LENGTH]
