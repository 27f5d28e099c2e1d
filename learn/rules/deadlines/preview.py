"""What a changed rule would do, before anybody decides: whose state or dates move, and how."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from learn.rules.deadlines.facts import Facts
from learn.rules.deadlines.rule import Rule
from learn.rules.deadlines.states import State, Status, status


class Effect(StrEnum):
    """What a change does to a person. Somebody may gain a duty and be overdue at once; who keeps it may have both
    another date and another state. SPAN: the window, the validity or the grace alone."""

    GAINS = "gains"
    LOSES = "loses"
    OVERDUE = "overdue"
    DATE = "date"
    STATE = "state"
    SPAN = "span"


@dataclass(frozen=True, slots=True)
class Move:
    """One person whom the new rule moves; `who` is the caller's key. None: never under the requirement."""

    who: str
    before: Status | None
    after: Status | None

    @property
    def effects(self) -> frozenset[Effect]:
        """At least one for everybody who is moved."""
        had, has = _obliged(self.before), _obliged(self.after)
        found = set()
        if has and not had:
            found.add(Effect.GAINS)
        if had and not has:
            found.add(Effect.LOSES)
        before, after = self.before, self.after
        if after is not None and after.state is State.OVERDUE and (before is None or before.state is not State.OVERDUE):
            found.add(Effect.OVERDUE)
        if had and has and before is not None and after is not None:
            if before.due_on != after.due_on:
                found.add(Effect.DATE)
            if before.state != after.state and Effect.OVERDUE not in found:
                found.add(Effect.STATE)
        return frozenset(found or {Effect.SPAN})


def with_rule(facts: Facts, rule: Rule) -> Facts:
    """The facts under one more version of the rule. Earlier days and cycles fulfilled on them stay."""
    return replace(facts, rules=(*(r for r in facts.rules if r.since != rule.since), rule))


def moved_by(rule: Rule, people: Iterable[tuple[str, Facts]], on: date) -> Iterator[Move]:
    """Everybody whose state, due date, window or validity the rule changes on a day, in the order given."""
    return moved(((who, facts, with_rule(facts, rule)) for who, facts in people), on)


def moved(people: Iterable[tuple[str, Facts | None, Facts | None]], on: date) -> Iterator[Move]:
    """Everybody whose status on a day differs between two sets of facts, in the order given. None: no duty at all."""
    for who, old, new in people:
        before = status(old, on) if old is not None else None
        after = before if new is old else status(new, on) if new is not None else None
        if _shown(before) != _shown(after):
            yield Move(who, before, after)


def _obliged(status: Status | None) -> bool:
    return status is not None and status.state is not State.WITHDRAWN


def _shown(status: Status | None) -> tuple[object, ...]:
    if status is None:
        return ()
    return status.state, status.due_on, status.opens_at, status.valid_until, status.grace_until, status.renewal_open
