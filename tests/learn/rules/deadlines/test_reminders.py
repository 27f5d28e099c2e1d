"""Who is reminded when: the steps around the due date, escalation, and silence."""

from datetime import date, timedelta

import pytest

from learn.rules.deadlines import (
    Anchor,
    Due,
    Expiry,
    Facts,
    Schedule,
    Step,
    next_escalation,
    next_reminder,
    reminders_due,
    status,
)
from learn.rules.workdays import QuietTime, is_quiet, last_quiet_day
from tests.learn.rules.deadlines.build import RULE, away, by, day, done, exempt, facts, reason, rule


def sent(known: Facts, on: str, already: tuple[str, ...] = (), schedule: Schedule = RULE.schedule) -> list[str]:
    found = reminders_due(schedule, status(known, day(on)), day(on), already)
    return [f"{reminder.step} {reminder.days}" for reminder in found]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-01-31", []),
        ("2026-02-02", []),  # due on 3 March
        ("2026-02-03", ["before 28"]),
        ("2026-02-24", ["before 7"]),
        ("2026-03-03", ["before 7"]),
        ("2026-03-04", []),  # over, and no step after it is reached
        ("2026-03-06", ["after 3"]),
        ("2026-03-17", ["after 14", "escalation 14"]),
    ],
)
def test_the_step_that_is_reached(on: str, expected: list[str]) -> None:
    assert sent(facts(), on) == expected


def test_each_step_is_sent_once_over_a_year() -> None:
    already: list[str] = []
    for offset in range(365):
        on = date(2026, 2, 1) + timedelta(offset)
        already += [r.key for r in reminders_due(RULE.schedule, status(facts(), on), on, already)]
    assert already == [
        "1:2026-03-03:before:28",
        "1:2026-03-03:before:7",
        "1:2026-03-03:after:3",
        "1:2026-03-03:after:14",
        "1:2026-03-03:escalation:14",
    ]


def test_a_week_without_a_run_brings_one_mail_and_not_all() -> None:
    assert sent(facts(), "2026-02-25") == ["before 7"]


def test_a_valid_person_is_reminded_of_the_renewal() -> None:
    assert sent(facts(done("2026-02-10")), "2027-01-12") == []
    assert sent(facts(done("2026-02-10")), "2027-01-13") == ["before 28"]


def test_in_grace_people_are_reminded_and_nobody_above_them_is_told() -> None:
    known = facts(done("2026-02-10"))
    assert sent(known, "2027-03-01") == ["after 14"]
    assert sent(known, "2027-03-13") == ["after 14", "escalation 14"]  # grace ended on 12 March


@pytest.mark.parametrize(
    "silent",
    [
        facts(reason("2026-01-05", "2026-02-01")),
        facts(away("2026-02-20", "2026-02-25")),
        facts(exempt("2026-02-20", "2026-02-25")),
        facts(reason("2026-03-01")),
        facts(done("2026-02-10")),
    ],
    ids=["withdrawn", "suspended", "exempt", "future", "valid"],
)
def test_silence(silent: Facts) -> None:
    assert sent(silent, "2026-02-24") == []


def test_a_due_date_that_moves_is_reminded_anew() -> None:
    known = facts(away("2026-02-11", "2026-03-31"))
    first = reminders_due(RULE.schedule, status(known, day("2026-02-04")), day("2026-02-04"))
    again = reminders_due(RULE.schedule, status(known, day("2026-04-01")), day("2026-04-01"), {r.key for r in first})
    assert [(r.step, r.days, r.due_on) for r in again] == [(Step.BEFORE, 28, date(2026, 4, 21))]


def test_without_an_escalation_nobody_is_told() -> None:
    assert sent(facts(), "2026-12-01", schedule=Schedule((7,), (3,), None)) == ["after 3"]
    assert sent(facts(), "2026-12-01", schedule=Schedule()) == []


# Due on Sunday 1 March 2026: the step before it falls on a Saturday.
WEEKEND = facts(rules=(by(Anchor.FIXED, fixed_on=date(2026, 3, 1)),))
ONE_DAY_BEFORE = Schedule((1,), (3,), 14)


def over(known: Facts, schedule: Schedule, quiet: tuple[QuietTime, ...] = (), days: int = 365) -> list[str]:
    """What a morning run sends over a year, with its days."""
    already: set[str] = set()
    lines = []
    for offset in range(days):
        on = date(2026, 2, 1) + timedelta(offset)
        if is_quiet(on, quiet):
            continue
        for found in reminders_due(schedule, status(known, on), on, already, last_quiet_day(on, quiet)):
            already.add(found.key)
            lines.append(f"{on:%a %d.%m.} {found.step} {found.days}")
    return lines


def test_what_falls_on_a_quiet_day_goes_on_the_next_working_day_and_once() -> None:
    assert over(WEEKEND, ONE_DAY_BEFORE)[1:] == ["Wed 04.03. after 3", "Mon 16.03. escalation 14"]
    closed = (QuietTime(date(2026, 3, 2), date(2026, 3, 6)),)
    assert over(WEEKEND, ONE_DAY_BEFORE, closed)[1:] == ["Mon 09.03. after 3", "Mon 16.03. escalation 14"]


def test_what_would_come_after_the_due_date_goes_before_the_quiet_days() -> None:
    assert over(WEEKEND, ONE_DAY_BEFORE)[0] == "Fri 27.02. before 1"
    monday = facts(rules=(by(Anchor.FIXED, fixed_on=date(2026, 3, 2)),))
    assert over(monday, ONE_DAY_BEFORE)[0] == "Mon 02.03. before 1"


@pytest.mark.parametrize("due", [date(2026, 3, 1) + timedelta(n) for n in range(0, 40, 5)])
@pytest.mark.parametrize("quiet", [(), (QuietTime(date(2026, 3, 9), date(2026, 3, 20)),)], ids=["usual", "closed"])
def test_the_next_reminder_foretold_is_the_one_that_comes(due: date, quiet: tuple[QuietTime, ...]) -> None:
    known = facts(rules=(rule(new=Due(Anchor.FIXED, fixed_on=due), schedule=Schedule((14, 1), (3, 10), 14)),))
    schedule = known.rules[0].schedule
    already: set[str] = set()
    foretold: dict[bool, str] = {}
    for offset in range(90):
        on = date(2026, 2, 2) + timedelta(offset)
        came = (
            ()
            if is_quiet(on, quiet)
            else reminders_due(schedule, status(known, on), on, already, last_quiet_day(on, quiet))
        )
        for reminder in came:
            assert foretold[reminder.step is Step.ESCALATION] == f"{on} {reminder.key}"
        already |= {reminder.key for reminder in came}
        tomorrow = on + timedelta(1)
        for above, asked in ((False, next_reminder), (True, next_escalation)):
            found = asked(known, tomorrow, already, quiet)
            foretold[above] = f"{found[0]} {found[1].key}" if found else ""
    assert foretold == {False: "", True: ""}
    assert len(already) >= 4


def test_nothing_is_foretold_where_nothing_will_come() -> None:
    assert next_reminder(facts(done("2026-02-10"), rules=(rule(expiry=Expiry()),)), day("2026-03-01")) is None
    assert next_reminder(facts(away("2026-02-11")), day("2026-03-01")) is None
    assert next_reminder(facts(reason("2026-01-05", "2026-02-01")), day("2026-03-01")) is None


def test_after_an_absence_the_next_reminder_waits_for_the_return() -> None:
    known = facts(away("2026-02-11", "2026-03-31"))
    found = next_reminder(known, day("2026-03-01"))
    assert found is not None
    assert (found[0], found[1].due_on) == (date(2026, 4, 1), date(2026, 4, 21))
