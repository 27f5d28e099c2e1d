"""When something that is repeated runs next, in local time. Pure: the moment is handed in.

A day the month does not have becomes its last. A local time that the change to summer time skips is taken as the same
distance after the last moment before it (2:30 becomes 3:30); one that comes twice is its first.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

__all__ = ["Plan", "Rhythm", "next_run"]

LOCAL = ZoneInfo("Europe/Berlin")


class Rhythm(StrEnum):
    """How often."""

    DAILY = "taeglich"
    WEEKLY = "woechentlich"
    MONTHLY = "monatlich"


@dataclass(frozen=True, slots=True)
class Plan:
    """`day` is the day of the week (1 Monday to 7) or of the month (1 to 31); of no meaning when daily."""

    rhythm: Rhythm
    at: time
    day: int = 1

    def __post_init__(self) -> None:
        most = {Rhythm.DAILY: 31, Rhythm.WEEKLY: 7, Rhythm.MONTHLY: 31}[self.rhythm]
        if not 1 <= self.day <= most:
            raise ValueError(f"no such day: {self.day}")


def next_run(plan: Plan, after: datetime) -> datetime:
    """The first run later than an aware moment, as UTC. What was missed before it is not made up for one by one."""
    local = after.astimezone(LOCAL)
    day = local.date()
    while True:
        if _falls_on(plan, day):
            moment = datetime.combine(day, plan.at, LOCAL).astimezone(UTC)
            if moment > after:
                return moment
        day += timedelta(days=1)


def _falls_on(plan: Plan, day: date) -> bool:
    if plan.rhythm is Rhythm.DAILY:
        return True
    if plan.rhythm is Rhythm.WEEKLY:
        return day.isoweekday() == plan.day
    return day.day == min(plan.day, monthrange(day.year, day.month)[1])
