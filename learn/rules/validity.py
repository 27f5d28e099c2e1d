"""Until when something holds: months added to a day, kept within the month it falls into."""

import calendar
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day `months` later; a day the month does not have becomes its last one (31.01. + 1 = 28./29.02.).

    Like § 188 (3) BGB: a period of months ends on the last day of the month if the day is missing there.
    """
    index = day.year * 12 + (day.month - 1) + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def valid_until(completed_on: date, months: int | None) -> date | None:
    """Last day of validity, or None for "unlimited"."""
    return add_months(completed_on, months) if months else None
