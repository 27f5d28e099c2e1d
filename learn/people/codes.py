"""Codes that people can type: Crockford's base32, a part that finds the row and a part that nobody but them knows."""

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

__all__ = ["SELECTOR", "fits", "fresh", "grouped", "keyed", "tidy"]

#: without I, L, O and U (Crockford's base32): nothing that looks like something else
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SELECTOR = 6
_SALT = "learn.people.codes"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def fresh(length: int) -> str:
    """A new code; five random bits a character."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def grouped(code: str) -> str:
    """In groups of four, as it stands on a card."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def tidy(text: str) -> str:
    """What somebody typed as we know it: capitals, no blanks and dashes, lookalikes put right; "" if it is no code."""
    code = "".join(text.upper().split()).replace("-", "").translate(_LOOKALIKES)
    return code if len(code) <= 64 and set(code) <= set(ALPHABET) else ""


def keyed(secret: str) -> str:
    """The hash that is kept; worth nothing to whoever has the database without the key of this site."""
    return salted_hmac(_SALT, secret, algorithm="sha256").hexdigest()


def fits(secret: str, kept: str) -> bool:
    """Whether a secret belongs to a hash, in the same time for each answer."""
    return constant_time_compare(keyed(secret), kept)
