"""What reports show of people: a dataclass and a list of columns each. No answers, no scores, no tries, no times."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from learn.reports.columns import Column, Kind

__all__ = [
    "ASOF",
    "COLUMNS",
    "EXPIRING",
    "HISTORY",
    "OVERDUE",
    "PARTICIPATION",
    "STATE_LABELS",
    "CompletionRow",
    "CountRow",
    "DutyRow",
    "Happening",
    "HistoryRow",
    "Row",
    "State",
]


class State(StrEnum):
    """How far a person is in a course; the value stands in addresses."""

    COMPLETED = "abgeschlossen"
    STARTED = "begonnen"
    NOT_STARTED = "nicht-begonnen"


STATE_LABELS: dict[State, Promise] = {
    State.COMPLETED: _("abgeschlossen"),
    State.STARTED: _("begonnen"),
    State.NOT_STARTED: _("nicht begonnen"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a report. `learner` is whom it is about, for the record of who looked at whom; never a column."""

    learner: UUID | None


@dataclass(frozen=True, slots=True)
class CompletionRow(Row):
    """All that the personnel office and heads see of one person and one course."""

    person: str
    department: str
    course: str
    state: State
    started_on: date | None
    completed_on: date | None
    valid_until: date | None
    certificate: str


COLUMNS: tuple[Column, ...] = (
    Column("person", _("Name"), lambda row: row.person),
    Column("department", _("Organisationseinheit"), lambda row: row.department),
    Column("course", _("Kurs"), lambda row: row.course),
    Column("state", _("Stand"), lambda row: str(STATE_LABELS[row.state])),
    Column("started_on", _("begonnen am"), lambda row: row.started_on, Kind.DATE),
    Column("completed_on", _("abgeschlossen am"), lambda row: row.completed_on, Kind.DATE),
    Column("valid_until", _("gültig bis"), lambda row: row.valid_until, Kind.DATE),
    Column("certificate", _("Zertifikat"), lambda row: row.certificate),
)


@dataclass(frozen=True, slots=True)
class DutyRow(Row):
    """One person under one requirement on a day. `obligation` is what bulk actions take, `state` its name in words,
    `days` how many since or until."""

    obligation: int
    person: str
    department: str
    requirement: str
    state: str
    due_on: date | None
    completed_on: date | None
    valid_until: date | None
    days: int | None
    renewal_open: bool = False


_PERSON = Column("person", _("Name"), lambda row: row.person)
_UNIT = Column("department", _("Organisationseinheit"), lambda row: row.department)
_DUTY = Column("requirement", _("Pflichtschulung"), lambda row: row.requirement)
_STATE = Column("state", _("Stand"), lambda row: row.state)
_DUE = Column("due_on", _("fällig am"), lambda row: row.due_on, Kind.DATE)
_DONE = Column("completed_on", _("abgeschlossen am"), lambda row: row.completed_on, Kind.DATE)
_UNTIL = Column("valid_until", _("gültig bis"), lambda row: row.valid_until, Kind.DATE)
_RENEWAL = Column("renewal_open", _("Wiederholung möglich"), lambda row: now("ja") if row.renewal_open else now("nein"))

OVERDUE: tuple[Column, ...] = (
    _PERSON,
    _UNIT,
    _DUTY,
    _STATE,
    _DUE,
    Column("days_over", _("Tage darüber"), lambda row: row.days, Kind.INTEGER),
)
EXPIRING: tuple[Column, ...] = (
    _PERSON,
    _UNIT,
    _DUTY,
    _UNTIL,
    Column("days_left", _("noch Tage"), lambda row: row.days, Kind.INTEGER),
    _RENEWAL,
)
ASOF: tuple[Column, ...] = (_PERSON, _UNIT, _DUTY, _STATE, _DUE, _DONE, _UNTIL, _RENEWAL)


class Happening(StrEnum):
    """What a line of somebody's history tells."""

    OBLIGED = "obliged"
    CYCLE = "cycle"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"
    IMPORTED = "imported"
    EQUIVALENT = "equivalent"
    REVOKED = "revoked"
    EXEMPT = "exempt"
    ABSENT = "absent"
    COURSE = "course"


_HAPPENINGS: dict[Happening, Promise] = {
    Happening.OBLIGED: _("Pflicht beginnt"),
    Happening.CYCLE: _("Zeitraum beginnt"),
    Happening.WITHDRAWN: _("Pflicht entfällt"),
    Happening.COMPLETED: _("abgeschlossen"),
    Happening.IMPORTED: _("übernommen"),
    Happening.EQUIVALENT: _("anerkannt"),
    Happening.REVOKED: _("widerrufen"),
    Happening.EXEMPT: _("befreit"),
    Happening.ABSENT: _("abwesend"),
    Happening.COURSE: _("Kurs begonnen"),
}


@dataclass(frozen=True, slots=True)
class HistoryRow(Row):
    """One line of a person's history: what began on a day, and until when."""

    since: date
    kind: Happening
    requirement: str
    due_on: date | None = None
    completed_on: date | None = None
    valid_until: date | None = None
    until: date | None = None
    certificate: str = ""


HISTORY: tuple[Column, ...] = (
    Column("since", _("am"), lambda row: row.since, Kind.DATE),
    Column("kind", _("Ereignis"), lambda row: str(_HAPPENINGS[row.kind])),
    Column("requirement", _("Pflichtschulung oder Kurs"), lambda row: row.requirement),
    Column("until", _("bis"), lambda row: row.until, Kind.DATE),
    _DUE,
    _DONE,
    _UNTIL,
    Column("certificate", _("Zertifikat"), lambda row: row.certificate),
)


@dataclass(frozen=True, slots=True)
class CountRow(Row):
    """Nobody's line: how many took and completed a course, in a month, a unit or a group. None where it is hidden."""

    course: str
    group: str
    started: int | None
    completed: int | None

    @property
    def share(self) -> Decimal | None:
        """The completed of the started, from 0 to 1; None where either is hidden or nobody started."""
        if not self.started or self.completed is None:
            return None
        return round(Decimal(self.completed) / self.started, 2)


HIDDEN = _("nicht gezeigt")

PARTICIPATION: tuple[Column, ...] = (
    Column("course", _("Kurs"), lambda row: row.course),
    Column("group", _("Gruppe"), lambda row: row.group),
    Column("started", _("Teilnahmen"), lambda row: str(HIDDEN) if row.started is None else row.started, Kind.INTEGER),
    Column(
        "completed", _("Abschlüsse"), lambda row: str(HIDDEN) if row.completed is None else row.completed, Kind.INTEGER
    ),
    Column("share", _("Abschlussquote"), lambda row: row.share, Kind.PERCENT),
)
