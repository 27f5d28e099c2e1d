"""When a repeated report runs next: ends of months, summer time, standstill."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.rules.schedules import LOCAL, Plan, Rhythm, next_run

SEVEN = time(7)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def runs(plan: Plan, after: str, number: int) -> list[str]:
    moment, found = local(after), []
    for _ in range(number):
        moment = next_run(plan, moment)
        found.append(f"{moment.astimezone(LOCAL):%Y-%m-%d %H:%M}")
    return found


def test_daily_and_weekly() -> None:
    assert runs(Plan(Rhythm.DAILY, SEVEN), "2026-11-26 06:59", 2) == ["2026-11-26 07:00", "2026-11-27 07:00"]
    assert runs(Plan(Rhythm.DAILY, SEVEN), "2026-11-26 07:00", 1) == ["2026-11-27 07:00"]
    assert runs(Plan(Rhythm.WEEKLY, SEVEN, 1), "2026-11-26 12:00", 2) == ["2026-11-30 07:00", "2026-12-07 07:00"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (28, ["2027-01-28", "2027-02-28", "2027-03-28"]),
        (29, ["2027-01-29", "2027-02-28", "2027-03-29"]),
        (30, ["2027-01-30", "2027-02-28", "2027-03-30"]),
        (31, ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]),
    ],
)
def test_a_day_the_month_does_not_have_becomes_its_last(day: int, expected: list[str]) -> None:
    plan = Plan(Rhythm.MONTHLY, SEVEN, day)
    assert [text[:10] for text in runs(plan, "2027-01-01 00:00", len(expected))] == expected


def test_leap_year() -> None:
    assert runs(Plan(Rhythm.MONTHLY, SEVEN, 30), "2028-02-01 00:00", 1) == ["2028-02-29 07:00"]


def test_local_time_stays_over_both_changes_of_the_clock() -> None:
    plan = Plan(Rhythm.DAILY, SEVEN)
    assert runs(plan, "2027-03-27 08:00", 2) == ["2027-03-28 07:00", "2027-03-29 07:00"]
    assert runs(plan, "2026-10-24 08:00", 2) == ["2026-10-25 07:00", "2026-10-26 07:00"]


def test_a_time_that_is_skipped_or_comes_twice_runs_once() -> None:
    plan = Plan(Rhythm.DAILY, time(2, 30))
    assert runs(plan, "2027-03-27 12:00", 2) == ["2027-03-28 03:30", "2027-03-29 02:30"]
    first = next_run(plan, local("2026-10-24 12:00"))
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the first 2:30, in summer time
    assert f"{next_run(plan, first).astimezone(LOCAL):%m-%d %H:%M}" == "10-26 02:30"


def test_after_a_standstill_there_is_one_next_run() -> None:
    assert runs(Plan(Rhythm.MONTHLY, SEVEN, 1), "2027-09-17 09:00", 1) == ["2027-10-01 07:00"]


def test_days_that_do_not_exist_are_refused() -> None:
    for rhythm, day in ((Rhythm.WEEKLY, 8), (Rhythm.MONTHLY, 0), (Rhythm.MONTHLY, 32)):
        with pytest.raises(ValueError, match="no such day"):
            Plan(rhythm, SEVEN, day)


@given(
    st.sampled_from(Rhythm),
    st.times(),
    st.integers(1, 7),
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_later_and_not_too_late(rhythm: Rhythm, at: time, day: int, after: datetime) -> None:
    found = next_run(Plan(rhythm, at, day), after)
    longest = {Rhythm.DAILY: 2, Rhythm.WEEKLY: 8, Rhythm.MONTHLY: 32}[rhythm]
    assert after < found <= after + timedelta(days=longest)
