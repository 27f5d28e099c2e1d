"""Issuing: one certificate an award, once."""

import unicodedata
import uuid
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certificates import jobs, numbering
from certificates.design import Look
from certificates.letters import unprintable
from certificates.models import Certificate, Design

# What a corrected certificate keeps of the old one.
SNAPSHOT = (
    *("holder", "kind", "course_key", "course_title", "outcomes", "minutes", "lessons", "competences", "level"),
    *("language", "issuer", "signatory", "signatory_role", "completed_on", "valid_until", "design"),
)


class NameMissing(ValueError):
    """A certificate without a name proves nothing for nobody."""

    sentence = _("Bitte geben Sie den Namen an, der auf dem Zertifikat stehen soll.")


class NotChanged(ValueError):
    """A certificate that cannot be replaced: it is withdrawn or replaced already, or the name is the same."""

    sentence = _(
        "Dieses Zertifikat lässt sich nicht berichtigen: Es ist zurückgezogen oder schon ersetzt, "
        "oder der Name steht schon so darauf."
    )


class NameNotPrintable(ValueError):
    """A name with letters that no font of ours has; `signs` are these letters."""

    def __init__(self, signs: tuple[str, ...]) -> None:
        super().__init__(" ".join(signs))
        self.signs = signs

    @property
    def sentence(self) -> str:
        return gettext(
            "Diese Zeichen können wir nicht drucken: %(signs)s. Bitte schreiben Sie den Namen mit lateinischen, "
            "griechischen, kyrillischen oder arabischen Buchstaben."
        ) % {"signs": " ".join(self.signs)}


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
    design: uuid.UUID | None = None  # None, unknown or never published: the default one


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


def correct(code: str, name: str, on: date) -> Certificate:
    """A new certificate with a new code and the right name; the old one is replaced from this day on.

    The new one takes the award over, so that the award still has one certificate. Raises NameMissing,
    NameNotPrintable, NotChanged, or Certificate.DoesNotExist for a code that nobody holds.
    """
    name = clean(name)
    if not name:
        raise NameMissing("a correction needs a name")
    if strange := unprintable(name):
        raise NameNotPrintable(strange)
    with transaction.atomic():
        old = Certificate.objects.select_for_update().get(code=code, erased_on=None)
        if old.replaced_on or old.revoked_on or old.holder_name == name:
            raise NotChanged(code)
        award_key = old.award_key
        old.award_key, old.replaced_on = uuid.uuid4(), on
        old.save(update_fields=["award_key", "replaced_on"])
        fresh = {field: getattr(old, field) for field in SNAPSHOT}
        new = Certificate.objects.create(
            **fresh, code=numbering.new_code(), award_key=award_key, holder_name=name, issued_on=on
        )
        old.replaced_by = new
        old.save(update_fields=["replaced_by"])
        jobs.queue_print(new.pk)
    return new


def clean(name: str) -> str:
    """A name as it is kept and printed: composed letters (Unicode NFC), single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def look_of(design: uuid.UUID | None) -> Look:
    """The published look of a design, else of the default one, else the usual; with the site's name of today."""
    found = Design.objects.filter(Q(key=design) | Q(is_default=True)).exclude(published=None)
    looks: dict[uuid.UUID | None, Any] = {row.key: row.published for row in found}
    data: dict[str, Any] = looks[design] if design in looks else next(iter(looks.values()), {})
    return replace(Look.of(data), site_name=settings.TOWN["site_name"])


def _create(award: Award, on: date) -> Certificate:
    look = look_of(award.design)
    return Certificate.objects.create(
        code=numbering.new_code(),
        award_key=award.award_key,
        holder=award.holder,
        holder_name=clean(award.holder_name),
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
        signatory=look.signatory or award.signatory,
        signatory_role=look.signatory_role if look.signatory else award.signatory_role,
        design=look.as_json(),
        completed_on=award.completed_on,
        issued_on=on,
        valid_until=award.valid_until,
    )
