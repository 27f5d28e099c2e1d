"""Until when a proof holds."""

import calendar
from dataclasses import dataclass
from datetime import date

from learn.rules.deadlines.because import Because, Why
from learn.rules.deadlines.rule import Expiry, ExpiryKind
from learn.rules.validity import add_months


@dataclass(frozen=True, slots=True)
class Validity:
    """The last day that is covered, None for unlimited, and why."""

    until: date | None
    because: Because


def validity(expiry: Expiry, completed_on: date, previous: date | None) -> Validity:
    """The end of validity of a proof. `previous` is the end before it, if the proof belongs to that end's renewal.

    Calendar months, like § 188 (2) and (3) BGB: the day of completion itself is not counted, a day that the last month
    does not have becomes its last one.
    """
    match expiry.kind:
        case ExpiryKind.UNLIMITED:
            return Validity(None, Because(Why.UNLIMITED, completed_on))
        case ExpiryKind.PREVIOUS_VALID_UNTIL if previous is not None and completed_on <= previous:
            until = add_months(previous, expiry.months)
            return Validity(until, Because(Why.ANNIVERSARY, completed_on, previous, expiry.months))
        case ExpiryKind.CALENDAR_DATE:
            because = Because(Why.CALENDAR, completed_on, count=expiry.minimum_months)
            return Validity(_calendar_day(expiry, completed_on), because)
        case _:
            until = add_months(completed_on, expiry.months)
            return Validity(until, Because(Why.PERIOD, completed_on, count=expiry.months))


def _calendar_day(expiry: Expiry, completed_on: date) -> date:
    """The first such day of a year that leaves the minimum validity, and further years for more than 12 months."""
    least = add_months(completed_on, expiry.minimum_months)
    year = least.year if _day_of(expiry, least.year) >= least else least.year + 1
    return _day_of(expiry, year + expiry.months // 12 - 1)


def _day_of(expiry: Expiry, year: int) -> date:
    return date(year, expiry.month, min(expiry.day, calendar.monthrange(year, expiry.month)[1]))
