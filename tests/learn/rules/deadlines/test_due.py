"""When a first cycle and a repetition are due: every anchor, the minimum time, absences, exemptions."""

from dataclasses import replace
from datetime import date

import pytest

from learn.rules.deadlines import Anchor, Due, Evidence, Facts, Kind, Rule, RuleError, State, Why, status
from tests.learn.rules.deadlines.build import RULE, START, away, by, day, done, exempt, facts, reason, rule


def due(known: Facts, on: str) -> date | None:
    return status(known, day(on)).due_on


def whys(known: Facts, on: str) -> list[Why]:
    coming = status(known, day(on)).next
    assert coming is not None
    return [because.why for because in coming.due.because]


def test_anchor_fixed() -> None:
    assert due(facts(rules=(by(Anchor.FIXED, fixed_on=date(2026, 5, 31)),)), "2026-02-01") == date(2026, 5, 31)


def test_anchor_assignment() -> None:
    assert due(facts(rules=(by(Anchor.ASSIGNMENT, 90),)), "2026-02-01") == date(2026, 5, 2)


def test_anchor_entry_date() -> None:
    known = facts(rules=(by(Anchor.ENTRY_DATE, 42),), entered_on=date(2026, 1, 15))
    assert due(known, "2026-02-01") == date(2026, 2, 26)


def test_anchor_department_change_takes_the_move_that_brought_the_reason() -> None:
    moves = (date(2020, 1, 1), date(2026, 2, 1), date(2026, 9, 1))
    known = facts(rules=(by(Anchor.DEPARTMENT_CHANGE, 20),), moved_on=moves)
    assert due(known, "2026-02-01") == date(2026, 2, 21)
    assert due(known, "2026-10-01") == date(2026, 2, 21), "a later move never helps somebody who is late"


def test_anchor_department_change_without_a_move_is_the_assignment() -> None:
    assert due(facts(rules=(by(Anchor.DEPARTMENT_CHANGE, 20),)), "2026-02-01") == date(2026, 2, 21)


def test_anchor_first_login() -> None:
    known = facts(rules=(by(Anchor.FIRST_LOGIN, 30),), first_login_on=date(2026, 3, 1))
    assert due(known, "2026-03-01") == date(2026, 3, 31)
    assert due(known, "2026-02-28") is None, "the day before, nobody knew"


def test_first_login_without_a_login_is_never_overdue() -> None:
    known = facts(rules=(by(Anchor.FIRST_LOGIN, 30),))
    found = status(known, day("2036-01-01"))
    assert (found.state, found.due_on, found.late) == (State.OPEN, None, False)
    assert whys(known, "2036-01-01") == [Why.WAITS_FOR_LOGIN]


def test_anchor_other_completion() -> None:
    known = facts(
        rules=(by(Anchor.OTHER_COMPLETION, 60, course="datenschutz"),),
        completions_elsewhere=(("anderes", date(2026, 2, 2)), ("datenschutz", date(2026, 3, 1))),
    )
    assert due(known, "2026-02-28") is None
    assert whys(known, "2026-02-28") == [Why.WAITS_FOR_OTHER]
    assert due(known, "2026-03-01") == date(2026, 4, 30)


def test_a_repetition_of_the_other_course_does_not_move_the_due_date() -> None:
    elsewhere = tuple(("datenschutz", date(year, 2, 1)) for year in (2024, 2026, 2028))
    known = facts(rules=(by(Anchor.OTHER_COMPLETION, 60, course="datenschutz"),), completions_elsewhere=elsewhere)
    assert due(known, "2026-02-01") == due(known, "2029-01-01") == date(2026, 4, 2)


def test_anchor_previous_valid_until() -> None:
    known = facts(done("2026-02-10"))
    assert due(known, "2026-12-20") == date(2027, 2, 10)
    assert whys(known, "2026-12-20") == [Why.PREVIOUS_VALIDITY]
    later = replace(known, rules=(rule(repeat=Due(Anchor.PREVIOUS_VALID_UNTIL, 10)),))
    assert due(later, "2026-12-20") == date(2027, 2, 20)


def test_who_was_there_at_the_start_has_the_date_for_existing_people() -> None:
    assert due(facts(reason("2026-01-01")), "2026-01-01") == date(2026, 3, 31)
    assert due(facts(reason("2026-01-02")), "2026-01-02") == date(2026, 2, 1)


def test_minimum_time_after_a_late_assignment() -> None:
    known = facts(reason("2026-05-01"), rules=(by(Anchor.FIXED, fixed_on=date(2026, 5, 3)),))
    assert due(known, "2026-05-01") == date(2026, 5, 15)
    assert whys(known, "2026-05-01") == [Why.FIXED, Why.MINIMUM_TIME]


def test_minimum_time_helps_who_entered_long_ago() -> None:
    known = facts(rules=(by(Anchor.ENTRY_DATE, 42),), entered_on=date(1999, 11, 15))
    assert due(known, "2026-02-01") == date(2026, 2, 15)


def test_two_reasons_the_earlier_date_counts() -> None:
    known = facts(reason("2026-02-01", name="alle"), reason("2026-02-20", name="Amt 52"))
    assert due(known, "2026-02-20") == date(2026, 3, 3)


def test_two_reasons_the_earlier_date_counts_whichever_comes_first() -> None:
    known = facts(reason("2026-01-01", name="alle"), reason("2026-01-02", name="Amt 52"))
    assert due(known, "2026-01-01") == date(2026, 3, 31)
    assert due(known, "2026-01-02") == date(2026, 2, 1)


def test_of_two_reasons_one_waits_for_a_login() -> None:
    known = facts(reason("2026-01-01"), reason("2026-01-02"), rules=(rule(existing=Due(Anchor.FIRST_LOGIN, 5)),))
    assert due(known, "2026-01-01") is None
    assert due(known, "2026-01-02") == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("absence", "expected"),
    [
        (away("2026-02-11", "2026-02-20"), "2026-03-13"),  # ten days
        (away("2026-01-10", "2026-02-05"), "2026-03-08"),  # only the days since the assignment
        (away("2026-03-03", "2026-03-12"), "2026-03-13"),  # begins on the last day
        (away("2026-03-04", "2026-03-12"), "2026-03-03"),  # begins when the date is over
        (away("2026-02-11", "2026-02-20", back=30), "2026-03-23"),
        (away("2026-02-11", "2026-02-12", back=3), "2026-03-03"),  # later than the return anyway
        (away("2026-04-01", "2026-04-10", back=30), "2026-05-11"),  # even if it was over
    ],
)
def test_an_absence_moves_the_due_date(absence: object, expected: str) -> None:
    assert due(facts(absence), "2026-05-01") == day(expected)


def test_overlapping_absences_stop_the_clock_once() -> None:
    known = facts(away("2026-02-11", "2026-02-20"), away("2026-02-16", "2026-02-25"))
    assert due(known, "2026-03-01") == date(2026, 3, 18)


def test_while_nobody_knows_the_return_there_is_no_due_date() -> None:
    known = facts(away("2026-02-11"))
    assert due(known, "2026-02-10") == date(2026, 3, 3)
    assert due(known, "2026-02-11") is None
    assert whys(known, "2026-02-11") == [Why.ASSIGNED, Why.WAITS_FOR_RETURN]


def test_an_exemption_leaves_the_minimum_time() -> None:
    known = facts(exempt("2026-02-10", "2026-05-31"))
    assert due(known, "2026-06-01") == date(2026, 6, 14)
    assert whys(known, "2026-06-01") == [Why.ASSIGNED, Why.EXEMPTION_ENDED]


def test_an_exemption_that_ends_before_the_due_date_moves_nothing() -> None:
    assert due(facts(exempt("2026-02-10", "2026-02-12")), "2026-02-13") == date(2026, 3, 3)


def test_a_lifted_exemption_counts_to_its_last_day() -> None:
    known = facts(exempt("2026-02-10", "2026-05-31", lifted="2026-03-01"))
    assert due(known, "2026-02-20") == date(2026, 6, 14)
    assert due(known, "2026-03-01") == date(2026, 3, 14)


def test_an_absence_after_an_exemption_moves_the_later_date() -> None:
    known = facts(exempt("2026-02-10", "2026-03-31"), away("2026-04-06", "2026-04-10"))
    assert due(known, "2026-04-11") == date(2026, 4, 19)


def test_an_absence_long_before_the_window_does_not_move_a_repetition() -> None:
    known = facts(done("2026-02-10"), away("2026-06-01", "2026-08-31"))
    assert due(known, "2027-01-01") == date(2027, 2, 10)


def test_a_fulfilled_cycle_keeps_the_due_date_of_its_day() -> None:
    found = status(facts(done("2026-02-20"), away("2026-03-01", "2026-03-20")), day("2026-04-01"))
    assert found.best is not None
    assert found.best.due_on == date(2026, 3, 3)


def test_an_import_that_ended_before_the_start_leaves_the_date_for_existing_people() -> None:
    known = facts(reason("2026-01-01"), Evidence("alt", date(2024, 5, 1), Kind.IMPORTED))
    assert status(known, day("2026-01-01")).state is State.EXPIRED
    assert due(known, "2026-01-01") == date(2026, 3, 31)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Due(Anchor.FIXED),
        lambda: Due(Anchor.ASSIGNMENT, fixed_on=START),
        lambda: Due(Anchor.OTHER_COMPLETION, 10),
        lambda: rule(new=Due(Anchor.PREVIOUS_VALID_UNTIL)),
        lambda: rule(repeat=Due(Anchor.ASSIGNMENT, 10)),
        lambda: rule(repeat=Due(Anchor.PREVIOUS_VALID_UNTIL, -1)),
        lambda: rule(grace_days=-1),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused(make: object) -> None:
    with pytest.raises(RuleError):
        make()  # type: ignore[operator]


def test_the_rule_of_these_tests_is_a_rule() -> None:
    assert isinstance(RULE, Rule)
