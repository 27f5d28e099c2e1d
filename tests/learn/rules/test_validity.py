"""Months added to a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.rules.validity import add_months, valid_until


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 24), 24, date(2028, 11, 24)),
    ],
)
def test_examples(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@given(day=st.dates(date(1990, 1, 1), date(2200, 1, 1)), months=st.integers(0, 240))
def test_it_falls_into_the_right_month_on_the_same_day_or_the_last(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (add_months(later, 1) - later).days <= 31)
    assert later.day <= day.day


def test_without_months_it_is_unlimited() -> None:
    assert valid_until(date(2026, 1, 1), None) is None
    assert valid_until(date(2026, 1, 31), 1) == date(2026, 2, 28)
