"""Each state, the precedence between them, validity, grace, revocation, and the flag for renewals."""

from dataclasses import replace
from datetime import date

import pytest

from learn.rules.deadlines import (
    Absence,
    Credit,
    Evidence,
    Exemption,
    Expiry,
    FactError,
    Facts,
    Kind,
    Reason,
    State,
    cycles,
    status,
)
from tests.learn.rules.deadlines.build import CALENDAR, RULE, YEARLY, away, day, done, exempt, facts, reason, rule


def state(known: Facts, on: str) -> State:
    return status(known, day(on)).state


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-01-31", State.FUTURE),
        ("2026-02-01", State.OPEN),
        ("2026-03-03", State.OPEN),  # the last day is in time
        ("2026-03-04", State.OVERDUE),
        ("2026-04-09", State.OVERDUE),
        ("2026-04-10", State.VALID),
        ("2027-04-10", State.VALID),  # the last day of validity counts
        ("2027-04-11", State.IN_GRACE),
        ("2027-05-10", State.IN_GRACE),
        ("2027-05-11", State.EXPIRED),
    ],
)
def test_the_walk_through_the_states(on: str, expected: State) -> None:
    assert state(facts(done("2026-04-10")), on) is expected


def test_withdrawn_when_the_last_reason_has_ended() -> None:
    known = facts(reason("2026-02-01", "2026-06-30"), done("2026-02-10"))
    assert state(known, "2026-06-30") is State.VALID
    found = status(known, day("2026-07-01"))
    assert (found.state, found.covered) == (State.WITHDRAWN, True)


def test_suspended_while_away() -> None:
    known = facts(away("2026-02-10", "2026-02-20"))
    assert [state(known, f"2026-02-{n}") for n in ("09", "10", "20", "21")] == [
        State.OPEN,
        State.SUSPENDED,
        State.SUSPENDED,
        State.OPEN,
    ]


def test_exempt_is_a_state_of_its_own_and_never_completed() -> None:
    found = status(facts(exempt("2026-02-10", "2026-02-20")), day("2026-02-15"))
    assert (found.state, found.covered, found.best) == (State.EXEMPT, False, None)


@pytest.mark.parametrize(
    ("things", "expected"),
    [
        ((reason("2026-01-05", "2026-04-30"), away("2026-05-01"), exempt("2026-05-01", "2026-06-01")), State.WITHDRAWN),
        ((away("2026-05-01"), exempt("2026-05-01", "2026-06-01"), done("2026-02-10")), State.SUSPENDED),
        ((exempt("2026-05-01", "2026-06-01"), done("2026-02-10")), State.EXEMPT),
        ((done("2026-02-10"),), State.VALID),
        ((done("2025-05-05", Kind.IMPORTED),), State.IN_GRACE),
        ((done("2025-02-05", Kind.IMPORTED),), State.EXPIRED),
        ((), State.OVERDUE),
        ((reason("2026-05-01"),), State.OPEN),
        ((reason("2026-05-16"),), State.FUTURE),
    ],
)
def test_precedence(things: tuple[object, ...], expected: State) -> None:
    assert state(facts(*things), "2026-05-15") is expected


def test_without_any_reason_nobody_is_obliged() -> None:
    assert status(Facts((RULE,)), day("2026-05-15")).state is State.WITHDRAWN
    assert cycles(Facts((RULE,)), day("2026-05-15")) == ()


def test_grace_does_not_count_as_valid() -> None:
    found = status(facts(done("2026-02-10")), day("2027-02-11"))
    assert (found.state, found.covered, found.late) == (State.IN_GRACE, False, True)


def test_renewal_open_is_a_flag_beside_valid() -> None:
    known = facts(done("2026-02-10"))
    before, after = status(known, day("2026-12-11")), status(known, day("2026-12-12"))
    assert (before.state, before.renewal_open) == (State.VALID, False)
    assert (after.state, after.renewal_open, after.due_on) == (State.VALID, True, date(2027, 2, 10))


def test_the_longest_validity_wins() -> None:
    known = facts(done("2026-02-10"), done("2027-01-05"))
    assert status(known, day("2027-01-20")).valid_until == date(2028, 2, 10)


def test_unlimited_validity_opens_nothing_more() -> None:
    known = facts(done("2026-02-10"), rules=(rule(expiry=Expiry()),))
    found = status(known, day("2056-01-01"))
    assert (found.state, found.valid_until, found.next) == (State.VALID, None, None)


def test_without_a_repetition_a_validity_may_end_and_nothing_is_due() -> None:
    known = facts(done("2026-02-10"), rules=(rule(repeat=None, expiry=YEARLY),))
    found = status(known, day("2028-01-01"))
    assert (found.state, found.next) == (State.EXPIRED, None)


@pytest.mark.parametrize(
    ("credit", "accepted", "completed", "counts"),
    [
        (Credit.BY_RULE, False, "2025-11-03", True),  # 90 days before 1 February
        (Credit.BY_RULE, False, "2025-11-02", False),
        (Credit.BY_HAND, False, "2026-01-20", False),
        (Credit.BY_HAND, True, "2026-01-20", True),
        (Credit.BY_HAND, True, "2025-11-02", False),
        (Credit.NEVER, True, "2026-01-20", False),
        (Credit.NEVER, False, "2026-02-01", True),
    ],
)
def test_early_credit(credit: Credit, accepted: bool, completed: str, counts: bool) -> None:
    known = facts(done(completed, accepted=accepted), rules=(rule(credit=credit),))
    assert status(known, day("2026-02-02")).covered is counts


def test_a_completion_in_the_middle_of_a_validity_counts_for_nothing() -> None:
    known = facts(done("2026-02-10"), done("2026-06-01"))
    assert len(cycles(known, day("2026-07-01"))) == 2
    assert status(known, day("2026-07-01")).valid_until == date(2027, 2, 10)


@pytest.mark.parametrize("kind", [Kind.IMPORTED, Kind.EQUIVALENT])
def test_what_somebody_has_accepted_counts_at_any_time_from_its_own_day(kind: Kind) -> None:
    known = facts(done("2026-02-10"), done("2026-06-01", kind))
    found = status(known, day("2026-07-01"))
    assert found.best is not None
    assert found.best.evidence is not None
    assert (found.valid_until, found.best.evidence.kind) == (date(2027, 6, 1), kind)


def test_an_accepted_proof_that_is_shorter_changes_nothing() -> None:
    long, short = rule(), rule(since=date(2026, 5, 1), expiry=replace(YEARLY, months=1))
    known = facts(done("2026-02-10"), done("2026-06-01", Kind.IMPORTED), rules=(long, short))
    assert status(known, day("2026-06-02")).valid_until == date(2027, 2, 10)


def test_a_revoked_proof_reopens_the_cycle_from_its_day() -> None:
    known = facts(done("2026-02-10", revoked="2026-06-01"))
    assert state(known, "2026-05-31") is State.VALID
    found = status(known, day("2026-06-01"))
    assert (found.state, found.opens_at, found.due_on) == (State.OPEN, date(2026, 6, 1), date(2026, 6, 15))
    assert state(known, "2026-06-16") is State.OVERDUE


def test_a_reopened_cycle_is_fulfilled_by_the_next_proof() -> None:
    known = facts(done("2026-02-10", revoked="2026-06-01"), done("2026-06-10"))
    found = cycles(known, day("2026-06-10"))
    assert [cycle.number for cycle in found] == [1, 2, 3]
    assert found[1].valid_until == date(2027, 6, 10)


def test_a_proof_ignored_before_the_revocation_is_credited_after_it() -> None:
    known = facts(done("2026-02-10", revoked="2026-06-01"), done("2026-05-20"))
    assert len(cycles(known, day("2026-05-31"))) == 2
    assert state(known, "2026-06-01") is State.VALID


def test_an_ignored_proof_does_not_take_the_place_of_one_that_counted_before_the_revocation() -> None:
    calendar = rule(expiry=replace(CALENDAR, months=12, month=1, day=1), repeat=None)
    ignored = done("2026-02-11", Kind.IMPORTED)
    known = facts(done("2026-02-10", revoked="2027-01-02"), ignored, done("2027-01-01"), rules=(calendar,))
    before = cycles(known, day("2027-01-01"))
    assert [cycle.valid_from for cycle in before] == [date(2026, 2, 10), date(2027, 1, 1)]
    assert cycles(known, day("2027-01-02")) == before


def test_when_a_renewal_is_revoked_the_old_validity_still_holds() -> None:
    known = facts(done("2026-02-10"), done("2027-01-10", revoked="2027-01-20"))
    found = status(known, day("2027-01-20"))
    assert (found.state, found.valid_until, found.renewal_open) == (State.VALID, date(2027, 2, 10), True)


def test_revoking_an_old_proof_does_not_touch_the_renewal() -> None:
    known = facts(done("2026-02-10", revoked="2027-03-01"), done("2027-01-10"))
    assert status(known, day("2027-03-02")).valid_until == date(2028, 2, 10)


def test_a_revocation_told_late_leaves_the_minimum_time_from_then() -> None:
    proof = done("2026-02-10", revoked="2026-02-10")
    assert proof.revocation is not None
    late = replace(proof, revocation=replace(proof.revocation, recorded_on=date(2026, 8, 1)))
    assert status(facts(late), day("2026-08-01")).due_on == date(2026, 8, 15)
    assert status(facts(late).known_by(day("2026-07-31")), day("2026-07-31")).state is State.VALID


def test_a_report_of_what_was_known() -> None:
    known = facts(
        Reason("alle", date(2026, 2, 1), date(2026, 5, 31), end_recorded_on=date(2026, 6, 15)),
        Absence(date(2026, 3, 1), date(2026, 4, 1), None, "", date(2026, 3, 10), date(2026, 4, 20)),
        Evidence("alt", date(2026, 2, 10), Kind.IMPORTED, recorded_on=date(2026, 7, 1)),
    )
    assert state(known.known_by(day("2026-03-09")), "2026-03-09") is State.OVERDUE
    assert state(known.known_by(day("2026-04-15")), "2026-04-15") is State.SUSPENDED
    assert state(known, "2026-04-15") is State.VALID
    assert state(known.known_by(day("2026-06-14")), "2026-06-14") is State.OVERDUE
    assert state(known.known_by(day("2026-06-15")), "2026-06-14") is State.WITHDRAWN


@pytest.mark.parametrize(
    "make",
    [
        lambda: exempt("2026-01-01", "2028-01-02"),  # longer than 24 months
        lambda: exempt("2026-02-01", "2026-01-31"),
        lambda: exempt("2026-01-01", "2026-02-01", lifted="2026-02-02"),
        lambda: Exemption(date(2026, 1, 1), date(2026, 2, 1), lifted_on=date(2026, 1, 1)),
        lambda: away("2026-02-02", "2026-02-01"),
        lambda: reason("2026-02-02", "2026-02-01"),
        lambda: Facts(()),
    ],
)
def test_facts_that_cannot_be_are_refused(make: object) -> None:
    with pytest.raises(FactError):
        make()  # type: ignore[operator]


def test_an_exemption_of_exactly_24_months_is_allowed() -> None:
    assert exempt("2026-01-01", "2028-01-01").until == date(2028, 1, 1)
