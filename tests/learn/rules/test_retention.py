"""When a guest counts as gone."""

from datetime import date

from learn.rules.retention import idle_before


def test_ninety_days_ago_is_still_recent() -> None:
    assert idle_before(date(2026, 11, 24), 90) == date(2026, 8, 26)
