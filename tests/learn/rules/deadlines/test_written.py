"""Rules as they are written, read; the demo's requirements and what is refused."""

import json
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from learn.rules.deadlines import Anchor, Credit, ExpiryKind, RuleError, read_rule

WRITTEN = json.loads((Path(__file__).parents[4] / "fixtures" / "requirements.json").read_text(encoding="utf-8"))
FIRST: dict[str, Any] = WRITTEN["requirements"][0]
START = date(2027, 1, 4)


@pytest.mark.parametrize("written", WRITTEN["requirements"], ids=lambda written: written["key"])
def test_every_requirement_of_the_demo_is_a_rule(written: dict[str, Any]) -> None:
    rule = read_rule(written, START)
    assert rule.minimum_days == written["minimum_time_days"]
    assert rule.expiry.kind == written["expiry"]["rule"]


def test_all_its_words() -> None:
    rule = read_rule(FIRST, START, date(2027, 6, 1))
    assert (rule.since, rule.starts_on) == (date(2027, 6, 1), START)
    assert (rule.new.anchor, rule.new.days) == (Anchor.ENTRY_DATE, 42)
    assert (rule.existing.anchor, rule.existing.fixed_on) == (Anchor.FIXED, date(2027, 3, 31))
    assert (rule.expiry.kind, rule.expiry.months) == (ExpiryKind.PREVIOUS_VALID_UNTIL, 24)
    assert (rule.lead_days, rule.grace_days, rule.credit, rule.credit_days) == (60, 30, Credit.BY_RULE, 90)
    assert (rule.schedule.before_due_days, rule.schedule.after_due_days) == ((28, 7, 1), (3, 14))
    assert rule.schedule.escalate_after_days == 14


def test_without_a_date_for_existing_people_the_one_for_new_people_counts() -> None:
    rule = read_rule({"due": {"new": {"anchor": "assignment", "days": 3}}}, START)
    assert rule.existing == rule.new


def test_a_reminder_on_the_day_itself() -> None:
    assert read_rule(FIRST | {"reminders": {"before_due_days": [7, 0]}}, START).schedule.before_due_days == (7, 0)


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("due", None, "due.existing"),
        ("due.new", None, "anchor"),
        ("due.new.anchor", "birthday", "anchor"),
        ("due.new.day", 3, "due.day"),
        ("due.existing.date", "31.03.2027", "date"),
        ("due.new.days", "42", "days"),
        ("due.new.days", -1, "days"),
        ("due.new.days", True, "days"),
        ("expiry.rule", "sometimes", "rule"),
        ("expiry.month_day", "Silvester", "expiry.month_day"),
        ("expiry.months", 0, "expiry-months"),
        ("early_credit.accept", "perhaps", "accept"),
        ("reminders.before_due_days", [1, "2"], "before_due_days"),
        ("reminders", [1], "reminders"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(path: str, value: object, code: str) -> None:
    written = deepcopy(FIRST)
    *way, last = path.split(".")
    part = written
    for name in way:
        part = part[name]
    part[last] = value
    with pytest.raises(RuleError) as raised:
        read_rule(written, START)
    assert raised.value.code == code
