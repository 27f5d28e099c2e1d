"""People without an address at work: they sign in with their personnel number, which stands in for one."""

import re

__all__ = ["NO_MAIL", "log_in_of", "number_of", "without_mail"]

#: no mail leads there, today or ever (RFC 2606)
NO_MAIL = "ohne-mail.invalid"


def log_in_of(number: str) -> str:
    """What stands where others have an address; signs that an address may not have become hyphens."""
    return f"{re.sub(r'[^a-z0-9.-]+', '-', number.lower()).strip('.')}@{NO_MAIL}"


def without_mail(email: str) -> bool:
    """Whether this is no address but stands in for one."""
    return email.endswith(f"@{NO_MAIL}")


def number_of(email: str) -> str:
    """The personnel number as it is typed at the sign-in; "" for a real address."""
    return email.partition("@")[0] if without_mail(email) else ""
