"""Deadlines of compliance: due dates, cycles, validity, states and reminders as functions of facts and a day."""

from learn.rules.deadlines.because import Because, Why
from learn.rules.deadlines.cycles import Cycle, cycles
from learn.rules.deadlines.days import local_day
from learn.rules.deadlines.due import Deadline
from learn.rules.deadlines.expiry import Validity, validity
from learn.rules.deadlines.explain import Explanation, explain
from learn.rules.deadlines.facts import (
    Absence,
    EarlyStart,
    Evidence,
    Exemption,
    Extension,
    FactError,
    Facts,
    Kind,
    Reason,
    Revocation,
)
from learn.rules.deadlines.health import Health, Period, health
from learn.rules.deadlines.next_change import next_change
from learn.rules.deadlines.paths import Completed, proofs
from learn.rules.deadlines.preview import Effect, Move, moved, moved_by, with_rule
from learn.rules.deadlines.reminders import (
    REMINDED,
    Reminder,
    Step,
    next_escalation,
    next_reminder,
    reminders_due,
)
from learn.rules.deadlines.rule import Anchor, Credit, Due, Expiry, ExpiryKind, Rule, RuleError, Schedule
from learn.rules.deadlines.states import State, Status, of_cycles, status
from learn.rules.deadlines.written import read_rule

__all__ = [
    "REMINDED",
    "Absence",
    "Anchor",
    "Because",
    "Completed",
    "Credit",
    "Cycle",
    "Deadline",
    "Due",
    "EarlyStart",
    "Effect",
    "Evidence",
    "Exemption",
    "Expiry",
    "ExpiryKind",
    "Explanation",
    "Extension",
    "FactError",
    "Facts",
    "Health",
    "Kind",
    "Move",
    "Period",
    "Reason",
    "Reminder",
    "Revocation",
    "Rule",
    "RuleError",
    "Schedule",
    "State",
    "Status",
    "Step",
    "Validity",
    "Why",
    "cycles",
    "explain",
    "health",
    "local_day",
    "moved",
    "moved_by",
    "next_change",
    "next_escalation",
    "next_reminder",
    "of_cycles",
    "proofs",
    "read_rule",
    "reminders_due",
    "status",
    "validity",
    "with_rule",
]
