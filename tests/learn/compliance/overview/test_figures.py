"""Pure: shares, tones, lengths of charts, and the health of cycles."""

from datetime import date

import pytest

from learn.compliance.overview.charts import columns, months_from, scale, segments
from learn.compliance.overview.choice import Choice
from learn.compliance.overview.figures import Ahead, Figures, Tone, share
from learn.rules.deadlines import Health, State, health

ON = date(2027, 2, 15)


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(0, 9, 0), (1, 999, 1), (999, 1000, 99), (5, 5, 100), (0, 0, 0), (2, 3, 66)]
)
def test_a_share_is_100_only_if_it_is_all(part: int, whole: int, percent: int) -> None:
    assert share(part, whole) == percent


def test_who_is_away_counts_in_no_percentage() -> None:
    figures = Figures({State.VALID: 3, State.OVERDUE: 1, State.EXEMPT: 5, State.FUTURE: 2, State.WITHDRAWN: 7})
    assert (figures.binding, figures.percent, figures.missed_percent, figures.shown) == (4, 75, 25, 11)


@pytest.mark.parametrize(
    ("states", "tone"),
    [
        ({}, Tone.CALM),
        ({State.VALID: 8, State.OPEN: 2}, Tone.GOOD),
        ({State.VALID: 7, State.IN_GRACE: 3}, Tone.CALM),
        ({State.VALID: 95, State.EXPIRED: 5}, Tone.SOME),
        ({State.VALID: 9, State.OVERDUE: 1}, Tone.MANY),
    ],
)
def test_how_serious_a_figure_is(states: dict[State, int], tone: Tone) -> None:
    assert Figures(states).tone is tone


def test_sums() -> None:
    total = Figures({State.VALID: 1}, 1) + Figures({State.VALID: 2, State.OPEN: 1})
    assert (total.valid, total.of(State.OPEN), total.renewal_open) == (3, 1, 1)
    ahead = Ahead.summed([{"within": {"30": 2}, "health": {"open": 1}}, {"within": {"30": -1}}])
    assert (ahead.within, ahead.months, ahead.health) == ({"30": 1}, {}, {"open": 1})


def test_a_bar_is_as_long_as_its_whole() -> None:
    parts = segments(Figures({State.VALID: 50, State.OPEN: 48, State.EXPIRED: 1, State.SUSPENDED: 1}))
    assert [(p.key, p.x, p.width, p.readable) for p in parts] == [
        ("valid", "0.000%", "50.000%", True),
        ("open", "50.000%", "48.000%", True),
        ("expired", "98.000%", "1.000%", False),
        ("away", "99.000%", "1.000%", False),
    ]
    assert segments(Figures()) == ()


def test_twelve_months_across_the_turn_of_the_year() -> None:
    assert [f"{start:%y-%m}" for start in months_from(date(2026, 11, 30))][::5] == ["26-11", "27-04", "27-09"]
    found = columns({"2026-12": 10, "2027-02": 5, "2030-01": 99}, date(2026, 11, 30))
    assert [column.people for column in found] == [0, 10, 0, 5, *[0] * 8]
    assert found[1].height == 2 * found[3].height
    assert all(column.y + column.height == found[0].y for column in found)
    assert [column.height for column in columns({}, ON)] == [0] * 12


def test_small_shares_can_be_told_apart() -> None:
    assert [scale(each) for each in ([], [3, 4], [6], [24], [26], [51], [100], [101])] == [
        5,
        5,
        10,
        25,
        50,
        100,
        100,
        100,
    ]


def test_a_choice_stands_in_the_address() -> None:
    choice = Choice.of({"einheit": " 21 ", "stand": "overdue", "p": "3", "fremd": "x"})
    assert choice.at("/liste/") == "/liste/?einheit=21&stand=overdue"
    assert choice.place == Choice(einheit="21")
    assert Choice().at("/liste/") == "/liste/"


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("state", "periods", "word"),
    [
        (State.EXEMPT, [("2026-01-01", "2027-12-31")], Health.NOT_APPLICABLE),
        (State.WITHDRAWN, [], Health.NOT_APPLICABLE),
        (State.OPEN, [], Health.UNTRAINED),
        (State.OPEN, [("2027-03-01", "2028-03-01")], Health.UNTRAINED),
        (State.IN_GRACE, [("2026-01-01", "2027-02-14")], Health.OPEN),
        (State.VALID, [("2026-02-15", "2027-02-15")], Health.INTACT),
        (State.VALID, [("2025-01-01", "2025-12-31"), ("2026-01-01", "2027-12-31")], Health.INTACT),
        (State.VALID, [("2026-01-01", "2027-12-31"), ("2024-01-01", "2025-12-30")], Health.INTERRUPTED),
        (State.VALID, [("2026-01-01", "2027-03-31"), ("2027-02-01", "2028-03-31")], Health.SEVERAL),
        (State.VALID, [("2020-01-01", None), ("2026-01-01", "2027-03-31")], Health.SEVERAL),
        (State.VALID, [("2020-01-01", None)], Health.INTACT),
        (State.VALID, [("2018-01-01", "2018-12-31"), ("2020-01-01", None)], Health.INTERRUPTED),
    ],
)
def test_the_health_of_cycles(state: State, periods: list[tuple[str, str | None]], word: Health) -> None:
    assert health(state, [(d(since), d(until) if until else None) for since, until in periods], ON) is word
