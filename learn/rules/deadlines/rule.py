"""The rule of a requirement: when it is due, how long it holds, when the next cycle opens, when people are reminded."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class RuleError(ValueError):
    """A rule that contradicts itself; `code` says how."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Anchor(StrEnum):
    """The day from which a due date is counted."""

    FIXED = "fixed"
    ASSIGNMENT = "assignment"
    ENTRY_DATE = "entry_date"
    DEPARTMENT_CHANGE = "department_change"
    FIRST_LOGIN = "first_login"
    OTHER_COMPLETION = "other_completion"
    PREVIOUS_VALID_UNTIL = "previous_valid_until"


@dataclass(frozen=True, slots=True)
class Due:
    """A due date: `days` after the anchor's day. `fixed_on` and `course` belong to their anchors only."""

    anchor: Anchor
    days: int = 0
    fixed_on: date | None = None
    course: str = ""

    def __post_init__(self) -> None:
        if (self.anchor is Anchor.FIXED) != (self.fixed_on is not None):
            raise RuleError("due-fixed-day")
        if (self.anchor is Anchor.OTHER_COMPLETION) != bool(self.course):
            raise RuleError("due-other-course")


class ExpiryKind(StrEnum):
    """How the end of validity is found."""

    UNLIMITED = "unlimited"
    COMPLETED = "completed"
    PREVIOUS_VALID_UNTIL = "previous_valid_until"
    CALENDAR_DATE = "calendar_date"


@dataclass(frozen=True, slots=True)
class Expiry:
    """The end of validity, in calendar months.

    COMPLETED: completed + `months`. PREVIOUS_VALID_UNTIL: previous end + `months` if completed by then, else as
    COMPLETED. CALENDAR_DATE: the next day `month`/`day` that leaves at least `minimum_months`; `months` is 12 for each
    year, 24 adds one year.
    """

    kind: ExpiryKind = ExpiryKind.UNLIMITED
    months: int = 0
    month: int = 12
    day: int = 31
    minimum_months: int = 0

    def __post_init__(self) -> None:
        if (self.kind is ExpiryKind.UNLIMITED) != (self.months == 0) or self.months < 0:
            raise RuleError("expiry-months")
        if self.kind is ExpiryKind.CALENDAR_DATE:
            if self.months % 12:
                raise RuleError("expiry-whole-years")
            if not (1 <= self.month <= 12 and 1 <= self.day <= 31 and 0 <= self.minimum_months <= 120):
                raise RuleError("expiry-calendar-day")


class Credit(StrEnum):
    """Who accepts a completion from before the window."""

    NEVER = "never"
    BY_RULE = "by_rule"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Schedule:
    """On which days around the due date people are reminded, and when somebody above is told."""

    before_due_days: tuple[int, ...] = ()
    after_due_days: tuple[int, ...] = ()
    escalate_after_days: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a requirement's rule; it holds from `since` until the next version. All spans are days.

    `new` is for whom a reason reaches after the requirement's start, `existing` for whom it reached by then; without
    `repeat` there is no second cycle.
    """

    since: date
    new: Due
    existing: Due
    starts_on: date
    repeat: Due | None = None
    expiry: Expiry = Expiry()
    lead_days: int = 0
    grace_days: int = 0
    minimum_days: int = 0
    credit: Credit = Credit.NEVER
    credit_days: int = 0
    schedule: Schedule = Schedule()

    def __post_init__(self) -> None:
        if Anchor.PREVIOUS_VALID_UNTIL in (self.new.anchor, self.existing.anchor):
            raise RuleError("first-due-from-previous")
        if self.repeat is not None and (self.repeat.anchor is not Anchor.PREVIOUS_VALID_UNTIL or self.repeat.days < 0):
            raise RuleError("repeat-due-from-previous")
        if min(self.lead_days, self.grace_days, self.minimum_days, self.credit_days) < 0:
            raise RuleError("negative-days")
