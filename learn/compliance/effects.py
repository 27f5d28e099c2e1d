"""What a decision would do: the same facts with one more, so that it can be shown before anybody decides."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from learn.rules.deadlines import (
    Absence,
    EarlyStart,
    Evidence,
    Exemption,
    Extension,
    Facts,
    Kind,
    Revocation,
    Status,
    status,
)

__all__ = [
    "Effect",
    "absent",
    "accepted",
    "back",
    "effect",
    "exempted",
    "extended",
    "lifted",
    "revoked",
    "started",
    "taken_over",
]

Changed = Callable[[Facts], Facts]


@dataclass(frozen=True, slots=True)
class Effect:
    """One duty before and after; `on` is the day looked at: today, or the first day of what begins later."""

    on: date
    before: Status
    after: Status

    @property
    def nothing(self) -> bool:
        """Whether nothing that people see is changed."""
        return _seen(self.before) == _seen(self.after)


def effect(facts: Facts, changed: Changed, today: date, since: date | None = None) -> Effect:
    """Before as it is today, after as it will be on the day the decision begins."""
    on = max(today, since or today)
    return Effect(on, status(facts, today), status(changed(facts), on))


def _seen(found: Status) -> tuple[object, ...]:
    return found.state, found.due_on, found.valid_until, found.renewal_open


def exempted(since: date, until: date, code: str) -> Changed:
    return lambda facts: replace(facts, exemptions=(*facts.exemptions, Exemption(since, until, code)))


def lifted(since: date, until: date, today: date) -> Changed:
    """The exemption of these days ended: today is the first day without it."""

    def change(facts: Facts) -> Facts:
        ended = (
            replace(e, lifted_on=today) if (e.since, e.until, e.lifted_on) == (since, until, None) else e
            for e in facts.exemptions
        )
        return replace(facts, exemptions=tuple(ended))

    return change


def absent(since: date, until: date | None, days_after_return: int | None) -> Changed:
    return lambda facts: replace(facts, absences=(*facts.absences, Absence(since, until, days_after_return)))


def back(since: date, before: date | None, until: date) -> Changed:
    """The absence from `since` to `before` ended, or ends, on `until`."""

    def change(facts: Facts) -> Facts:
        ended = (replace(a, until=until) if (a.since, a.until) == (since, before) else a for a in facts.absences)
        return replace(facts, absences=tuple(ended))

    return change


def taken_over(key: str, completed_on: date, kind: Kind) -> Changed:
    return lambda facts: replace(facts, evidence=(*facts.evidence, Evidence(key, completed_on, kind)))


def accepted(key: str) -> Changed:
    return _proof(key, lambda proof: replace(proof, accepted=True))


def revoked(key: str, since: date, today: date) -> Changed:
    return _proof(key, lambda proof: replace(proof, revocation=Revocation(since, recorded_on=today)))


def extended(due_on: date, today: date) -> Changed:
    return lambda facts: replace(facts, extensions=(*facts.extensions, Extension(today, due_on)))


def started(due_on: date, today: date) -> Changed:
    return lambda facts: replace(facts, early_starts=(*facts.early_starts, EarlyStart(today, due_on)))


def _proof(key: str, change: Callable[[Evidence], Evidence]) -> Changed:
    return lambda facts: replace(facts, evidence=tuple(change(e) if e.key == key else e for e in facts.evidence))
