"""Days as people in Germany count them: the local day of a moment, and days added."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
ONE_DAY = timedelta(days=1)


def local_day(moment: datetime) -> date:
    """The calendar day in Europe/Berlin on which an aware moment falls; 23:59 there still belongs to the day.

    Raises ValueError for a naive moment, whose day nobody can know.
    """
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone has no day.")
    return moment.astimezone(BERLIN).date()


def plus(day: date, days: int) -> date:
    """The day so many days later; the time of day and summer time play no part."""
    return day + timedelta(days=days)
