"""Rosters of a personnel office: reading files as plain rows, and planning what they would change."""

from learn.rules.roster.columns import PEOPLE, UNITS, Column
from learn.rules.roster.earlier import EARLIER, Earlier, packed, read_earlier, unpacked
from learn.rules.roster.faults import Fault, Wrong
from learn.rules.roster.no_mail import NO_MAIL, log_in_of, number_of, without_mail
from learn.rules.roster.plan import PLACE, Change, Current, Known, Plan, Roster, plan
from learn.rules.roster.reading import Person, Reading, Unit, read_day, read_people, read_units
from learn.rules.roster.table import MOST_BYTES, MOST_LINES, Line, Unreadable, csv_lines, tidy

__all__ = [
    "EARLIER",
    "MOST_BYTES",
    "MOST_LINES",
    "NO_MAIL",
    "PEOPLE",
    "PLACE",
    "UNITS",
    "Change",
    "Column",
    "Current",
    "Earlier",
    "Fault",
    "Known",
    "Line",
    "Person",
    "Plan",
    "Reading",
    "Roster",
    "Unit",
    "Unreadable",
    "Wrong",
    "csv_lines",
    "log_in_of",
    "number_of",
    "packed",
    "plan",
    "read_day",
    "read_earlier",
    "read_people",
    "read_units",
    "tidy",
    "unpacked",
    "without_mail",
]
