"""Reminders and escalation: one mail a person and morning, by hand at once, and what was and will be sent."""

from learn.compliance.reminders.by_hand import LeftOut, Reminded, WhyNot, remind_now
from learn.compliance.reminders.late import before_sending
from learn.compliance.reminders.morning import Morning, send
from learn.compliance.reminders.plan import Planned, planned, tell

__all__ = [
    "LeftOut",
    "Morning",
    "Planned",
    "Reminded",
    "WhyNot",
    "before_sending",
    "planned",
    "remind_now",
    "send",
    "tell",
]
