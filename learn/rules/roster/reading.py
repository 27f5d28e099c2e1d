"""The lines of a roster as people and units, with every fault and its place."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from learn.rules.roster.columns import PEOPLE, UNITS, Column, cells, heading
from learn.rules.roster.faults import Fault, Wrong
from learn.rules.roster.no_mail import log_in_of
from learn.rules.roster.table import Line

#: days outside are slips of the pen
FIRST_YEAR, LAST_YEAR = 1940, 2100
#: 1.3.69 is 2069 and 1.3.70 is 1970, as POSIX reads years of two digits
PIVOT = 70
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?", re.ASCII)
_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?: 00:00(?::00)?)?", re.ASCII)
_EMAIL = re.compile(r"[^\s@\"(),:;<>\[\\\]]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W_]{2,63}")
_LOST = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+|\d+[.,]\d+", re.ASCII)
#: what stands where a program could not write or read a letter
_NO_LETTER = ("?", "\ufffd")
_NAMES = (("first_name", "Vorname"), ("last_name", "Nachname"))
_LONGEST = {"personnel_no": 20, "first_name": 150, "last_name": 150, "email": 254, "unit": 20, "position": 120}
_LONGEST |= {"code": 20, "name": 200, "parent": 20}


@dataclass(frozen=True, slots=True)
class Person:
    """A line of the roster. `entered_on` is the first day in the service, `leaves_on` the last one, if known.

    `email` is the address in small letters; of who has none what stands in for it (no_mail).
    """

    personnel_no: str
    first_name: str
    last_name: str
    email: str
    unit: str
    position: str
    entered_on: date
    leaves_on: date | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit and the code of the unit above it, "" at the top."""

    code: str
    name: str
    parent: str = ""
    line: int = 0


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Reading(Generic[Row]):
    """The rows that could be read, what is wrong with the others, and headings that were not used."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    ignored: tuple[str, ...]


def read_people(lines: Sequence[Line]) -> Reading[Person]:
    """People from lines with a heading. A line with a fault gives no person; its faults are all listed."""
    return read_rows(lines, PEOPLE, _LONGEST, _person)


def read_units(lines: Sequence[Line]) -> Reading[Unit]:
    """Units from lines with a heading."""
    return read_rows(lines, UNITS, _LONGEST, _unit)


def read_day(text: str) -> date | None:
    """A day written 2026-03-01, 01.03.2026 or 1.3.26; None if it is none."""
    if match := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _GERMAN.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        if len(match[3]) == 2:
            year += 2000 if year < PIVOT else 1900
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_rows(
    lines: Sequence[Line],
    columns: Sequence[Column],
    longest: Mapping[str, int],
    build: Callable[[int, dict[str, str], list[Fault]], Row | None],
) -> Reading[Row]:
    """Rows from lines with a heading. `longest` are the most signs a cell may have, by key of its column.

    `build` makes a row of the cells of a line, or adds what is wrong; a line with a fault gives none.
    """
    head = heading(lines[0], columns)
    if head.faults:
        return Reading((), head.faults, head.ignored)
    names = {column.key: column.name for column in columns}
    rows: list[Row] = []
    faults: list[Fault] = []
    for line in lines[1:]:
        wrong: list[Fault] = []
        found = cells(line, head, columns, wrong)
        wrong += [
            Fault(line.number, Wrong.CELL_TOO_LONG, names[key], text[:60])
            for key, text in found.items()
            if len(text) > longest.get(key, len(text))
        ]
        row = build(line.number, found, wrong)
        if row is not None and not wrong:
            rows.append(row)
        faults += wrong
    return Reading(tuple(rows), tuple(faults), head.ignored)


def _person(line: int, found: dict[str, str], wrong: list[Fault]) -> Person | None:
    number, email = found["personnel_no"], found["email"].lower()
    wrong += [
        Fault(line, Wrong.LETTER_LOST, column, found[name][:60])
        for name, column in _NAMES
        if any(mark in found[name] for mark in _NO_LETTER)
    ]
    if _LOST.fullmatch(number):
        wrong.append(Fault(line, Wrong.NUMBER_LOST, "Personalnummer", number))
    if email and not _EMAIL.fullmatch(email):
        wrong.append(Fault(line, Wrong.NO_EMAIL, "E-Mail", email[:60]))
    entered = _day(line, "Eintrittsdatum", found["entered_on"], wrong)
    leaves = _day(line, "Austrittsdatum", found["leaves_on"], wrong)
    if entered and leaves and leaves < entered:
        wrong.append(Fault(line, Wrong.LEAVES_BEFORE_ENTRY, "Austrittsdatum", found["leaves_on"]))
    if entered is None:
        return None
    return Person(
        number,
        found["first_name"],
        found["last_name"],
        email or log_in_of(number),
        found["unit"],
        found["position"],
        entered,
        leaves,
        line,
    )


def _unit(line: int, found: dict[str, str], _wrong: list[Fault]) -> Unit | None:
    return Unit(found["code"], found["name"], found["parent"], line)


def _day(line: int, column: str, text: str, wrong: list[Fault]) -> date | None:
    if not text:
        return None
    day = read_day(text)
    if day is None:
        wrong.append(Fault(line, Wrong.NO_DATE, column, text[:60]))
    elif not FIRST_YEAR <= day.year <= LAST_YEAR:
        wrong.append(Fault(line, Wrong.DATE_OUT_OF_RANGE, column, text))
        return None
    return day
