"""All reports by their key: title, columns, choices and query. Who sees which column: learn.privacy.fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learn.accounts.models import User
from learn.reports import rows
from learn.reports.columns import Column
from learn.reports.filters import Filters
from learn.reports.found import Found
from learn.reports.queries import completions
from learn.reports.queries_duties import as_on, expiring, overdue
from learn.reports.queries_history import history
from learn.reports.queries_participation import participation
from learn.reports.sight import Sight

__all__ = ["REPORTS", "Report"]


@dataclass(frozen=True, slots=True)
class Report:
    """One report: `columns` for screen and files, `filters` the choices it knows, `find` its query for a viewer.

    `key` begins the names of its files and stands in addresses; `url` is the name of its screen.
    """

    key: str
    url: str
    title: Promise
    lead: Promise
    columns: tuple[Column, ...]
    filters: tuple[str, ...]
    find: Callable[[User, Filters, date, Sight], Found]
    of_people: bool = True

    @property
    def column_keys(self) -> tuple[str, ...]:
        """What it shows, for the list that is told to the staff council."""
        return tuple(column.key for column in self.columns)


_ALL = (
    Report(
        "abschluesse",
        "completion_report",
        _("Abschlüsse"),
        _("Beschäftigte mit den Kursen, die sie machen müssen oder begonnen haben."),
        rows.COLUMNS,
        ("einheit", "kurs", "stand", "pflicht"),
        completions,
    ),
    Report(
        "ueberfaellig",
        "report_overdue",
        _("Überfällig"),
        _("Wer den letzten Tag verpasst hat: noch nie abgeschlossen, oder der Nachweis ist abgelaufen."),
        rows.OVERDUE,
        ("einheit", "pflicht", "stand"),
        overdue,
    ),
    Report(
        "ablauf",
        "report_expiring",
        _("Läuft bald ab"),
        _("Wessen Nachweis heute gilt und in den nächsten Tagen endet."),
        rows.EXPIRING,
        ("einheit", "pflicht", "tage"),
        expiring,
    ),
    Report(
        "stichtag",
        "report_asof",
        _("Stand an einem Tag"),
        _("Wie jede Pflicht an einem Tag stand, zum Beispiel am 31. Dezember."),
        rows.ASOF,
        ("einheit", "pflicht", "stand", "tag", "lesart"),
        as_on,
    ),
    Report(
        "verlauf",
        "report_history",
        _("Verlauf einer Person"),
        _("Was für eine Person Pflicht war, was sie abgeschlossen hat, und wovon sie befreit war."),
        rows.HISTORY,
        ("person",),
        history,
    ),
    Report(
        "beteiligung",
        "report_participation",
        _("Beteiligung"),
        _("Wie viele Beschäftigte welchen Kurs begonnen und abgeschlossen haben, ohne Namen."),
        rows.PARTICIPATION,
        ("jahr", "nach"),
        participation,
        of_people=False,
    ),
)

REPORTS: Mapping[str, Report] = {report.key: report for report in _ALL}
