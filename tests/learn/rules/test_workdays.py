"""Quiet days: weekends, the public holidays of North Rhine-Westphalia, and times the town sets."""

from datetime import date, timedelta

import pytest

from learn.rules.workdays import (
    QuietTime,
    easter,
    holidays,
    is_quiet,
    last_quiet_day,
    last_working_day,
    next_working_day,
)

CHRISTMAS = QuietTime(date(2026, 12, 24), date(2027, 1, 3), every_year=True)


@pytest.mark.parametrize(
    "sunday",
    # the earliest and the latest that can be, leap years, and years everybody can look up
    ["1818-03-22", "1943-04-25", "2000-04-23", "2024-03-31", "2026-04-05", "2027-03-28", "2038-04-25", "2285-03-22"],
)
def test_easter(sunday: str) -> None:
    day = date.fromisoformat(sunday)
    assert easter(day.year) == day


def test_easter_is_a_sunday_between_its_bounds_for_four_centuries() -> None:
    for year in range(1900, 2300):
        assert easter(year).weekday() == 6
        assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


def test_the_holidays_of_2027_in_krefeld() -> None:
    """As published by the state."""
    assert sorted(day.isoformat() for day in holidays(2027)) == [
        "2027-01-01",
        "2027-03-26",
        "2027-03-29",
        "2027-05-01",
        "2027-05-06",
        "2027-05-17",
        "2027-05-27",
        "2027-10-03",
        "2027-11-01",
        "2027-12-25",
        "2027-12-26",
    ]


@pytest.mark.parametrize(
    ("day", "following"),
    [
        ("2026-11-26", "2026-11-26"),
        ("2026-11-28", "2026-11-30"),
        ("2027-03-26", "2027-03-30"),  # Good Friday to Easter Monday
        ("2027-05-27", "2027-05-28"),
        ("2026-12-24", "2027-01-04"),  # the town's own time, over the turn of the year
        ("2030-12-31", "2031-01-06"),  # it comes again, and a weekend follows it
        ("2026-10-31", "2026-11-02"),  # Reformation Day is none here; All Saints' is a Sunday
    ],
)
def test_the_next_working_day(day: str, following: str) -> None:
    assert next_working_day(date.fromisoformat(day), [CHRISTMAS]) == date.fromisoformat(following)


def test_looking_ahead_and_back() -> None:
    thursday, friday = date(2027, 3, 25), date(2027, 3, 26)
    assert last_quiet_day(thursday) == date(2027, 3, 29)
    assert last_quiet_day(date(2027, 3, 23)) == date(2027, 3, 23)
    assert last_working_day(date(2027, 3, 29)) == thursday
    assert is_quiet(friday)
    assert not is_quiet(thursday)


def test_a_time_of_one_year_ends_with_it() -> None:
    once = QuietTime(date(2026, 12, 28), date(2026, 12, 30))
    assert is_quiet(date(2026, 12, 29), [once])
    assert not is_quiet(date(2027, 12, 29), [once])
    leap = QuietTime(date(2028, 2, 29), date(2028, 2, 29), every_year=True)
    assert [leap.holds(date(2027, 2, 28)), leap.holds(date(2027, 3, 1)), leap.holds(date(2032, 2, 29))] == [
        False,
        False,
        True,
    ]


def test_a_year_without_a_working_day_is_no_endless_search() -> None:
    always = QuietTime(date(2026, 1, 1), date(2026, 12, 31), every_year=True)
    assert next_working_day(date(2026, 5, 5), [always]) is None
    assert last_working_day(date(2026, 5, 5), [always]) is None
    assert last_quiet_day(date(2026, 5, 5), [always]) > date(2026, 5, 5) + timedelta(days=300)
