"""Badges, made from the row alone and signed with the newest key, in four forms; and the list of the withdrawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from certificates import keys
from certificates.badge import picture, proof, status
from certificates.badge.credential import Facts, credential
from certificates.badge.plain import written
from certificates.models import Certificate
from certificates.record import paper_language, record_of, verify_address

_PICTURES = Path(__file__).parent / "badge"
# form: ending and media type; VC-JWT and VC as registered by W3C
FORMS = {
    "json": ("json", "application/vc"),
    "jwt": ("jwt", "application/vc+jwt"),
    "png": ("png", "image/png"),
    "svg": ("svg", "image/svg+xml"),
}


@dataclass(frozen=True, slots=True)
class Badge:
    """A file for the holder."""

    data: bytes
    ending: str
    media_type: str


def badge_of(row: Certificate, form: str, now: datetime) -> Badge:
    """The badge of a certificate in one of FORMS. KeysBroken without a key; KeyError for another form."""
    ending, media_type = FORMS[form]
    signer = keys.signer()
    if form == "json":
        data = written(proof.with_proof(credential(_facts(row, "json")), signer, now))
    else:
        token = proof.as_jwt(credential(_facts(row, "jwt")), signer)
        if form == "png":
            data = picture.into_png(plain_picture(), token)
        elif form == "svg":
            data = picture.into_svg(_svg(), token, f"{row.course_title} – {row.issuer}").encode()
        else:
            data = token.encode()
    return Badge(data, ending, media_type)


def status_list(page: int, form: str, withdrawn: Iterable[int], now: datetime) -> bytes:
    """A list of withdrawn certificates, signed: "json" with a proof, "jwt" as JWT. KeysBroken without a key."""
    unsigned = status.list_credential(list_address(page, form), keys.did(), withdrawn, now)
    if form == "jwt":
        return proof.as_jwt(unsigned, keys.signer()).encode()
    return written(proof.with_proof(unsigned, keys.signer(), now))


def list_address(page: int, form: str) -> str:
    return f"{settings.SITE_URL}/abzeichen/status/{page}.{form}"


def _facts(row: Certificate, form: str) -> Facts:
    page, index = status.place(row.pk)
    with translation.override(paper_language(row.language)):
        record = record_of(row)
        criteria = _("Wer dieses Abzeichen hat, %(says)s") % {"says": record.says}
        extent = [f"{fact.label}: {fact.value}." for fact in record.facts if fact.label == _("Umfang")]
    return Facts(
        site=settings.SITE_URL,
        did=keys.did(),
        address=verify_address(row.code),
        issuer=row.issuer,
        language=record.language,
        kind=row.kind,
        course=row.course_title,
        course_key=row.course_key,
        description=" ".join(row.outcomes) or row.course_title,
        criteria=" ".join([criteria, *extent]),
        tags=tuple(f"DigComp {competence}" for competence in row.competences),
        valid_from=_at(row.issued_on, time.min),
        valid_until=_at(row.valid_until, time(23, 59, 59)) if row.valid_until else None,
        name=row.holder_name,
        status_list=list_address(page, form),
        status_index=index,
    )


def _at(day: date, moment: time) -> datetime:
    """That moment of the day on the town's clocks."""
    return timezone.make_aware(datetime.combine(day, moment), timezone.get_default_timezone())


@cache
def plain_picture() -> bytes:
    return (_PICTURES / "abzeichen.png").read_bytes()


@cache
def _svg() -> str:
    return (_PICTURES / "abzeichen.svg").read_text("utf-8")
