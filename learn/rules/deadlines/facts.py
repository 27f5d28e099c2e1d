"""What is known of one person under one requirement: dated facts, each with the day on which it was recorded."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from learn.rules.deadlines.days import ONE_DAY
from learn.rules.deadlines.rule import Rule
from learn.rules.validity import add_months

LONGEST_EXEMPTION_MONTHS = 24


class FactError(ValueError):
    """A fact that cannot be; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _in_order(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise FactError("ends-before-it-begins")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the requirement concerns the person, from the first to the last day, both included."""

    name: str
    since: date
    until: date | None = None
    recorded_on: date | None = None
    end_recorded_on: date | None = None

    def __post_init__(self) -> None:
        _in_order(self.since, self.until)

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Absence:
    """Leave: the clock stops. With `days_after_return` the due date lies at least so many days after the return."""

    since: date
    until: date | None = None
    days_after_return: int | None = None
    name: str = ""
    recorded_on: date | None = None
    end_recorded_on: date | None = None

    def __post_init__(self) -> None:
        _in_order(self.since, self.until)

    def last_day(self, _day: date) -> date | None:
        return self.until


@dataclass(frozen=True, slots=True)
class Exemption:
    """A release from the requirement, 24 months at most; `lifted_on` is the first day without it, if it ended early."""

    since: date
    until: date
    name: str = ""
    lifted_on: date | None = None
    recorded_on: date | None = None

    def __post_init__(self) -> None:
        _in_order(self.since, self.until)
        if self.until > add_months(self.since, LONGEST_EXEMPTION_MONTHS):
            raise FactError("exemption-too-long")
        if self.lifted_on is not None and not self.since < self.lifted_on <= self.until:
            raise FactError("lifted-outside-exemption")

    def last_day(self, day: date) -> date:
        """Its last day as it stands on `day`: a later lifting is not known then."""
        return self.lifted_on - ONE_DAY if self.lifted_on is not None and self.lifted_on <= day else self.until


class Kind(StrEnum):
    """Where a proof comes from. Only a completion must fall into the window; the others were accepted one by one."""

    COMPLETION = "completion"
    IMPORTED = "imported"
    EQUIVALENT = "equivalent"


@dataclass(frozen=True, slots=True)
class Revocation:
    """From this day the proof does not hold."""

    since: date
    name: str = ""
    recorded_on: date | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A proof. `completed_on` is the day it was earned, not the day it was typed in; a key counts once.

    `accepted` is somebody's decision to count a completion from before the window.
    """

    key: str
    completed_on: date
    kind: Kind = Kind.COMPLETION
    accepted: bool = False
    revocation: Revocation | None = None
    recorded_on: date | None = None

    def revoked(self, day: date) -> bool:
        return self.revocation is not None and self.revocation.since <= day


@dataclass(frozen=True, slots=True)
class Extension:
    """More time, given on `since`: what is open then is not due before `due_on`. The next cycle is not touched."""

    since: date
    due_on: date
    recorded_on: date | None = None

    def __post_init__(self) -> None:
        _in_order(self.since, self.due_on)


@dataclass(frozen=True, slots=True)
class EarlyStart:
    """A new cycle that somebody opened by hand on `since`, before its time, due on `due_on` at the latest.

    The proof there is holds until its end all the same.
    """

    since: date
    due_on: date
    recorded_on: date | None = None

    def __post_init__(self) -> None:
        _in_order(self.since, self.due_on)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the functions of this room look at. `rules` are the versions of the rule; others are in any order.

    `completions_elsewhere` are pairs of course and day, for due dates that hang on another course.
    """

    rules: tuple[Rule, ...]
    reasons: tuple[Reason, ...] = ()
    absences: tuple[Absence, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    entered_on: date | None = None
    moved_on: tuple[date, ...] = ()
    first_login_on: date | None = None
    completions_elsewhere: tuple[tuple[str, date], ...] = ()
    extensions: tuple[Extension, ...] = ()
    early_starts: tuple[EarlyStart, ...] = ()

    def __post_init__(self) -> None:
        if not self.rules:
            raise FactError("no-rule")

    def rule(self, day: date) -> Rule:
        """The version in force on a day; before the first one, the first."""
        if len(self.rules) == 1:
            return self.rules[0]
        held = [rule for rule in self.rules if rule.since <= day]
        return max(held, key=lambda r: r.since) if held else min(self.rules, key=lambda r: r.since)

    def reasons_on(self, day: date) -> tuple[Reason, ...]:
        """The reasons that hold on a day; if none has ever held, those that will hold first."""
        held = tuple(reason for reason in self.reasons if reason.holds(day))
        if held or any(reason.since <= day for reason in self.reasons):
            return held
        first = min((reason.since for reason in self.reasons), default=None)
        return tuple(reason for reason in self.reasons if reason.since == first)

    def obliged_since(self, day: date) -> date | None:
        """The first day of the unbroken time under any reason that includes this day."""
        start = min((reason.since for reason in self.reasons_on(day)), default=None)
        while start is not None:
            before = start - ONE_DAY
            earlier = min((r.since for r in self.reasons if r.holds(before)), default=None)
            if earlier is None:
                break
            start = earlier
        return start

    def pauses(self, day: date) -> list[Absence | Exemption]:
        """The absences and exemptions that have begun by a day, in their order."""
        every: tuple[Absence | Exemption, ...] = (*self.absences, *self.exemptions)
        begun = (pause for pause in every if pause.since <= day)
        return sorted(begun, key=lambda pause: (pause.since, pause.last_day(day) or date.max))

    def known_by(self, day: date) -> "Facts":
        """The facts as they were recorded by the end of a day: what a report of that day could know."""

        def known(recorded_on: date | None) -> bool:
            return recorded_on is None or recorded_on <= day

        return replace(
            self,
            reasons=tuple(
                r if known(r.end_recorded_on) else replace(r, until=None, end_recorded_on=None)
                for r in self.reasons
                if known(r.recorded_on)
            ),
            absences=tuple(
                a if known(a.end_recorded_on) else replace(a, until=None, end_recorded_on=None)
                for a in self.absences
                if known(a.recorded_on)
            ),
            exemptions=tuple(e for e in self.exemptions if known(e.recorded_on)),
            extensions=tuple(e for e in self.extensions if known(e.recorded_on)),
            early_starts=tuple(e for e in self.early_starts if known(e.recorded_on)),
            evidence=tuple(
                e if e.revocation is None or known(e.revocation.recorded_on) else replace(e, revocation=None)
                for e in self.evidence
                if known(e.recorded_on)
            ),
        )
