"""The next day to look at somebody: nothing differs before it, and it is not always tomorrow."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learn.rules.deadlines import Anchor, Facts, Status, cycles, next_change, of_cycles
from tests.learn.rules.deadlines.build import away, by, day, done, exempt, facts, opt, reason, rule
from tests.learn.rules.deadlines.test_properties import days, known


def on_the(person: Facts, on: date) -> tuple[Status, object]:
    """Everything a status shows, without its day, and the cycles behind it."""
    found = cycles(person, on)
    judged = of_cycles(person, found, on)
    shown = (judged.state, judged.due_on, judged.opens_at, judged.valid_from, judged.valid_until, judged.renewal_open)
    return judged, (shown, judged.covered, judged.late, judged.pause, judged.grace_until, found)


@settings(max_examples=80, deadline=None)
@given(known, days, st.integers(1, 1200), st.integers(1, 40))
def test_nothing_differs_before_the_next_change(person: Facts, on: date, far: int, near: int) -> None:
    judged, shown = on_the(person, on)
    then = next_change(person, cycles(person, on), judged)
    assert then is None or then > on
    last = then - timedelta(1) if then else date(2035, 1, 1)
    for later in (on + timedelta(far), on + timedelta(near), last, last - timedelta(near)):
        if on < later <= last:
            assert on_the(person, later)[1] == shown


@pytest.mark.parametrize(
    ("what", "person", "on", "then"),
    [
        ("open: overdue the day after it was due", facts(), "2026-02-10", "2026-03-04"),
        ("overdue for ever", facts(), "2026-05-01", ""),
        ("valid: the renewal opens", facts(done("2026-02-10")), "2026-02-10", "2026-12-12"),
        ("renewal open: validity ends", facts(done("2026-02-10")), "2026-12-12", "2027-02-11"),
        ("in grace: grace ends", facts(done("2026-02-10")), "2027-02-11", "2027-03-13"),
        ("expired for ever", facts(done("2026-02-10")), "2027-03-13", ""),
        ("to come: begins", facts(reason("2026-06-01")), "2026-02-01", "2026-06-01"),
        ("withdrawn for ever", facts(reason("2026-02-01", "2026-02-28")), "2026-03-10", ""),
        ("the reason ends before the due date", facts(reason("2026-02-01", "2026-02-28")), "2026-02-10", "2026-03-01"),
        ("away without an end: for ever", facts(away("2026-02-05")), "2026-02-10", ""),
        ("away: back", facts(away("2026-02-05", "2026-02-20")), "2026-02-10", "2026-02-21"),
        ("away soon", facts(away("2026-02-15")), "2026-02-10", "2026-02-15"),
        ("exempt: over", facts(exempt("2026-02-01", "2026-06-30")), "2026-03-10", "2026-07-01"),
        ("lifted", facts(exempt("2026-02-01", "2026-06-30", "2026-04-01")), "2026-03-10", "2026-04-01"),
        ("revoked later", facts(done("2026-02-10", revoked="2026-03-01")), "2026-02-12", "2026-03-01"),
        ("waits for a log-in: for ever", facts(rules=(by(Anchor.FIRST_LOGIN, 30),)), "2026-03-10", ""),
        (
            "the rule changes",
            facts(rules=(rule(), replace(rule(), since=date(2026, 2, 20), lead_days=5))),
            "2026-02-10",
            "2026-02-20",
        ),
    ],
)
def test_the_next_day_to_look(what: str, person: Facts, on: str, then: str) -> None:
    judged, _shown = on_the(person, day(on))
    assert next_change(person, cycles(person, day(on)), judged) == opt(then), what
