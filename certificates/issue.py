"""Issuing: one certificate an award, once."""

import unicodedata
import uuid
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates import jobs, numbering
from certificates.models import Certificate


class NameMissing(ValueError):
    """A certificate without a name proves nothing for nobody."""

    sentence = _("Bitte geben Sie den Namen an, der auf dem Zertifikat stehen soll.")


@dataclass(frozen=True, slots=True)
class Award:
    """What is to be certified: plain data, copied as it is and kept."""

    award_key: uuid.UUID
    holder: uuid.UUID
    holder_name: str
    kind: str  # "pass" | "participation"
    course_title: str
    course_key: uuid.UUID
    outcomes: tuple[str, ...]
    minutes: int
    lessons: int
    competences: tuple[str, ...]  # each its number and name: "4.1 Geräte schützen"
    level: str
    language: str
    issuer: str
    signatory: str
    signatory_role: str
    completed_on: date
    valid_until: date | None = None


def issue(award: Award, on: date | None = None) -> Certificate:
    """The certificate of an award, made now if it is new. Call it inside the transaction that completes the course.

    The PDF is printed by a job after commit. `on` is the day of issue, today if not given.
    """
    if not award.holder_name.strip():
        raise NameMissing("an award needs a name")
    known = Certificate.objects.filter(award_key=award.award_key).first()
    if known:
        return known
    try:
        with transaction.atomic():
            certificate = _create(award, on or timezone.localdate())
    except IntegrityError:  # another process was faster with the same award
        return Certificate.objects.get(award_key=award.award_key)
    jobs.queue_print(certificate.pk)
    return certificate


def _create(award: Award, on: date) -> Certificate:
    return Certificate.objects.create(
        code=numbering.new_code(),
        award_key=award.award_key,
        holder=award.holder,
        holder_name=" ".join(unicodedata.normalize("NFC", award.holder_name).split()),
        kind=Certificate.Kind(award.kind),
        course_key=award.course_key,
        course_title=award.course_title,
        outcomes=list(award.outcomes),
        minutes=award.minutes,
        lessons=award.lessons,
        competences=list(award.competences),
        level=award.level,
        language=award.language,
        issuer=award.issuer,
        signatory=award.signatory,
        signatory_role=award.signatory_role,
        completed_on=award.completed_on,
        issued_on=on,
        valid_until=award.valid_until,
    )
