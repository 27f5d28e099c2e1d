"""THE DOOR: what other rooms may ask of certificates. Plain frozen data in and out."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from certificates import issue as issuing
from certificates import jobs
from certificates.issue import Award, NameMissing, NameNotPrintable, NotChanged
from certificates.letters import unprintable
from certificates.models import Certificate, Design
from certificates.numbering import Problem, grouped, read
from certificates.parcel import Parcel, bundle, bundles_of, drop_bundles, forget_person, open_bundle
from certificates.record import Record, record_of, verify_address
from certificates.sealing import FORMS, Badge, badge_of
from certificates.vault import Vault
from certificates.verify import status_on

__all__ = [
    "Award",
    "Badge",
    "Credential",
    "NameMissing",
    "NameNotPrintable",
    "NotChanged",
    "Parcel",
    "badge",
    "bundle",
    "bundles_of",
    "certificates_of",
    "correct_name",
    "designs",
    "drop_bundles",
    "erase",
    "export",
    "file_of",
    "find",
    "held",
    "issue",
    "listing",
    "of_awards",
    "open_bundle",
    "pdf",
    "profile_link",
    "record",
    "rehold",
    "revoke",
    "search",
    "sweep",
    "unprintable",
    "unprinted",
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
    design: Mapping[str, Any] = field(default_factory=dict, hash=False)
    replaced_by: str = ""  # the code of the certificate that counts instead
    print_error: str = ""  # why it has no file, for operators

    def status(self, today: date) -> str:
        """ "valid" | "expired" | "revoked" | "replaced" on a day."""
        return status_on(today, self.revoked_on, self.replaced_on, self.valid_until)


def issue(award: Award, on: date | None = None) -> Credential:
    """The certificate of an award, once an `award_key`. Call it inside the completing transaction."""
    return _credential(issuing.issue(award, on))


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
    return file_of(credential.code) if credential else None


def file_of(code: str) -> bytes | None:
    """The file of a certificate by its plain code. None: not printed yet (then it is queued again) or unknown.

    Whoever asks answers for it that the file goes to its holder.
    """
    credential = find(code)
    if credential is None:
        return None
    certificate = Certificate.objects.only("pk", "file_name", "prints", "print_started_at").get(pk=credential.id)
    data = Vault().read(certificate.file_name) if certificate.file_name else None
    if data is None:
        jobs.reprint(certificate.pk, timezone.now())
    return data


def badge(code: str, holder: uuid.UUID, form: str) -> Badge | None:
    """This person's certificate as a signed badge ("json", "jwt", "png", "svg").

    None: not theirs, withdrawn or replaced. KeysBroken, with a sentence for people, if there is no key to sign with.
    """
    plain = read(code)
    if isinstance(plain, Problem) or form not in FORMS:
        return None
    row = _kept().filter(code=plain, holder=holder).first()
    if row is None or _credential(row).status(timezone.localdate()) in ("revoked", "replaced"):
        return None
    return badge_of(row, form, timezone.now())


def profile_link(credential: Credential) -> str:
    """LinkedIn's own form with the certificate filled in; a plain link, nothing is sent before somebody opens it."""
    told: dict[str, str | int] = {
        "startTask": "CERTIFICATION_NAME",
        "name": credential.course_title,
        "organizationName": credential.issuer,
        "issueYear": credential.issued_on.year,
        "issueMonth": credential.issued_on.month,
        "certUrl": credential.verify_url,
        "certId": credential.code_grouped,
    }
    if credential.valid_until:
        told |= {"expirationYear": credential.valid_until.year, "expirationMonth": credential.valid_until.month}
    return f"https://www.linkedin.com/profile/add?{urlencode(told)}"


def revoke(code: str, reason: str, on: date) -> bool:
    """Withdraws a certificate from a day on; False if there is nothing to withdraw. ValueError without a reason.

    The reason is kept and never shown in public.
    """
    if not reason.strip():
        raise ValueError("a certificate is not withdrawn without a reason")
    plain = read(code)
    if isinstance(plain, Problem):
        return False
    return bool(_kept().filter(code=plain, revoked_on=None).update(revoked_on=on, revoked_reason=reason[:500]))


def correct_name(code: str, name: str, on: date) -> Credential:
    """The certificate anew, with the right name and a code of its own; the old one is replaced from this day on.

    Raises NameMissing, NameNotPrintable or NotChanged, each with a sentence for people.
    """
    try:
        return _credential(issuing.correct(code, name, on))
    except Certificate.DoesNotExist as error:
        raise NotChanged(code) from error


def search(holders: Iterable[uuid.UUID] | None, text: str, most: int = 50) -> tuple[Credential, ...]:
    """Certificates by name, course or code, the newest first. `holders`: only of these people; None: of all."""
    wanted = _kept()
    code = read(text)
    if not isinstance(code, Problem):
        wanted = wanted.filter(code=code)
    else:
        for word in text.split():
            wanted = wanted.filter(Q(holder_name__icontains=word) | Q(course_title__icontains=word))
    if holders is None:
        return tuple(map(_credential, wanted[:most]))
    allowed = frozenset(holders)
    found = (row for row in wanted.iterator(chunk_size=500) if row.holder in allowed)
    return tuple(map(_credential, islice(found, most)))


def unprinted(now: datetime) -> int:
    """How many certificates have failed to print and have no file."""
    return int(_kept().filter(file_name="", created_at__lt=now).exclude(print_error="").count())


def designs() -> list[tuple[str, str]]:
    """Key and title of each design that certificates may be issued with, the default one first."""
    found = Design.objects.exclude(published=None)
    return [(str(design.key), design.title) for design in found]


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
        certificates = list(_kept().select_related(None).select_for_update().filter(holder=holder))
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
        forget_person(certificate.pk for certificate in certificates)
    return len(certificates)


def sweep(now: datetime) -> int:
    """Queues the printing of certificates that wait too long; returns how many."""
    return jobs.sweep(now)


def listing(html: str, style: str) -> bytes:
    """A list as an accessible PDF by the same press and check as certificates. For jobs only: it imports WeasyPrint."""
    from certificates import render

    return render.listing(html, style)


def _kept() -> Any:
    return Certificate.objects.filter(erased_on=None).select_related("replaced_by")


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
        design=row.design,
        replaced_by=row.replaced_by.code if row.replaced_by else "",
        print_error=row.print_error,
    )
