"""Working days in North Rhine-Westphalia: weekends, public holidays with Easter, and quiet times the town sets."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

ONE_DAY = timedelta(days=1)
SATURDAY = 5
# Month and day. Source: Feiertagsgesetz NW, § 2; the others hang on Easter.
FIXED = ((1, 1), (5, 1), (10, 3), (11, 1), (12, 25), (12, 26))
# Good Friday, Easter Monday, Ascension Day, Whit Monday, Corpus Christi
AFTER_EASTER = (-2, 1, 39, 50, 60)
LONGEST_LOOK = 366


@dataclass(frozen=True, slots=True)
class QuietTime:
    """Days without mails, the first and the last included; `every_year`: whatever the year of the two days."""

    first: date
    last: date
    every_year: bool = False

    def holds(self, day: date) -> bool:
        if not self.every_year:
            return self.first <= day <= self.last
        begin, here, end = ((d.month, d.day) for d in (self.first, day, self.last))
        return begin <= here <= end if begin <= end else here >= begin or here <= end


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=16)
def holidays(year: int) -> frozenset[date]:
    """The eleven public holidays of a year."""
    sunday = easter(year)
    moving = (sunday + timedelta(days=days) for days in AFTER_EASTER)
    return frozenset((*moving, *(date(year, month, day) for month, day in FIXED)))


def is_quiet(day: date, times: Collection[QuietTime] = ()) -> bool:
    """Whether nobody gets a mail on this day."""
    return day.weekday() >= SATURDAY or day in holidays(day.year) or any(time.holds(day) for time in times)


def next_working_day(day: date, times: Collection[QuietTime] = ()) -> date | None:
    """This day or the first one after it that is not quiet; None if a whole year is."""
    days = (day + timedelta(days=offset) for offset in range(LONGEST_LOOK))
    return next((found for found in days if not is_quiet(found, times)), None)


def last_quiet_day(day: date, times: Collection[QuietTime] = ()) -> date:
    """The last of the quiet days right after a day; the day itself if the next one is a working day."""
    following = next_working_day(day + ONE_DAY, times)
    return following - ONE_DAY if following else day + timedelta(days=LONGEST_LOOK)


def last_working_day(day: date, times: Collection[QuietTime] = ()) -> date | None:
    """This day or the last one before it that is not quiet; None if a whole year is."""
    days = (day - timedelta(days=offset) for offset in range(LONGEST_LOOK))
    return next((found for found in days if not is_quiet(found, times)), None)
