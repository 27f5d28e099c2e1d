"""The choices of a report in words: as fields above the list, and as lines in every file."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learn.compliance.sentences import state_name
from learn.reports.catalogue import Report
from learn.reports.filters import DAYS_AHEAD, Filters
from learn.reports.order import in_dictionary_order
from learn.reports.queries_duties import LATE, THEN
from learn.reports.queries_history import person_shown
from learn.reports.queries_participation import SIDES
from learn.reports.rows import STATE_LABELS
from learn.reports.sight import Sight
from learn.rules.deadlines import State

__all__ = ["Choice", "choices", "in_words"]

_LABELS: dict[str, Promise] = {
    "einheit": gettext_lazy("Organisationseinheit und alle darunter"),
    "kurs": gettext_lazy("Kurs"),
    "stand": gettext_lazy("Stand"),
    "pflicht": gettext_lazy("Pflichtschulung"),
    "tag": gettext_lazy("Stichtag"),
    "lesart": gettext_lazy("Nach welchem Wissen"),
    "tage": gettext_lazy("Nächste Tage"),
    "person": gettext_lazy("Person"),
    "jahr": gettext_lazy("Jahr"),
    "nach": gettext_lazy("Gezählt nach"),
}
_KINDS = {"tag": "date", "tage": "number", "jahr": "number", "person": "hidden"}
_SIDES: dict[str, Promise] = dict(
    zip(
        SIDES,
        (
            gettext_lazy("Monat"),
            gettext_lazy("Organisationseinheit"),
            gettext_lazy("Geschlecht"),
            gettext_lazy("Altersgruppe"),
        ),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One field above a report. `kind`: select, date, number or hidden; `every` is what an empty choice means."""

    name: str
    label: str
    value: str
    kind: str
    every: str
    options: Sequence[tuple[str, str, bool]]  # value, text, chosen


def choices(report: Report, filters: Filters, sight: Sight) -> list[Choice]:
    """The fields of a report; only what the viewer may see stands in them."""
    return [_choice(report, name, getattr(filters, name), sight) for name in report.filters]


def in_words(report: Report, filters: Filters, sight: Sight, *, named: bool = True) -> tuple[tuple[str, str], ...]:
    """What was chosen, label and words. What is unknown or out of sight is written as it came.

    `named`: a person by name, which costs two queries; else only that it is one.
    """
    found = []
    for each in choices(report, filters, sight):
        words = next((text.lstrip("– ") for value, text, _chosen in each.options if value == each.value), each.value)
        if each.name == "person":
            words = person_shown(sight.viewer, filters, sight.today, sight) if named else _("eine Person")
        elif each.name == "tage":
            words = each.value or str(DAYS_AHEAD)
        found.append((each.label, words or each.every))
    return tuple(found)


def _choice(report: Report, name: str, value: str, sight: Sight) -> Choice:
    options = [(key, text, key == value) for key, text in _options(report, name, sight)]
    every = {
        "tag": sight.today.isoformat(),
        "tage": str(DAYS_AHEAD),
        "jahr": str(sight.today.year),
        "lesart": _("was heute bekannt ist"),
        "nach": str(_SIDES[SIDES[0]]),
    }.get(name, _("alle"))
    if name == "pflicht" and "kurs" in report.filters:
        every = _("alle, auch freiwillige Kurse")
    return Choice(name, str(_LABELS[name]), value, _KINDS.get(name, "select"), every, options)


def _options(report: Report, name: str, sight: Sight) -> Sequence[tuple[str, str]]:
    if name == "einheit":
        return [(unit.code, f"{'– ' * depth}{unit}") for depth, unit in sight.tree.in_order(sight.units)]
    if name == "kurs":
        titles = ((str(key), title) for key, title in sight.titles.items())
        return sorted(titles, key=lambda course: in_dictionary_order(course[1]))
    if name == "pflicht":
        return [(rule.key, rule.title) for rule in sight.rules]
    if name == "stand":
        return _states(report)
    if name == "lesart":
        return [(THEN, _("was an dem Tag bekannt war"))]
    if name == "nach":
        return [(side, str(_SIDES[side])) for side in SIDES[1:]]
    return []


def _states(report: Report) -> Sequence[tuple[str, str]]:
    if "kurs" in report.filters:
        return [(state.value, str(label)) for state, label in STATE_LABELS.items()]
    return [(state.value, state_name(state)) for state in (LATE if report.key == "ueberfaellig" else State)]
