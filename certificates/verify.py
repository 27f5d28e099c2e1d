"""Checking a code: what anybody may know about a certificate. Never the name."""

from dataclasses import dataclass
from datetime import date

from certificates.models import Certificate
from certificates.numbering import grouped

STATUSES = ("valid", "expired", "revoked", "replaced", "erased", "unknown")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to a code. For "unknown" and "erased" all but the code is empty."""

    status: str
    code: str
    course_title: str = ""
    issuer: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    revoked_on: date | None = None
    replaced_on: date | None = None

    @property
    def code_grouped(self) -> str:
        return grouped(self.code)


def status_on(today: date, revoked_on: date | None, replaced_on: date | None, valid_until: date | None) -> str:
    """The one word for a certificate on a day; withdrawal weighs more than replacement, that more than time."""
    if revoked_on and revoked_on <= today:
        return "revoked"
    if replaced_on and replaced_on <= today:
        return "replaced"
    if valid_until and valid_until < today:
        return "expired"
    return "valid"


def check(code: str, today: date) -> Verdict:
    """What is publicly known about a code in its plain form, on a day. One query, whatever the answer."""
    certificate = (
        Certificate.objects.only(
            "code", "course_title", "issuer", "issued_on", "valid_until", "revoked_on", "replaced_on", "erased_on"
        )
        .filter(code=code)
        .first()
    )
    if certificate is None:
        return Verdict("unknown", code)
    if certificate.erased_on:
        return Verdict("erased", code)
    return Verdict(
        status_on(today, certificate.revoked_on, certificate.replaced_on, certificate.valid_until),
        code,
        certificate.course_title,
        certificate.issuer,
        certificate.issued_on,
        certificate.valid_until,
        certificate.revoked_on,
        certificate.replaced_on,
    )
