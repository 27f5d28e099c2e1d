"""THE DOOR: what other rooms may ask of certificates. Plain frozen data in and out."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from certificates import jobs
from certificates.issue import Award, NameMissing
from certificates.issue import issue as issue_row
from certificates.models import Certificate
from certificates.numbering import Problem, grouped, read
from certificates.record import Record, record_of, verify_address
from certificates.vault import Vault
from certificates.verify import status_on

__all__ = [
    "Award",
    "Credential",
    "NameMissing",
    "certificates_of",
    "erase",
    "export",
    "find",
    "held",
    "issue",
    "of_awards",
    "pdf",
    "record",
    "rehold",
    "revoke",
    "sweep",
]


NOBODY = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class Credential:
    """A certificate as other rooms see it."""

    id: int
    code: str
    code_grouped: str
    award_key: uuid.UUID
    holder: uuid.UUID
    holder_name: str
    kind: str
    course_title: str
    course_key: uuid.UUID
    outcomes: tuple[str, ...]
    minutes: int
    lessons: int
    competences: tuple[str, ...]
    level: str
    language: str
    issuer: str
    signatory: str
    signatory_role: str
    completed_on: date
    issued_on: date
    valid_until: date | None
    revoked_on: date | None
    replaced_on: date | None
    has_file: bool
    file_size: int  # bytes; 0 without a file
    verify_url: str

    def status(self, today: date) -> str:
        """ "valid" | "expired" | "revoked" | "replaced" on a day."""
        return status_on(today, self.revoked_on, self.replaced_on, self.valid_until)


def issue(award: Award, on: date | None = None) -> Credential:
    """The certificate of an award, once an `award_key`. Call it inside the completing transaction."""
    return _credential(issue_row(award, on))


def find(code: str) -> Credential | None:
    """The certificate of a code as typed or plain; None for a wrong, unknown or erased one."""
    plain = read(code)
    if isinstance(plain, Problem):
        return None
    certificate = _kept().filter(code=plain).first()
    return _credential(certificate) if certificate else None


def held(code: str, holder: uuid.UUID) -> Credential | None:
    """The certificate of a code if it is this person's."""
    credential = find(code)
    return credential if credential and credential.holder == holder else None


def certificates_of(holder: uuid.UUID) -> tuple[Credential, ...]:
    """All certificates of a person, the newest first."""
    return tuple(_credential(certificate) for certificate in _kept().filter(holder=holder))


def of_awards(award_keys: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, Credential]:
    """The certificates of these awards by their key, in one query."""
    found = _kept().filter(award_key__in=list(award_keys))
    return {credential.award_key: credential for credential in map(_credential, found)}


def record(credential: Credential) -> Record:
    """The words of a certificate, the same on paper and on the page."""
    return record_of(credential)


def pdf(code: str, holder: uuid.UUID) -> bytes | None:
    """The file of this person's certificate. None: not printed yet (then it is queued again) or not this person's."""
    credential = held(code, holder)
    if credential is None:
        return None
    certificate = Certificate.objects.only("pk", "file_name", "prints", "print_started_at").get(pk=credential.id)
    data = Vault().read(certificate.file_name) if certificate.file_name else None
    if data is None:
        jobs.reprint(certificate.pk, timezone.now())
    return data


def revoke(code: str, reason: str, on: date) -> bool:
    """Withdraws a certificate from a day on; False if there is nothing to withdraw.

    The reason is kept and never shown in public.
    """
    plain = read(code)
    if isinstance(plain, Problem):
        return False
    return bool(_kept().filter(code=plain, revoked_on=None).update(revoked_on=on, revoked_reason=reason[:500]))


def rehold(old: uuid.UUID, new: uuid.UUID) -> int:
    """Gives all certificates of one person to another id of the same person; returns how many."""
    return _kept().filter(holder=old).update(holder=new)


def export(holder: uuid.UUID) -> list[dict[str, Any]]:
    """Everything kept about a person's certificates, as plain JSON data."""
    return [
        {
            "code": certificate.code,
            "holder_name": certificate.holder_name,
            "kind": certificate.kind,
            "course_title": certificate.course_title,
            "outcomes": certificate.outcomes,
            "minutes": certificate.minutes,
            "lessons": certificate.lessons,
            "competences": certificate.competences,
            "level": certificate.level,
            "language": certificate.language,
            "issuer": certificate.issuer,
            "completed_on": certificate.completed_on.isoformat(),
            "issued_on": certificate.issued_on.isoformat(),
            "valid_until": _iso(certificate.valid_until),
            "revoked_on": _iso(certificate.revoked_on),
            "revoked_reason": certificate.revoked_reason,
            "replaced_on": _iso(certificate.replaced_on),
            "verify_url": verify_address(certificate.code),
        }
        for certificate in _kept().filter(holder=holder)
    ]


def erase(holder: uuid.UUID) -> int:
    """Deletes a person's certificates and files; returns how many.

    Code, kind and dates stay, so that the verification page can say "no longer there".
    """
    with transaction.atomic():
        certificates = list(_kept().select_for_update().filter(holder=holder))
        for certificate in certificates:
            bare = Certificate(
                pk=certificate.pk,
                code=certificate.code,
                award_key=uuid.uuid4(),
                holder=NOBODY,
                course_key=NOBODY,
                kind=certificate.kind,
                language=certificate.language,
                completed_on=certificate.completed_on,
                issued_on=certificate.issued_on,
                created_at=certificate.created_at,
                erased_on=timezone.localdate(),
            )
            bare.save(force_update=True)
            if certificate.file_name:
                transaction.on_commit(partial(Vault().delete, certificate.file_name))
    return len(certificates)


def sweep(now: datetime) -> int:
    """Queues the printing of certificates that wait too long; returns how many."""
    return jobs.sweep(now)


def _kept() -> Any:
    return Certificate.objects.filter(erased_on=None)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _credential(row: Certificate) -> Credential:
    return Credential(
        id=row.pk,
        code=row.code,
        code_grouped=grouped(row.code),
        award_key=row.award_key,
        holder=row.holder,
        holder_name=row.holder_name,
        kind=row.kind,
        course_title=row.course_title,
        course_key=row.course_key,
        outcomes=tuple(row.outcomes),
        minutes=row.minutes,
        lessons=row.lessons,
        competences=tuple(row.competences),
        level=row.level,
        language=row.language,
        issuer=row.issuer,
        signatory=row.signatory,
        signatory_role=row.signatory_role,
        completed_on=row.completed_on,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        revoked_on=row.revoked_on,
        replaced_on=row.replaced_on,
        has_file=bool(row.file_name),
        file_size=row.file_size,
        verify_url=verify_address(row.code),
    )
