"""The lines of a list of earlier completions, with every fault and its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from learn.rules.roster.columns import PEOPLE, Column
from learn.rules.roster.faults import Fault, Wrong
from learn.rules.roster.reading import FIRST_YEAR, LAST_YEAR, Reading, read_day, read_rows
from learn.rules.roster.table import Line

_DAY = Column("completed_on", "Abgeschlossen am", ("Abschluss", "Abschluss am", "Abschlussdatum", "Datum"))
EARLIER = (
    PEOPLE[0],
    Column("duty", "Pflichtschulung", ("Pflicht", "Schulung", "Kurs", "Kurstitel", "Kennwort", "Titel", "requirement")),
    _DAY,
    Column("source", "Quelle", ("Herkunft", "Träger", "Anbieter"), needed=False),
    Column("document", "Nachweis", ("Dokument", "Aktenzeichen", "Beleg"), needed=False),
)
_LONGEST = {"personnel_no": 20, "duty": 200, "source": 100, "document": 200}


@dataclass(frozen=True, slots=True)
class Earlier:
    """One completion from before: who, what as it was written, and when."""

    personnel_no: str
    duty: str
    completed_on: date
    source: str = ""
    document: str = ""
    line: int = 0


def read_earlier(lines: Sequence[Line], today: date) -> Reading[Earlier]:
    """Completions from lines with a heading. A line with a fault gives none; all faults are listed."""

    def row(line: int, found: dict[str, str], wrong: list[Fault]) -> Earlier | None:
        day = _past_day(line, _DAY.name, found[_DAY.key], today, wrong)
        if day is None:
            return None
        return Earlier(found["personnel_no"], found["duty"], day, found["source"], found["document"], line)

    return read_rows(lines, EARLIER, _LONGEST, row)


def _past_day(line: int, column: str, text: str, today: date, wrong: list[Fault]) -> date | None:
    if not text or any(fault.column == column for fault in wrong):
        return None
    day = read_day(text)
    if day is None:
        wrong.append(Fault(line, Wrong.NO_DATE, column, text[:60]))
    elif not FIRST_YEAR <= day.year <= LAST_YEAR:
        wrong.append(Fault(line, Wrong.DATE_OUT_OF_RANGE, column, text))
    elif day > today:
        wrong.append(Fault(line, Wrong.IN_FUTURE, column, text))
    return day


def packed(row: Earlier) -> list[str | int]:
    """A line as plain data, for what is kept between a preview and its confirmation."""
    return [row.personnel_no, row.duty, row.completed_on.isoformat(), row.source, row.document, row.line]


def unpacked(row: list[Any]) -> Earlier:
    """The line again."""
    number, duty, day, *rest = row
    return Earlier(number, duty, date.fromisoformat(day), *rest)
