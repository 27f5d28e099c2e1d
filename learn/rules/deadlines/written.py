"""The rule of a requirement as it is written, plain data with words, read into a Rule."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from learn.rules.deadlines.rule import Anchor, Credit, Due, Expiry, ExpiryKind, Rule, RuleError, Schedule

W = TypeVar("W", bound=StrEnum)


def read_rule(written: Mapping[str, Any], starts_on: date, since: date | None = None) -> Rule:
    """Read `due`, `expiry`, `lead_days`, `grace_days`, `minimum_time_days`, `early_credit` and `reminders`.

    `since` is the first day of this version, else the requirement's start. Raises RuleError with the place of what
    is missing, of another type or unknown; guessing would give the wrong people the wrong dates.
    """
    due = _part(written, "due")
    existing = due.get("existing") or due.get("new")
    if not isinstance(existing, Mapping):
        raise RuleError("due.existing")
    return Rule(
        since=since or starts_on,
        starts_on=starts_on,
        new=_due(_part(due, "new")),
        existing=_due(existing),
        repeat=_due(due["repeat"]) if due.get("repeat") else None,
        expiry=_expiry(_part(written, "expiry")),
        lead_days=_number(written, "lead_days"),
        grace_days=_number(written, "grace_days"),
        minimum_days=_number(written, "minimum_time_days"),
        credit=_word(Credit, _part(written, "early_credit"), "accept", Credit.NEVER),
        credit_days=_number(_part(written, "early_credit"), "max_age_days"),
        schedule=_schedule(_part(written, "reminders")),
    )


def _due(written: Mapping[str, Any]) -> Due:
    _known(written, "due", {"anchor", "days", "date", "course"})
    anchor = _word(Anchor, written, "anchor", None)
    return Due(anchor, _number(written, "days"), _day(written, "date"), str(written.get("course", "")))


def _expiry(written: Mapping[str, Any]) -> Expiry:
    _known(written, "expiry", {"rule", "months", "month_day", "minimum_validity_months"})
    kind = _word(ExpiryKind, written, "rule", ExpiryKind.UNLIMITED)
    month, _, day = str(written.get("month_day", "12-31")).partition("-")
    if not (month.isdigit() and day.isdigit()):
        raise RuleError("expiry.month_day")
    minimum = _number(written, "minimum_validity_months")
    return Expiry(kind, _number(written, "months"), int(month), int(day), minimum)


def _schedule(written: Mapping[str, Any]) -> Schedule:
    escalate = None if written.get("escalate_after_days") is None else _number(written, "escalate_after_days")
    return Schedule(_numbers(written, "before_due_days"), _numbers(written, "after_due_days"), escalate)


def _known(written: Mapping[str, Any], place: str, words: set[str]) -> None:
    if unknown := sorted(set(written) - words):
        raise RuleError(f"{place}.{unknown[0]}")


def _part(written: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = written.get(name) or {}
    if not isinstance(part, Mapping):
        raise RuleError(name)
    return part


def _number(written: Mapping[str, Any], name: str) -> int:
    value = written.get(name) or 0
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise RuleError(name)
    return value


def _numbers(written: Mapping[str, Any], name: str) -> tuple[int, ...]:
    values = written.get(name) or ()
    if not isinstance(values, list | tuple) or not all(isinstance(v, int) and v >= 0 for v in values):
        raise RuleError(name)
    return tuple(values)


def _day(written: Mapping[str, Any], name: str) -> date | None:
    try:
        return date.fromisoformat(written[name]) if written.get(name) else None
    except (TypeError, ValueError):
        raise RuleError(name) from None


def _word(kind: type[W], written: Mapping[str, Any], name: str, default: W | None) -> W:
    value = written.get(name, default)
    try:
        return kind(value)
    except ValueError:
        raise RuleError(name) from None
