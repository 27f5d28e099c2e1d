"""Which reminders a status asks for. Each has a key; whoever sends keeps the keys, so none is sent twice."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from learn.rules.deadlines.days import plus
from learn.rules.deadlines.facts import Facts
from learn.rules.deadlines.rule import Schedule
from learn.rules.deadlines.states import State, Status, status
from learn.rules.workdays import QuietTime, last_quiet_day, last_working_day, next_working_day

REMINDED = frozenset({State.VALID, State.IN_GRACE, State.EXPIRED, State.OVERDUE, State.OPEN})


class Step(StrEnum):
    """What kind of reminder."""

    BEFORE = "before"
    AFTER = "after"
    ESCALATION = "escalation"
    BY_HAND = "by-hand"  # of no schedule: the personnel office wanted it; `days` are those before the due date


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder of one cycle and one due date, `days` before or after it. A due date that moves is a new one."""

    cycle: int
    due_on: date
    step: Step
    days: int

    @property
    def key(self) -> str:
        """What makes it the same reminder, for instance "2:2027-03-31:before:28"."""
        return f"{self.cycle}:{self.due_on.isoformat()}:{self.step}:{self.days}"

    @property
    def on(self) -> date:
        """The first day on which it may be sent."""
        return plus(self.due_on, -self.days if self.step is Step.BEFORE else self.days)


def reminders_due(
    schedule: Schedule, status: Status, on: date, sent: Collection[str] = (), quiet_until: date | None = None
) -> tuple[Reminder, ...]:
    """What to send on a day: the latest step reached, and the escalation, each unless its key is in `sent`.

    Steps that nobody sent on their day are not made up for once a later one is reached, so a day without a run
    brings one mail and not three. Nobody is reminded who is valid and cannot renew yet, withdrawn, away or exempt;
    nothing is escalated in grace. `quiet_until`: nothing can be sent after this day until then; what would come too
    late after it, since the due date lies within, is sent now.
    """
    coming = status.next
    if status.state not in REMINDED or coming is None or coming.due_on is None or not coming.is_open(on):
        return ()
    due_on = coming.due_on
    before = [Reminder(coming.number, due_on, Step.BEFORE, days) for days in schedule.before_due_days]
    after = [Reminder(coming.number, due_on, Step.AFTER, days) for days in schedule.after_due_days]
    reached = [reminder for reminder in (*before, *after) if reminder.on <= on]
    if quiet_until is not None and on <= due_on <= quiet_until:
        reached += [reminder for reminder in before if on < reminder.on <= quiet_until]
    wanted = [max(reached, key=lambda r: r.on)] if reached else []
    if on > due_on:
        wanted = [reminder for reminder in wanted if reminder.step is Step.AFTER]
    if schedule.escalate_after_days is not None and status.state is not State.IN_GRACE:
        escalation = Reminder(coming.number, due_on, Step.ESCALATION, schedule.escalate_after_days)
        if escalation.on <= on and status.late:
            wanted.append(escalation)
    return tuple(reminder for reminder in wanted if reminder.key not in sent)


def next_reminder(
    facts: Facts, on: date, sent: Collection[str] = (), quiet: Collection[QuietTime] = ()
) -> tuple[date, Reminder] | None:
    """The first working day from `on` that brings the person a reminder if nothing happens until then; and which."""
    return _first(facts, on, sent, quiet, escalation=False)


def next_escalation(
    facts: Facts, on: date, sent: Collection[str] = (), quiet: Collection[QuietTime] = ()
) -> tuple[date, Reminder] | None:
    """The same for what somebody above is told."""
    return _first(facts, on, sent, quiet, escalation=True)


def _first(
    facts: Facts, on: date, sent: Collection[str], quiet: Collection[QuietTime], *, escalation: bool
) -> tuple[date, Reminder] | None:
    for day in sorted(set(_days_that_matter(facts, on, quiet))):
        found = reminders_due(facts.rule(day).schedule, status(facts, day), day, sent, last_quiet_day(day, quiet))
        wanted = [reminder for reminder in found if (reminder.step is Step.ESCALATION) == escalation]
        if wanted:
            return day, wanted[0]
    return None


def _days_that_matter(facts: Facts, on: date, quiet: Collection[QuietTime]) -> Iterator[date]:
    """Working days on which something may be sent for the first time: those of the steps, and those of a change."""
    now = status(facts, on)
    schedule = facts.rule(on).schedule
    days = [on]
    if now.opens_at is not None:
        days.append(now.opens_at)
    if now.due_on is not None:
        after = (*schedule.after_due_days, *filter(None, (schedule.escalate_after_days,)))
        days += [plus(now.due_on, -count) for count in schedule.before_due_days]
        days += [plus(now.due_on, count) for count in (0, 1, *after)]
    pause_ends = now.pause.last_day(on) if now.pause is not None else None
    days += [plus(end, 1) for end in (pause_ends, now.grace_until) if end is not None]
    for day in days:
        for found in (next_working_day(max(day, on), quiet), last_working_day(max(day, on), quiet)):
            if found is not None and found >= on:
                yield found
