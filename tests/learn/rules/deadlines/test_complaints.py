"""What people have complained about in other systems, each complaint as a test."""

from dataclasses import replace
from datetime import date, datetime

from learn.rules.deadlines import (
    Anchor,
    Due,
    Evidence,
    Expiry,
    ExpiryKind,
    Kind,
    Reason,
    State,
    cycles,
    local_day,
    moved_by,
    reminders_due,
    status,
)
from tests.learn.rules.deadlines.build import CALENDAR, RULE, YEARLY, day, done, exempt, facts, reason, rule

NOVEMBER = rule(expiry=CALENDAR, lead_days=90)


def test_who_joined_in_november_need_not_repeat_in_january() -> None:
    known = facts(reason("2026-11-02"), done("2026-11-20"), rules=(NOVEMBER,))
    found = status(known, day("2027-01-15"))
    assert (found.state, found.valid_until, found.renewal_open) == (State.VALID, date(2027, 12, 31), False)
    assert found.opens_at == date(2027, 10, 2)


def test_an_import_of_last_years_completion_counts_from_its_own_day_under_a_fixed_date() -> None:
    imported = Evidence("liste-7", date(2025, 10, 5), Kind.IMPORTED, recorded_on=date(2026, 2, 1))
    found = status(facts(reason("2026-01-01"), imported, rules=(NOVEMBER,)), day("2026-02-01"))
    assert found.valid_until == date(2026, 12, 31), "not a year too far"
    assert found.due_on == date(2026, 12, 31)


def test_an_import_of_last_years_completion_counts_from_its_own_day_under_a_period() -> None:
    imported = Evidence("liste-7", date(2025, 10, 5), Kind.IMPORTED, recorded_on=date(2026, 2, 1))
    assert status(facts(imported), day("2026-02-01")).valid_until == date(2026, 10, 5)


def test_of_two_reasons_one_lapses_and_the_other_stays() -> None:
    known = facts(Reason("alle", date(2026, 2, 1), date(2026, 3, 10)), reason("2026-02-20", name="Amt 52"))
    assert status(known, day("2026-03-10")).state is State.OVERDUE  # due on 3 March
    found = status(known, day("2026-03-11"))
    assert (found.state, found.due_on) == (State.OPEN, date(2026, 3, 22))


def test_an_exemption_ends_while_overdue_and_leaves_the_minimum_time() -> None:
    known = facts(exempt("2026-03-20", "2026-04-30"))
    assert status(known, day("2026-03-19")).state is State.OVERDUE
    assert status(known, day("2026-04-30")).state is State.EXEMPT
    assert status(known, day("2026-05-01")).state is State.OPEN
    assert status(known, day("2026-05-14")).state is State.OPEN
    assert status(known, day("2026-05-15")).state is State.OVERDUE


def test_a_completion_at_23_59_on_the_last_day_is_in_time() -> None:
    completed = local_day(datetime.fromisoformat("2026-03-03T23:59:00+01:00"))
    known = facts(Evidence("e", completed))
    found = cycles(known, day("2026-03-03"))[0]
    assert (found.valid_from, found.due_on) == (date(2026, 3, 3), date(2026, 3, 3))
    assert status(known, day("2026-03-03")).state is State.VALID


def test_an_early_repetition_inside_the_lead_keeps_the_anniversary() -> None:
    assert status(facts(done("2026-02-10"), done("2027-01-05")), day("2027-01-05")).valid_until == date(2028, 2, 10)


def test_an_early_repetition_on_credit_before_the_lead_keeps_the_anniversary() -> None:
    known = facts(done("2026-02-10"), done("2026-10-01"))  # 72 days before the window
    found = status(known, day("2026-10-01"))
    assert found.best is not None
    assert (found.valid_until, found.best.early) == (date(2028, 2, 10), True)


def test_a_repetition_on_the_last_valid_day_keeps_the_anniversary() -> None:
    assert status(facts(done("2026-02-10"), done("2027-02-10")), day("2027-02-10")).valid_until == date(2028, 2, 10)


def test_a_late_repetition_resets_the_anniversary() -> None:
    assert status(facts(done("2026-02-10"), done("2027-02-11")), day("2027-02-11")).valid_until == date(2028, 2, 11)


def test_completed_reported_twice_is_one_completion() -> None:
    again = Evidence("h5p-2", date(2026, 2, 10))
    for twice in ((done("2026-02-10"), done("2026-02-10")), (done("2026-02-10"), again)):
        found = cycles(facts(*twice), day("2026-02-10"))
        assert [cycle.evidence is None for cycle in found] == [False, True]


def test_completed_reported_twice_with_a_short_validity_is_one_completion() -> None:
    short = rule(expiry=replace(YEARLY, months=1), lead_days=60)
    found = cycles(facts(done("2026-02-10"), Evidence("2", date(2026, 2, 10)), rules=(short,)), day("2026-02-10"))
    assert len(found) == 2


def test_a_changed_rule_shows_whom_it_moves_before_it_is_made() -> None:
    people = [(f"still-open-{n:03}", facts(reason("2026-05-01"))) for n in range(300)]
    people += [(f"valid-{n:03}", facts(done("2026-02-10"))) for n in range(50)]
    shorter = rule(since=date(2026, 5, 10), new=Due(Anchor.ASSIGNMENT, 20))
    moves = list(moved_by(shorter, people, day("2026-05-10")))
    assert len(moves) == 300
    assert {move.before.due_on for move in moves} == {date(2026, 5, 31)}
    assert {move.after.due_on for move in moves} == {date(2026, 5, 21)}
    assert people[0][1] == facts(reason("2026-05-01")), "nothing was changed"


def test_a_changed_rule_leaves_earlier_days_and_fulfilled_cycles_alone() -> None:
    known = facts(done("2026-02-10"))
    changed = replace(known, rules=(RULE, rule(since=date(2026, 5, 1), expiry=Expiry(ExpiryKind.COMPLETED, 1))))
    for on in ("2026-04-30", "2026-05-01", "2027-01-01"):
        assert status(changed, day(on)).valid_until == date(2027, 2, 10)
    assert status(changed, day("2026-04-30")) == status(known, day("2026-04-30"))


def test_a_renamed_person_keeps_everything() -> None:
    """Facts hold keys and days and no name: there is nothing a new name could change."""
    assert not {"first_name", "last_name", "email"} & set(facts().__dataclass_fields__)


def test_who_left_and_returned_has_time_and_keeps_what_is_still_valid() -> None:
    spans = (reason("2026-02-01", "2026-06-30"), reason("2026-12-01"))
    known = facts(*spans, done("2026-02-10"))
    assert status(known, day("2026-09-01")).state is State.WITHDRAWN
    assert status(known, day("2026-12-01")).state is State.VALID


def test_who_returned_after_the_end_of_validity_is_expired_but_not_late() -> None:
    spans = (reason("2026-02-01", "2026-06-30"), reason("2028-12-01"))
    found = status(facts(*spans, done("2026-02-10")), day("2028-12-01"))
    assert (found.state, found.due_on, found.late) == (State.EXPIRED, date(2028, 12, 31), False)


def test_who_returned_shortly_before_the_end_has_the_minimum_time() -> None:
    spans = (reason("2026-02-01", "2026-06-30"), reason("2027-02-08"))
    found = status(facts(*spans, done("2026-02-10")), day("2027-02-08"))
    assert (found.state, found.renewal_open, found.due_on) == (State.VALID, True, date(2027, 2, 22))


def test_no_mail_for_a_validity_that_ends_while_another_lasts_longer() -> None:
    known = facts(done("2026-02-10"), done("2026-09-01", Kind.EQUIVALENT))
    on = day("2027-02-05")  # the first one ends in five days, the second on 1 September
    assert reminders_due(RULE.schedule, status(known, on), on) == ()


def test_a_reason_that_is_gone_opens_no_new_cycle() -> None:
    known = facts(reason("2026-02-01", "2026-06-30"), done("2026-02-10"))
    on = day("2027-01-20")
    found = status(known, on)
    assert (found.state, found.renewal_open, found.due_on) == (State.WITHDRAWN, False, None)
    assert reminders_due(RULE.schedule, found, on) == ()


def test_an_exemption_holds_for_the_requirement_wherever_its_course_stands() -> None:
    known = facts(reason("2026-02-01"), reason("2026-02-05", name="Lernplan"), exempt("2026-02-10", "2026-05-31"))
    assert status(known, day("2026-05-01")).state is State.EXEMPT
