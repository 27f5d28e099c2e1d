"""Deadlines in words: what a state is called, and sentences that say when something is due or valid, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from learn.rules.deadlines import Because, Explanation, State, Why

__all__ = ["Told", "refusal", "state_name", "tell"]

_NO_TITLES: Mapping[str, str] = MappingProxyType({})

_STATES: Mapping[State, Promise] = {
    State.WITHDRAWN: gettext_lazy("entfallen"),
    State.SUSPENDED: gettext_lazy("ruhend"),
    State.EXEMPT: gettext_lazy("befreit"),
    State.VALID: gettext_lazy("gültig"),
    State.IN_GRACE: gettext_lazy("in Nachfrist"),
    State.EXPIRED: gettext_lazy("abgelaufen"),
    State.OVERDUE: gettext_lazy("überfällig"),
    State.OPEN: gettext_lazy("offen"),
    State.FUTURE: gettext_lazy("beginnt später"),
}

# Parts that follow "weil".
_CLAUSES: Mapping[Why, Promise] = {
    Why.FIXED: gettext_lazy("dieser Tag für alle festgelegt ist"),
    Why.ASSIGNED: gettext_lazy("die Pflicht am %(day)s begann und eine Frist von %(days)s gilt"),
    Why.ENTERED: gettext_lazy("der Eintritt am %(day)s war und eine Frist von %(days)s gilt"),
    Why.MOVED: gettext_lazy("der Wechsel der Einheit am %(day)s war und eine Frist von %(days)s gilt"),
    Why.FIRST_LOGIN: gettext_lazy("die erste Anmeldung am %(day)s war und eine Frist von %(days)s gilt"),
    Why.OTHER_COMPLETED: gettext_lazy(
        "der Kurs „%(name)s“ am %(day)s abgeschlossen wurde und danach eine Frist von %(days)s gilt"
    ),
    Why.PREVIOUS_VALIDITY: gettext_lazy(
        "die bisherige Gültigkeit am %(day)s endet und danach eine Frist von %(days)s gilt"
    ),
    Why.MINIMUM_TIME: gettext_lazy("ab der Zuweisung am %(day)s eine Mindestzeit von %(days)s gilt"),
    Why.ABSENT: gettext_lazy(
        "die Abwesenheit vom %(day)s bis %(until)s die Frist um eine Zeit von %(days)s verlängert"
    ),
    Why.RETURNED: gettext_lazy("ab der Rückkehr am %(day)s eine Frist von %(days)s gilt"),
    Why.EXEMPTION_ENDED: gettext_lazy("die Befreiung am %(day)s endet und danach eine Frist von %(days)s gilt"),
    Why.REOPENED: gettext_lazy("der Nachweis widerrufen ist und ab dem %(day)s eine Frist von %(days)s gilt"),
    Why.EXTENDED: gettext_lazy("die Frist am %(day)s bis zum %(until)s verlängert wurde"),
    Why.STARTED: gettext_lazy("am %(day)s vorzeitig ein neuer Zyklus begonnen wurde"),
    Why.PERIOD: gettext_lazy("der Abschluss vom %(day)s für eine Zeit von %(months)s gilt"),
    Why.ANNIVERSARY: gettext_lazy(
        "der Abschluss vom %(day)s die Gültigkeit bis %(until)s um eine Zeit von %(months)s verlängert"
    ),
    Why.CALENDAR: gettext_lazy("der Abschluss vom %(day)s bis zu diesem Stichtag gilt, nach mindestens %(months)s"),
}
_ON_THE_DAY: Mapping[Why, Promise] = {  # the same without any days or months
    Why.PREVIOUS_VALIDITY: gettext_lazy("die bisherige Gültigkeit am %(day)s endet"),
    Why.CALENDAR: gettext_lazy("der Abschluss vom %(day)s bis zu diesem Stichtag gilt"),
}

_SENTENCES: Mapping[Why, Promise] = {
    Why.WAITS_FOR_LOGIN: gettext_lazy("Die Frist beginnt mit der ersten Anmeldung."),
    Why.WAITS_FOR_OTHER: gettext_lazy("Die Frist beginnt, sobald der Kurs „%(name)s“ abgeschlossen ist."),
    Why.WAITS_FOR_RETURN: gettext_lazy("Die Frist ruht bis zur Rückkehr."),
    Why.UNLIMITED: gettext_lazy("Seit dem %(day)s ohne Ende gültig."),
    Why.IMPORTED: gettext_lazy("Der Nachweis vom %(day)s wurde übernommen."),
    Why.EQUIVALENT: gettext_lazy("Der Nachweis vom %(day)s wurde als gleichwertig anerkannt."),
    Why.EARLY: gettext_lazy(
        "Der Abschluss vom %(day)s wird angerechnet, obwohl der Zeitraum erst am %(until)s beginnt."
    ),
    Why.WITHDRAWN: gettext_lazy("Die Pflicht galt bis zum %(day)s."),
    Why.SUSPENDED: gettext_lazy("Abwesend vom %(day)s bis zum %(until)s (%(name)s)."),
    Why.EXEMPT: gettext_lazy("Befreit vom %(day)s bis zum %(until)s (%(name)s)."),
    Why.IN_GRACE: gettext_lazy(
        "Die Gültigkeit endete am %(day)s. Die Nachfrist läuft bis zum %(until)s; so lange zählt der alte Nachweis "
        "nicht als gültig."
    ),
    Why.EXPIRED: gettext_lazy("Die Gültigkeit endete am %(day)s."),
    Why.OVERDUE: gettext_lazy("Die Frist endete am %(day)s."),
    Why.RENEWAL_OPEN: gettext_lazy("Die Wiederholung ist seit dem %(day)s möglich."),
    Why.REVOKED: gettext_lazy("Der Nachweis wurde zum %(day)s widerrufen (%(name)s)."),
    Why.FUTURE: gettext_lazy("Die Pflicht beginnt am %(day)s."),
}
_WITHOUT_END: Mapping[Why, Promise] = {  # the same where a day is not known
    Why.WITHDRAWN: gettext_lazy("Es gibt keinen Grund für diese Pflicht."),
    Why.SUSPENDED: gettext_lazy("Abwesend seit dem %(day)s (%(name)s)."),
}

_REFUSALS: Mapping[str, Promise] = {
    "due-fixed-day": gettext_lazy("Ein fester Termin braucht einen Tag, und nur er."),
    "due-other-course": gettext_lazy("Eine Frist nach einem anderen Kurs braucht diesen Kurs, und nur sie."),
    "expiry-months": gettext_lazy("Bitte geben Sie an, wie viele Monate ein Abschluss gilt."),
    "expiry-whole-years": gettext_lazy("Ein Stichtag gilt für ganze Jahre: 12 Monate, 24 Monate und so weiter."),
    "expiry-calendar-day": gettext_lazy("Diesen Stichtag gibt es nicht, oder die Mindestgültigkeit ist zu lang."),
    "first-due-from-previous": gettext_lazy("Die erste Frist kann sich nicht auf eine frühere Gültigkeit beziehen."),
    "repeat-due-from-previous": gettext_lazy("Die Frist einer Wiederholung zählt ab dem Ende der Gültigkeit."),
    "negative-days": gettext_lazy("Eine Zahl von Tagen kann nicht kleiner als 0 sein."),
    "ends-before-it-begins": gettext_lazy("Das Ende liegt vor dem Beginn."),
    "exemption-too-long": gettext_lazy("Eine Befreiung gilt höchstens 24 Monate."),
    "lifted-outside-exemption": gettext_lazy(
        "Der Tag, an dem die Befreiung aufgehoben wird, liegt nicht in der Befreiung."
    ),
    "no-rule": gettext_lazy("Zu dieser Pflicht fehlt die Regel."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A status in words. Each of the three is empty or whole sentences."""

    name: str
    state: str
    due: str
    validity: str


def tell(explanation: Explanation, titles: Mapping[str, str] = _NO_TITLES) -> Told:
    """Put an explanation into words. `titles` are the titles of courses by their key."""
    status = explanation.status
    valid_until = status.valid_until
    due = valid = ""
    if explanation.due and status.due_on is None:
        due = _sentence(explanation.due[-1], titles)
    elif explanation.due and status.due_on is not None:
        due = _("Fällig am %(day)s, weil %(reasons)s.") % {
            "day": _day(status.due_on),
            "reasons": _clauses(explanation.due, titles),
        }
    if explanation.validity and valid_until is None:
        valid = _sentence(explanation.validity[0], titles)
    elif explanation.validity and valid_until is not None:
        words = (
            _("Gültig bis %(day)s, weil %(reasons)s.") if status.covered else _("Galt bis %(day)s, weil %(reasons)s.")
        )
        valid = words % {"day": _day(valid_until), "reasons": _clauses(explanation.validity[:1], titles)}
    marks = [_sentence(mark, titles) for mark in explanation.validity[1:]]
    state = " ".join(_sentence(because, titles) for because in explanation.state)
    return Told(state_name(status.state), state, due, " ".join((valid, *marks)).strip())


def state_name(state: State) -> str:
    """The short name of a state, as in a column."""
    return str(_STATES[state])


def refusal(code: str) -> str:
    """Why a rule or a fact was refused, for the person who wrote it; `code` is that of RuleError or FactError."""
    known = _REFUSALS.get(code)
    if known is not None:
        return str(known)
    return _("Die Angabe „%(place)s“ fehlt oder ist nicht lesbar.") % {"place": code}


def _clauses(reasons: tuple[Because, ...], titles: Mapping[str, str]) -> str:
    parts = []
    for because in reasons:
        words = _ON_THE_DAY.get(because.why) if not because.count else None
        parts.append(str(words or _CLAUSES[because.why]) % _Values(because, titles))
    return _(" und weil ").join(parts)


def _sentence(because: Because, titles: Mapping[str, str]) -> str:
    unknown = because.day is None or (because.until is None and because.why is Why.SUSPENDED)
    words = (_WITHOUT_END.get(because.why) if unknown else None) or _SENTENCES[because.why]
    return str(words) % _Values(because, titles)


@dataclass(frozen=True, slots=True)
class _Values:
    """What a sentence may name of a reason; put into words only if it does, for a mail run says 20,000 sentences."""

    because: Because
    titles: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        count = self.because.count
        match name:
            case "day":
                return _day(self.because.day)
            case "until":
                return _day(self.because.until)
            case "days":
                return ngettext("%(n)d Tag", "%(n)d Tagen", count) % {"n": count}
            case "months":
                return ngettext("%(n)d Monat", "%(n)d Monaten", count) % {"n": count}
            case "name":
                return self.titles.get(self.because.name, self.because.name) or _("ohne Angabe")
        raise KeyError(name)


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""
