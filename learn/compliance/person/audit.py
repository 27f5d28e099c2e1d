"""What was decided about a person, told in sentences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learn.compliance.models import AuditEntry

__all__ = ["Line", "lines"]

_SENTENCES: Mapping[str, Promise] = {
    "exempt": gettext_lazy("Befreiung vom %(since)s bis %(until)s eingetragen (%(reason_code)s)."),
    "lift": gettext_lazy("Befreiung aufgehoben ab dem %(lifted_on)s."),
    "absent": gettext_lazy("Abwesenheit vom %(since)s bis %(until)s eingetragen (%(reason_code)s)."),
    "return": gettext_lazy("Ende der Abwesenheit eingetragen: %(until)s."),
    "imported": gettext_lazy("Abschluss vom %(completed_on)s übernommen. Quelle: %(source)s."),
    "equivalent": gettext_lazy("Nachweis vom %(completed_on)s als gleichwertig anerkannt. Quelle: %(source)s."),
    "accept": gettext_lazy("Früher Abschluss vom %(completed_on)s angerechnet."),
    "revoke": gettext_lazy("Nachweis vom %(completed_on)s widerrufen ab dem %(revoked_from)s."),
    "extend": gettext_lazy("Frist verlängert bis zum %(due_on)s."),
    "new-cycle": gettext_lazy("Neuer Zyklus begonnen, fällig am %(due_on)s."),
    "remind": gettext_lazy("Von Hand erinnert."),
}
_OPEN_ABSENCE = gettext_lazy("Abwesenheit seit dem %(since)s eingetragen (%(reason_code)s).")
_DAYS = {"since", "until", "lifted_on", "completed_on", "revoked_from", "due_on"}


@dataclass(frozen=True, slots=True)
class Line:
    """Who, when, what, why; and the duty, if it concerns one."""

    at: datetime
    actor: str
    duty: str
    what: str
    why: str


def lines(entries: Iterable[AuditEntry], names: Mapping[str, str]) -> list[Line]:
    """The entries in their order. `names` are those of courses and codes."""
    return [
        Line(
            entry.at,
            str(entry.actor) if entry.actor else _("ohne Konto"),
            entry.requirement.title if entry.requirement else _("alle Pflichten"),
            _what(entry, names),
            entry.reason,
        )
        for entry in entries
    ]


def _what(entry: AuditEntry, names: Mapping[str, str]) -> str:
    words = _SENTENCES.get(entry.action)
    if words is None:
        return entry.action
    after = entry.after
    if entry.action == "absent" and not after.get("until"):
        words = _OPEN_ABSENCE
    values = {name: _day(value) if name in _DAYS else names.get(str(value), value) for name, value in after.items()}
    return str(words) % _Blank(values)


def _day(value: object) -> str:
    try:
        return date_format(date.fromisoformat(str(value)), "DATE_FORMAT")
    except ValueError:
        return _("unbekannt")


class _Blank(dict[str, object]):
    """Values of a sentence; what an old entry does not hold is a dash."""

    def __missing__(self, key: str) -> str:
        return "–"
