"""What people may give: more time for what is open, and a new cycle before its time."""

from dataclasses import replace
from datetime import date

import pytest

from learn.rules.deadlines import EarlyStart, Expiry, Extension, FactError, Facts, State, Why, cycles, explain, status
from tests.learn.rules.deadlines.build import again, away, day, done, facts, more_time, rule


def due(known: Facts, on: str) -> date | None:
    return status(known, day(on)).due_on


def test_more_time_is_a_floor_from_the_day_it_is_given() -> None:
    known = facts(more_time("2026-03-10", "2026-05-31"))
    assert due(known, "2026-03-09") == date(2026, 3, 3), "30 days after the assignment"
    assert status(known, day("2026-03-09")).state is State.OVERDUE
    assert (due(known, "2026-03-10"), status(known, day("2026-03-10")).state) == (date(2026, 5, 31), State.OPEN)
    assert explain(known, day("2026-03-10")).due[-1].why is Why.EXTENDED
    assert due(facts(more_time("2026-02-10", "2026-02-20")), "2026-02-10") == date(2026, 3, 3), "never sooner"


def test_more_time_belongs_to_its_cycle_alone() -> None:
    known = facts(more_time("2026-03-01", "2028-01-01"), done("2026-03-10"))
    assert due(known, "2026-03-10") == date(2027, 3, 10)


def test_a_leave_after_it_moves_it_and_one_before_does_not() -> None:
    given = more_time("2026-03-01", "2026-05-31")
    assert due(facts(given, away("2026-04-01", "2026-04-10")), "2026-04-11") == date(2026, 6, 10)
    assert due(facts(given, away("2026-02-20", "2026-04-10")), "2026-04-11") == date(2026, 5, 31)


def test_more_time_is_gone_with_the_proof_and_back_when_that_is_revoked() -> None:
    known = facts(more_time("2026-03-01", "2026-12-31"), done("2026-03-10", revoked="2026-04-01"))
    assert due(known, "2026-04-01") == date(2026, 12, 31)


def test_a_report_of_a_past_day_does_not_know_it() -> None:
    late = replace(more_time("2026-03-10", "2026-05-31"), recorded_on=day("2026-03-20"))
    assert due(facts(late).known_by(day("2026-03-12")), "2026-03-12") == date(2026, 3, 3)


def test_a_new_cycle_opens_at_once_and_the_old_proof_holds_on() -> None:
    known = facts(done("2026-02-10"), again("2026-06-01", "2026-07-31"))
    found = status(known, day("2026-06-01"))
    assert (found.state, found.renewal_open, found.due_on) == (State.VALID, True, date(2026, 7, 31))
    assert status(known, day("2026-05-31")).renewal_open is False
    late = status(known, day("2026-08-01"))
    assert (late.state, late.late) == (State.VALID, True), "the proof still holds, but the repetition is late"
    assert explain(known, day("2026-06-01")).due[0].why is Why.STARTED


def test_it_is_never_due_before_the_minimum_time_nor_after_the_regular_day() -> None:
    assert due(facts(done("2026-02-10"), again("2026-06-01", "2026-06-02")), "2026-06-01") == date(2026, 6, 15)
    assert due(facts(done("2026-02-10"), again("2026-06-01", "2028-06-02")), "2026-06-01") == date(2027, 2, 10)


def test_its_proof_counts_from_its_own_day_and_piles_up_no_validity() -> None:
    known = facts(done("2026-02-10"), again("2026-06-01", "2026-07-31"), done("2026-06-20"))
    first, second, coming = cycles(known, day("2026-06-20"))
    assert (first.valid_until, second.valid_until) == (date(2027, 2, 10), date(2027, 6, 20))
    assert (coming.opens_at, coming.due_on) == (date(2027, 4, 21), date(2027, 6, 20)), "then all goes on as ever"


def test_more_time_given_before_it_was_opened_is_not_meant_for_it() -> None:
    known = facts(done("2026-02-10"), more_time("2026-05-01", "2026-12-31"), again("2026-06-01", "2026-07-31"))
    assert due(known, "2026-06-01") == date(2026, 7, 31)
    longer = replace(known, extensions=(*known.extensions, more_time("2026-06-10", "2026-08-31")))
    assert due(longer, "2026-06-10") == date(2026, 8, 31)


def test_it_opens_again_when_its_proof_is_revoked() -> None:
    known = facts(done("2026-02-10"), again("2026-06-01", "2026-07-31"), done("2026-06-20", revoked="2026-07-01"))
    found = status(known, day("2026-07-01"))
    assert (found.state, found.renewal_open, found.due_on) == (State.VALID, True, date(2026, 7, 31))


@pytest.mark.parametrize("changes", [{"expiry": Expiry()}, {"repeat": None}])
def test_also_where_the_rule_knows_no_repetition(changes: dict[str, object]) -> None:
    known = facts(done("2026-02-10"), again("2026-06-01", "2026-07-31"), rules=(rule(**changes),))
    assert due(known, "2026-06-01") == date(2026, 7, 31)
    fulfilled = replace(known, evidence=(*known.evidence, done("2026-06-20")))
    assert status(fulfilled, day("2026-06-20")).next is None


def test_without_a_proof_there_is_nothing_to_open() -> None:
    assert cycles(facts(again("2026-02-10", "2026-02-20")), day("2026-02-10")) == cycles(facts(), day("2026-02-10"))


@pytest.mark.parametrize("kind", [Extension, EarlyStart])
def test_neither_ends_before_it_begins(kind: type) -> None:
    with pytest.raises(FactError, match="ends-before-it-begins"):
        kind(day("2026-03-01"), day("2026-02-28"))
