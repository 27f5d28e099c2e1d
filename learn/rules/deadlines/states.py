"""The state of one obligation on a day: one function for screen, export, reminder and past days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from learn.rules.deadlines.cycles import Cycle, cycles, longest
from learn.rules.deadlines.days import plus
from learn.rules.deadlines.facts import Absence, Exemption, Facts


class State(StrEnum):
    """The states in their precedence: the first that fits is the state."""

    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    EXEMPT = "exempt"
    VALID = "valid"
    IN_GRACE = "in-grace"
    EXPIRED = "expired"
    OVERDUE = "overdue"
    OPEN = "open"
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class Status:
    """A state and its dates. `best` is the cycle valid for longest, `next` the one still to be fulfilled.

    `covered` says whether a proof is valid on the day, whatever the state; grace does not count as valid.
    """

    on: date
    state: State
    best: Cycle | None = None
    next: Cycle | None = None
    covered: bool = False
    pause: Absence | Exemption | None = None
    grace_until: date | None = None

    @property
    def due_on(self) -> date | None:
        return self.next.due_on if self.next else None

    @property
    def opens_at(self) -> date | None:
        return self.next.opens_at if self.next else None

    @property
    def valid_from(self) -> date | None:
        return self.best.valid_from if self.best else None

    @property
    def valid_until(self) -> date | None:
        """The longest end of validity, past or to come; None without a proof and for unlimited ones."""
        return self.best.valid_until if self.best else None

    @property
    def late(self) -> bool:
        """Whether the due date of an open cycle is over, whatever the state."""
        due = self.due_on
        return self.next is not None and self.next.is_open(self.on) and due is not None and self.on > due

    @property
    def renewal_open(self) -> bool:
        """Whether a valid person can renew already."""
        return self.state is State.VALID and self.next is not None and self.next.is_open(self.on)


def status(facts: Facts, on: date) -> Status:
    """The status on a day. Facts that begin after it change nothing; what was recorded later does (see `known_by`)."""
    return of_cycles(facts, cycles(facts, on), on)


def of_cycles(facts: Facts, found: Sequence[Cycle], on: date) -> Status:
    """The status on a day, given its cycles."""
    best = longest(found, on)
    coming = found[-1] if found and found[-1].evidence is None else None
    grace_until = None
    if best is not None and best.valid_until is not None:
        grace_until = plus(best.valid_until, facts.rule(on).grace_days)
    pause = _pause(facts.absences, on) or _pause(facts.exemptions, on)
    covered = best is not None and best.covers(on)
    raw = Status(on, State.FUTURE, best, coming, covered, pause, grace_until)
    return Status(on, _state(facts, raw), best, coming, covered, pause, grace_until)


def _state(facts: Facts, status: Status) -> State:
    on = status.on
    if not any(r.holds(on) for r in facts.reasons) and any(r.since <= on for r in facts.reasons):
        return State.WITHDRAWN
    if status.pause is not None:
        return State.SUSPENDED if isinstance(status.pause, Absence) else State.EXEMPT
    if status.covered:
        return State.VALID
    if status.grace_until is not None:
        return State.IN_GRACE if on <= status.grace_until else State.EXPIRED
    if status.next is None:
        return State.WITHDRAWN  # nothing has ever obliged this person
    if not status.next.is_open(on):
        return State.FUTURE
    return State.OVERDUE if status.late else State.OPEN


def _pause(pauses: Sequence[Absence | Exemption], on: date) -> Absence | Exemption | None:
    """The pause that holds on a day; of several the one that ends last."""
    held = [p for p in pauses if p.since <= on <= (p.last_day(on) or date.max)]
    return max(held, key=lambda p: p.last_day(on) or date.max, default=None)
