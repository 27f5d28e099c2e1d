"""Proofing a design before it is published: what can be seen in its texts and colours, and what only paper shows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from certificates import design
from certificates.design import Look
from certificates.letters import unprintable
from certificates.models import Certificate
from certificates.numbering import new_code

KINDS = {"pass": gettext_noop("Zertifikat"), "participation": gettext_noop("Teilnahme-Bescheinigung")}
# One short and one long person and course: what fits both fits nearly all.
SAMPLES = (
    ("Ayşe Yılmaz", "Phishing erkennen", 3),
    (
        "Maximiliane Alexandra Freifrau von und zu Übergangsbuchstaben-Sonnenschein-Krefelder",
        "Informationssicherheit und Datenschutz im Amt: was alle Beschäftigten der Stadt wissen müssen",
        6,
    ),
)
DAY = date(2027, 2, 15)


def faults(look: Look) -> list[str]:
    """Sentences for the editor on what is wrong with texts and colours; empty if nothing is."""
    return list(_faults(look))


def print_all(look: Look) -> tuple[bytes | None, list[str]]:
    """The proof as PDF, and sentences on what no paper may have. Imports WeasyPrint: for the queue's worker alone."""
    from certificates import render

    found = faults(look)
    if found:
        return None, found
    first = None
    for kind, name in KINDS.items():
        for sample in SAMPLES:
            try:
                data = render.pdf_of(_certificate(look, kind, *sample))
            except render.NotFit as error:
                found.append(
                    _("%(kind)s für „%(course)s“: Die Prüfung des PDFs meldet: %(error)s")
                    % {"kind": _(name), "course": sample[1], "error": error}
                )
            else:
                first = first or data
    return first, found


def _faults(look: Look) -> Iterator[str]:
    texts = [getattr(look, name) for name in (*design.TEXTS, "signatory", "signatory_role")]
    for text in texts[: len(design.TEXTS)]:
        try:
            design.check(text)
        except design.UnknownPlaceholder as error:
            yield unknown_placeholder(error)
    if strange := unprintable("".join(texts)):
        yield _("Für diese Zeichen haben wir keine Schrift: %(signs)s. Bitte ersetzen Sie sie.") % {
            "signs": " ".join(strange)
        }
    ground = design.inked(design.PAPER, look.ink)
    ratio = design.contrast(design.inked(look.accent, look.ink), ground)
    if ratio < design.CONTRAST:
        yield _(
            "Die Farbe der Überschrift hebt sich zu wenig vom Papier ab: %(ratio)s zu 1, nötig sind 4,5 zu 1. "
            "Bitte wählen Sie eine dunklere Farbe."
        ) % {"ratio": number_format(ratio, 1)}


def unknown_placeholder(error: design.UnknownPlaceholder) -> str:
    """What an editor reads about a text with something unknown in braces."""
    return _("Diesen Platzhalter kennen wir nicht: %(found)s. Möglich sind: %(known)s.") % {
        "found": error.found,
        "known": ", ".join("{" + name + "}" for name in design.PLACEHOLDERS),
    }


def _certificate(look: Look, kind: str, name: str, course: str, outcomes: int) -> Certificate:
    town = settings.TOWN
    look = replace(look, site_name=town["site_name"])
    return Certificate(
        code=new_code(),
        kind=kind,
        holder_name=name,
        course_title=course,
        outcomes=[_("Ich erkenne eine gefälschte Nachricht und weiß, wem ich sie melden kann.")] * outcomes,
        minutes=35,
        lessons=7,
        competences=["4.1 Geräte schützen", "4.2 Personenbezogene Daten und Privatsphäre schützen"],
        level="basic",
        language=look.language or "de",
        issuer=town["name"],
        signatory=look.signatory or town["signatory"],
        signatory_role=look.signatory_role if look.signatory else town["signatory_role"],
        completed_on=DAY,
        issued_on=DAY,
        valid_until=date(2029, 2, 15),
        design=look.as_json(),
    )
