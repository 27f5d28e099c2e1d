"""The words of a certificate, made once for paper and page, so that both say the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext, gettext_noop, ngettext

from certificates.design import Look, fill
from certificates.letters import is_right_to_left
from certificates.numbering import grouped

# What the paper says of the person named above the line.
SAYS = {
    "pass": gettext_noop("hat den Kurs abgeschlossen und das Abschluss-Quiz bestanden."),
    "participation": gettext_noop("hat am Kurs teilgenommen und alle Lektionen bearbeitet."),
}
TITLES = {"pass": gettext_noop("Zertifikat"), "participation": gettext_noop("Teilnahme-Bescheinigung")}
LEVELS = {
    "basic": gettext_noop("Einstieg"),
    "intermediate": gettext_noop("Aufbau"),
    "advanced": gettext_noop("Vertiefung"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the table."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Record:
    """All a certificate says, in the order it is read."""

    language: str
    issuer_line: str
    title: str
    course: str
    name: str
    says: str
    outcomes_title: str
    outcomes: tuple[str, ...]
    facts: tuple[Fact, ...]
    closing: str
    signatory: str
    signatory_role: str
    verify_label: str
    verify_url: str
    verify_short: str
    code_label: str
    code: str
    code_grouped: str
    qr_alt: str
    link_spoken: str

    @property
    def document_title(self) -> str:
        return f"{self.title} {self.course} – {self.name}"

    @property
    def name_direction(self) -> str:
        """ "rtl" for a name in Arabic letters, else "ltr"."""
        return "rtl" if is_right_to_left(self.name) else "ltr"


class Certified(Protocol):
    """What `record_of` reads: a certificate's row, or what the door gives out of it."""

    @property
    def code(self) -> str: ...
    @property
    def holder_name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def course_title(self) -> str: ...
    @property
    def outcomes(self) -> Sequence[str]: ...
    @property
    def minutes(self) -> int: ...
    @property
    def lessons(self) -> int: ...
    @property
    def competences(self) -> Sequence[str]: ...
    @property
    def level(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def issuer(self) -> str: ...
    @property
    def signatory(self) -> str: ...
    @property
    def signatory_role(self) -> str: ...
    @property
    def issued_on(self) -> date: ...
    @property
    def valid_until(self) -> date | None: ...
    @property
    def design(self) -> Mapping[str, Any]: ...


def verify_address(code: str) -> str:
    """The whole address that the QR code leads to."""
    return f"{settings.SITE_URL}/z/{code}/"


def record_of(certificate: Certified) -> Record:
    """The words of a certificate in its design's or its own language, where this language has them, else in German."""
    look = Look.of(certificate.design)
    language = paper_language(look.language or certificate.language)
    with translation.override(language):
        return _record(certificate, look, language)


def paper_language(language: str) -> str:
    """The language of the paper for a language of learning: Leichte Sprache gets the German paper."""
    base = language.split("-", maxsplit=1)[0]
    if base == "de" or base not in dict(settings.LANGUAGES):
        return "de"
    with translation.override(base):
        complete = all(gettext(text) != text for text in SAYS.values())
    return base if complete else "de"


def _record(certificate: Certified, look: Look, language: str) -> Record:
    address = verify_address(certificate.code)
    passed = certificate.kind == "pass"
    headline = look.headline_pass if passed else look.headline_participation
    says = look.says_pass if passed else look.says_participation
    values = _values(certificate)
    return Record(
        language=language,
        issuer_line=f"{certificate.issuer} · {look.site_name or settings.TOWN['site_name']}",
        title=fill(headline, values) or gettext(TITLES[certificate.kind]),
        course=certificate.course_title,
        name=certificate.holder_name,
        says=fill(says, values) or gettext(SAYS[certificate.kind]),
        outcomes_title=gettext("Das wurde gelernt"),
        outcomes=tuple(certificate.outcomes),
        facts=tuple(_facts(certificate)),
        closing=fill(look.closing, values),
        signatory=certificate.signatory,
        signatory_role=certificate.signatory_role,
        verify_label=gettext("Echtheit prüfen:"),
        verify_url=address,
        verify_short=address.partition("://")[2].rpartition(certificate.code)[0].rstrip("/"),
        code_label=gettext("Prüf-Code:"),
        code=certificate.code,
        code_grouped=grouped(certificate.code),
        qr_alt=gettext("QR-Code: öffnet die Seite, auf der Sie dieses Zertifikat prüfen können"),
        link_spoken=gettext("Prüfseite dieses Zertifikats öffnen"),
    )


def _values(certificate: Certified) -> dict[str, str]:
    """What the placeholders of a design stand for."""
    return {
        "name": certificate.holder_name,
        "kurs": certificate.course_title,
        "datum": _day(certificate.issued_on),
        "gueltig_bis": _day(certificate.valid_until) if certificate.valid_until else gettext("unbegrenzt"),
        "umfang": _extent(certificate.minutes, certificate.lessons),
        "aussteller": certificate.issuer,
    }


def _facts(certificate: Certified) -> list[Fact]:
    facts = []
    if certificate.minutes or certificate.lessons:
        facts.append(Fact(gettext("Umfang"), _extent(certificate.minutes, certificate.lessons)))
    facts.append(Fact(gettext("Ausgestellt am"), _day(certificate.issued_on)))
    if certificate.valid_until:
        facts.append(Fact(gettext("Gültig bis"), _day(certificate.valid_until)))
    if certificate.competences:
        facts.append(Fact(gettext("Kompetenzen"), _competences(certificate)))
    return facts


def _extent(minutes: int, lessons: int) -> str:
    parts = []
    if minutes:
        parts.append(ngettext("%(count)d Minute", "%(count)d Minuten", minutes) % {"count": minutes})
    if lessons:
        parts.append(ngettext("%(count)d Lektion", "%(count)d Lektionen", lessons) % {"count": lessons})
    return ", ".join(parts)


def _competences(certificate: Certified) -> str:
    """„DigComp 4.1 Geräte schützen, 4.2 … (Niveau Einstieg)“: commas only, the names have an "und" of their own."""
    listed = "DigComp " + ", ".join(certificate.competences)
    level = gettext(LEVELS[certificate.level]) if certificate.level in LEVELS else certificate.level
    return gettext("%(competences)s (Niveau %(level)s)") % {"competences": listed, "level": level} if level else listed


def _day(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")
