"""Checking a code: what anybody may know about a certificate. The name only for who holds the paper or knows it."""

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from datetime import date

from certificates.models import Certificate
from certificates.numbering import grouped
from certificates.tokens import name_token_fits

STATUSES = ("valid", "expired", "revoked", "replaced", "erased", "unknown")
LONGEST_NAME = 200  # characters, as on the row


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
    name: str = ""  # only for who holds the second token

    @property
    def code_grouped(self) -> str:
        return grouped(self.code)

    @property
    def known(self) -> bool:
        return self.status not in ("unknown", "erased")


def status_on(today: date, revoked_on: date | None, replaced_on: date | None, valid_until: date | None) -> str:
    """The one word for a certificate on a day; withdrawal weighs more than replacement, that more than time."""
    if revoked_on and revoked_on <= today:
        return "revoked"
    if replaced_on and replaced_on <= today:
        return "replaced"
    if valid_until and valid_until < today:
        return "expired"
    return "valid"


def check(code: str, today: date, token: str = "") -> Verdict:
    """What is publicly known about a code in its plain form, on a day. One query, whatever the answer.

    `token` is the second token of the paper; with it the verdict has the name.
    """
    certificate = row_of(code)
    may_see_name = name_token_fits(code, token)
    return verdict_of(certificate, code, today, may_see_name)


def row_of(code: str) -> Certificate | None:
    """The row of a code, erased ones too; for this room's own eyes."""
    return Certificate.objects.filter(code=code).first()


def verdict_of(certificate: Certificate | None, code: str, today: date, may_see_name: bool = False) -> Verdict:
    """What may be said of a row."""
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
        certificate.holder_name if may_see_name else "",
    )


def name_stands_on(certificate: Certificate | None, typed: str) -> bool:
    """Whether this name stands on the certificate, whatever its case and spaces. As long for yes as for no.

    A row that is not there or erased has no name, and none fits.
    """
    there = certificate.holder_name if certificate and not certificate.erased_on else ""
    return hmac.compare_digest(_digest(there), _digest(typed)) and bool(there)


def _digest(name: str) -> bytes:
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name[: 2 * LONGEST_NAME]).casefold())
    return hashlib.sha256(" ".join(plain.split()).encode("utf-8", "surrogatepass")).digest()
