"""Local days, and the three rules of expiry with the ends of months."""

from datetime import UTC, date, datetime

import pytest

from learn.rules.deadlines import Expiry, ExpiryKind, RuleError, Why, local_day, validity
from tests.learn.rules.deadlines.build import ANNIVERSARY, CALENDAR, YEARLY, day


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-31T21:59:59+00:00", "2026-03-31"),  # 23:59 in summer
        ("2026-03-31T22:00:00+00:00", "2026-04-01"),
        ("2026-12-31T22:59:59+00:00", "2026-12-31"),  # 23:59 in winter
        ("2026-12-31T23:00:00+00:00", "2027-01-01"),
        ("2026-03-29T00:30:00+00:00", "2026-03-29"),  # the night the clocks go forward
        ("2026-10-25T01:30:00+00:00", "2026-10-25"),  # and back
    ],
)
def test_the_local_day_of_a_moment(moment: str, expected: str) -> None:
    assert local_day(datetime.fromisoformat(moment)) == day(expected)


def test_a_naive_moment_has_no_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime(2026, 1, 1, 12, tzinfo=UTC).replace(tzinfo=None))


@pytest.mark.parametrize(
    ("expiry", "completed", "previous", "until", "why"),
    [
        (Expiry(), "2026-05-01", None, None, Why.UNLIMITED),
        (YEARLY, "2026-05-01", None, "2027-05-01", Why.PERIOD),
        (YEARLY, "2026-05-01", "2026-06-30", "2027-05-01", Why.PERIOD),
        (YEARLY, "2028-02-29", None, "2029-02-28", Why.PERIOD),
        (Expiry(ExpiryKind.COMPLETED, 1), "2026-01-31", None, "2026-02-28", Why.PERIOD),
        (Expiry(ExpiryKind.COMPLETED, 1), "2028-01-31", None, "2028-02-29", Why.PERIOD),
        (ANNIVERSARY, "2026-05-01", None, "2027-05-01", Why.PERIOD),
        (ANNIVERSARY, "2026-05-01", "2026-06-30", "2027-06-30", Why.ANNIVERSARY),
        (ANNIVERSARY, "2026-06-30", "2026-06-30", "2027-06-30", Why.ANNIVERSARY),
        (ANNIVERSARY, "2026-07-01", "2026-06-30", "2027-07-01", Why.PERIOD),
        (CALENDAR, "2026-05-01", None, "2026-12-31", Why.CALENDAR),
        (CALENDAR, "2026-06-30", None, "2026-12-31", Why.CALENDAR),
        (CALENDAR, "2026-07-01", None, "2027-12-31", Why.CALENDAR),
        (Expiry(ExpiryKind.CALENDAR_DATE, 24, 12, 31, 6), "2026-05-01", None, "2027-12-31", Why.CALENDAR),
        (Expiry(ExpiryKind.CALENDAR_DATE, 12, 2, 29), "2026-03-01", None, "2027-02-28", Why.CALENDAR),
        (Expiry(ExpiryKind.CALENDAR_DATE, 12, 2, 29), "2027-03-01", None, "2028-02-29", Why.CALENDAR),
        (Expiry(ExpiryKind.CALENDAR_DATE, 12), "2026-12-31", None, "2026-12-31", Why.CALENDAR),
    ],
)
def test_the_end_of_validity(expiry: Expiry, completed: str, previous: str | None, until: str | None, why: Why) -> None:
    found = validity(expiry, day(completed), day(previous) if previous else None)
    assert (found.until, found.because.why) == (day(until) if until else None, why)


@pytest.mark.parametrize(
    "wrong",
    [
        (ExpiryKind.COMPLETED, 0),
        (ExpiryKind.COMPLETED, -1),
        (ExpiryKind.UNLIMITED, 12),
        (ExpiryKind.CALENDAR_DATE, 18),
        (ExpiryKind.CALENDAR_DATE, 12, 13),
        (ExpiryKind.CALENDAR_DATE, 12, 12, 32),
    ],
)
def test_an_expiry_that_contradicts_itself_is_refused(wrong: tuple[ExpiryKind, int, int, int]) -> None:
    with pytest.raises(RuleError):
        Expiry(*wrong)


def test_a_leap_day_repeated_for_years_stays_at_the_end_of_february() -> None:
    until = date(2028, 2, 29)
    for year in range(2029, 2033):
        until = validity(ANNIVERSARY, until, until).until or until
        assert until == date(year, 2, 28)
