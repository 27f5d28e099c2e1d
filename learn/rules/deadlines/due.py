"""When a cycle is due: the anchor, the minimum time, and what absences and exemptions do to both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from learn.rules.deadlines.because import Because, Why
from learn.rules.deadlines.days import ONE_DAY, plus
from learn.rules.deadlines.facts import Absence, EarlyStart, Facts, Reason
from learn.rules.deadlines.rule import Anchor, Due, Rule


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day that is in time, or None while nothing is due, and how it came about."""

    on: date | None = None
    because: tuple[Because, ...] = ()

    def at_least(self, floor: date, because: Because) -> "Deadline":
        """Moved to `floor` if it lies before it."""
        if self.on is None or self.on >= floor:
            return self
        return Deadline(floor, (*self.because, because))


def first_deadline(facts: Facts, day: date) -> Deadline:
    """The due date of a first cycle as it stands on `day`: each reason has its own, the earliest counts."""
    found = [_of_reason(facts, reason, day) for reason in facts.reasons_on(day)]
    dated = [deadline for deadline in found if deadline.on is not None]
    if dated:
        return min(dated, key=lambda d: d.on or date.max)
    return found[0] if found else Deadline()


def repeat_deadline(facts: Facts, previous: date, opens_at: date, day: date) -> Deadline:
    """The due date after a validity that ended or ends on `previous`, as it stands on `day`.

    Who came under the requirement only after that end is treated like anybody new to it.
    """
    rule = facts.rule(day)
    since = facts.obliged_since(day)
    if rule.repeat is None or since is None:
        return Deadline()
    if previous < since:
        return first_deadline(facts, day)
    due = Deadline(
        plus(previous, rule.repeat.days), (Because(Why.PREVIOUS_VALIDITY, previous, count=rule.repeat.days),)
    )
    return _paused(_with_minimum(due, rule, since), facts, opens_at, day)


def extended(deadline: Deadline, facts: Facts, last: date | None, day: date) -> Deadline:
    """A due date with the extensions given for it by `day`: a floor, moved by absences that began after it was given.

    `last` is the day of the latest proof that stands, or on which the cycle was opened by hand; an extension from
    before it has served its cycle.
    """
    for given in sorted(facts.extensions, key=lambda e: (e.due_on, e.since)):
        if given.since <= day and (last is None or last <= given.since):
            stops = [a for a in facts.absences if a.days_after_return is None and given.since < a.since <= day]
            floor = _stopped(Deadline(given.due_on), sorted(stops, key=lambda a: a.since), given.since)
            if floor.on is not None:
                deadline = deadline.at_least(floor.on, Because(Why.EXTENDED, given.since, given.due_on))
    return deadline


def started_deadline(facts: Facts, start: EarlyStart, regular: Deadline, day: date) -> Deadline:
    """The due date of a cycle opened by hand: never sooner than the minimum time, never later than the regular one."""
    own = Deadline(start.due_on, (Because(Why.STARTED, start.since),))
    own = _paused(_with_minimum(own, facts.rule(day), start.since), facts, start.since, day)
    return regular if own.on is not None and regular.on is not None and regular.on <= own.on else own


def _of_reason(facts: Facts, reason: Reason, day: date) -> Deadline:
    rule = facts.rule(day)
    due = rule.existing if reason.since <= rule.starts_on else rule.new
    return _paused(_with_minimum(_anchored(due, facts, reason, day), rule, reason.since), facts, reason.since, day)


def _with_minimum(deadline: Deadline, rule: Rule, since: date) -> Deadline:
    floor = plus(since, rule.minimum_days)
    return deadline.at_least(floor, Because(Why.MINIMUM_TIME, since, count=rule.minimum_days))


def _anchored(due: Due, facts: Facts, reason: Reason, day: date) -> Deadline:
    """Anchors are taken literally; where that gives a day gone by, the minimum time after the assignment helps."""

    def after(anchor: date, why: Why, name: str = "") -> Deadline:
        return Deadline(plus(anchor, due.days), (Because(why, anchor, count=due.days, name=name),))

    match due.anchor:
        case Anchor.FIXED if due.fixed_on is not None:
            return after(due.fixed_on, Why.FIXED)
        case Anchor.ENTRY_DATE if facts.entered_on is not None:
            return after(facts.entered_on, Why.ENTERED)
        case Anchor.DEPARTMENT_CHANGE if any(moved <= reason.since for moved in facts.moved_on):
            return after(max(moved for moved in facts.moved_on if moved <= reason.since), Why.MOVED)
        case Anchor.FIRST_LOGIN:
            if facts.first_login_on is None or facts.first_login_on > day:
                return Deadline(None, (Because(Why.WAITS_FOR_LOGIN, count=due.days),))
            return after(facts.first_login_on, Why.FIRST_LOGIN)
        case Anchor.OTHER_COMPLETION:
            done = _other_completion(facts, due.course, reason.since, day)
            if done is None:
                return Deadline(None, (Because(Why.WAITS_FOR_OTHER, count=due.days, name=due.course),))
            return after(done, Why.OTHER_COMPLETED, due.course)
        case _:
            return after(reason.since, Why.ASSIGNED, reason.name)


def _other_completion(facts: Facts, course: str, since: date, day: date) -> date | None:
    """The last completion before the assignment, else the first after it: a repetition never moves the due date."""
    days = sorted(done for key, done in facts.completions_elsewhere if key == course and done <= day)
    before = [done for done in days if done <= since]
    return before[-1] if before else days[0] if days else None


def _paused(deadline: Deadline, facts: Facts, clock_from: date, day: date) -> Deadline:
    """What absences and exemptions that began by `day` do to a due date: the latest of all dates they give.

    An absence stops the clock for its days, each counted once. A return, or the end of an exemption, gives a date
    below which the due date does not lie; absences after it move that date too.
    """
    if deadline.on is None:
        return deadline
    pauses = facts.pauses(day)
    away = next((pause for pause in pauses if pause.last_day(day) is None), None)
    if away is not None:
        return Deadline(None, (*deadline.because, Because(Why.WAITS_FOR_RETURN, away.since)))
    stops = [p for p in pauses if isinstance(p, Absence) and p.days_after_return is None]
    found = [_stopped(deadline, stops, clock_from)]
    for pause in pauses:
        last = pause.last_day(day)
        if last is None or pause in stops:
            continue
        if isinstance(pause, Absence):
            back, days, why = last + ONE_DAY, pause.days_after_return or 0, Why.RETURNED
        else:
            back, days, why = last, facts.rule(day).minimum_days, Why.EXEMPTION_ENDED
        floor = Deadline(plus(back, days), (*deadline.because, Because(why, back, count=days)))
        found.append(_stopped(floor, stops, last + ONE_DAY))
    return max(found, key=lambda d: d.on or date.min)


def _stopped(deadline: Deadline, absences: Sequence[Absence], clock_from: date) -> Deadline:
    """A due date moved by the days of absences, in their order, during which its clock would have run."""
    counted = clock_from - ONE_DAY
    for absence in absences:
        stopped, last = max(absence.since, counted + ONE_DAY), absence.until
        if deadline.on is None or last is None or stopped > deadline.on or last < stopped:
            continue
        days = (last - stopped).days + 1
        because = Because(Why.ABSENT, absence.since, last, days)
        deadline = Deadline(plus(deadline.on, days), (*deadline.because, because))
        counted = last
    return deadline
