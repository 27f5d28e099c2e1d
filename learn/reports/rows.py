"""What a report shows of a person: one dataclass and one list of columns for the screen and for every file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["COLUMNS", "STATE_LABELS", "Column", "CompletionRow", "State"]


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
class CompletionRow:
    """All that the personnel office and heads see of one person and one course. No answers, no scores, no tries."""

    person: str
    department: str
    course: str
    state: State
    started_on: date | None
    completed_on: date | None
    valid_until: date | None
    certificate: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `text` is the cell, letter by letter the same on the screen and in a file."""

    key: str
    heading: Promise
    text: Callable[[CompletionRow], str]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


COLUMNS: tuple[Column, ...] = (
    Column("person", _("Name"), lambda row: row.person),
    Column("department", _("Organisationseinheit"), lambda row: row.department),
    Column("course", _("Kurs"), lambda row: row.course),
    Column("state", _("Stand"), lambda row: str(STATE_LABELS[row.state])),
    Column("started_on", _("begonnen am"), lambda row: _day(row.started_on)),
    Column("completed_on", _("abgeschlossen am"), lambda row: _day(row.completed_on)),
    Column("valid_until", _("gültig bis"), lambda row: _day(row.valid_until)),
    Column("certificate", _("Zertifikat"), lambda row: row.certificate),
)
