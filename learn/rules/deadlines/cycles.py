"""The cycles of one obligation: which exist on a day, which proof fulfilled which, and what is still open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from learn.rules.deadlines.because import Because, Why
from learn.rules.deadlines.days import ONE_DAY, plus
from learn.rules.deadlines.due import Deadline, extended, first_deadline, repeat_deadline, started_deadline
from learn.rules.deadlines.expiry import Validity, validity
from learn.rules.deadlines.facts import EarlyStart, Evidence, Facts, Kind
from learn.rules.deadlines.rule import Credit, Rule


@dataclass(frozen=True, slots=True)
class Cycle:
    """One period of an obligation. Without `evidence` it is still to be fulfilled, from `opens_at` on.

    The due date of a fulfilled cycle is the one that was in force when it was fulfilled.
    """

    number: int
    opens_at: date
    due: Deadline
    evidence: Evidence | None = None
    validity: Validity | None = None

    @property
    def due_on(self) -> date | None:
        return self.due.on

    @property
    def valid_from(self) -> date | None:
        return self.evidence.completed_on if self.evidence else None

    @property
    def valid_until(self) -> date | None:
        """The last valid day; None both for unlimited and for a cycle without proof."""
        return self.validity.until if self.validity else None

    @property
    def early(self) -> bool:
        """Whether the proof is from before the window."""
        return self.evidence is not None and self.evidence.completed_on < self.opens_at

    def is_open(self, day: date) -> bool:
        return self.evidence is None and self.opens_at <= day

    def stands(self, day: date) -> bool:
        """Whether it has been fulfilled and its proof is not revoked by this day."""
        return self.evidence is not None and not self.evidence.revoked(day)

    def covers(self, day: date) -> bool:
        """Whether it makes the person valid on this day."""
        if self.evidence is None or not self.stands(day):
            return False
        return self.evidence.completed_on <= day and (self.valid_until is None or day <= self.valid_until)


def cycles(facts: Facts, on: date) -> tuple[Cycle, ...]:
    """All cycles as they stand on a day, in order. Only the last one can be unfulfilled; it may open later.

    Proofs are judged in the order of their days, each by the rule and the cycles of its own day, so nothing that
    happens later changes a cycle already fulfilled. When a proof that counted is revoked, those that did not count
    are judged once more, on that day.
    """
    done: list[Cycle] = []
    proofs = _proofs(facts.evidence, on)
    for day in _days_of_judgement(proofs, on):
        again = any(cycle.evidence and _revoked_on(cycle.evidence, day) for cycle in done)
        for proof in proofs:
            if proof.completed_on == day or (again and proof.completed_on < day):
                window = _window(facts, done, day)
                if window is not None and _accepts(facts, window, proof, done):
                    done.append(_fulfilled(facts, window, proof, len(done) + 1))
    window = _window(facts, done, on)
    if window is None or not window.demanded:
        return tuple(done)
    return (*done, Cycle(len(done) + 1, window.opens_at, window.due))


def longest(found: Iterable[Cycle], day: date) -> Cycle | None:
    """Of the fulfilled cycles that are not revoked on this day, the one valid for longest; the earlier one of two."""
    standing = [cycle for cycle in found if cycle.stands(day)]
    return max(standing, key=lambda c: (c.valid_until or date.max, -c.number), default=None)


@dataclass(frozen=True, slots=True)
class _Window:
    """What the next cycle would be. `previous` is the end of validity it renews; `demanded`: the rule asks for it.

    `regular` is for how many days longer it would have stayed shut, had nobody opened it by hand.
    """

    opens_at: date
    due: Deadline
    previous: date | None
    demanded: bool
    regular: int = 0


def _window(facts: Facts, done: Sequence[Cycle], day: date) -> _Window | None:
    """The next cycle as it stands on a day; None if what is there holds without limit."""
    rule = facts.rule(day)
    best = longest(done, day)
    revoked = done[-1] if done and not done[-1].stands(day) else None
    last = max((cycle.valid_from for cycle in done if cycle.stands(day) and cycle.valid_from), default=None)
    start = _started(facts, last, day)
    if best is None:
        first = min((reason.since for reason in facts.reasons if reason.since <= day), default=None)
        opens_at = first or min((reason.since for reason in facts.reasons), default=day)
        window = _Window(opens_at, first_deadline(facts, day), None, demanded=bool(facts.reasons))
    elif best.valid_until is None or best.valid_from is None:
        if start is None:
            return None
        due = started_deadline(facts, start, Deadline(), day)
        window = _Window(start.since, due, None, demanded=True)
    else:
        window = _renewal(facts, best.valid_from, best.valid_until, start, day)
    begun = start.since if start is not None and window.opens_at == start.since else None
    window = replace(window, due=extended(window.due, facts, begun or last, day))
    return _reopened(window, revoked.evidence, rule) if revoked is not None and revoked.evidence is not None else window


def _renewal(facts: Facts, since: date, until: date, start: EarlyStart | None, day: date) -> _Window:
    """The cycle after a proof valid from `since` to `until`: in its lead time, or sooner if somebody opened it."""
    rule = facts.rule(day)
    opens_at = max(plus(until, -rule.lead_days), since + ONE_DAY)
    due = repeat_deadline(facts, until, opens_at, day)
    window = _Window(opens_at, due, until, demanded=rule.repeat is not None)
    if start is None or (window.demanded and opens_at <= start.since):
        return window
    due = started_deadline(facts, start, due, day)
    return _Window(start.since, due, until, demanded=True, regular=max(0, (opens_at - start.since).days))


def _started(facts: Facts, last: date | None, day: date) -> EarlyStart | None:
    """The cycle opened by hand that no proof has closed yet; of several the first."""
    begun = [s for s in facts.early_starts if last is not None and last < s.since <= day]
    return min(begun, key=lambda s: (s.since, s.due_on), default=None)


def _reopened(window: _Window, proof: Evidence, rule: Rule) -> _Window:
    """The same window after the proof that had closed it was revoked: open from then, for the minimum time at least."""
    revocation = proof.revocation
    if revocation is None:
        return window
    told = max(revocation.since, revocation.recorded_on or revocation.since)
    due = window.due.at_least(plus(told, rule.minimum_days), Because(Why.REOPENED, told, count=rule.minimum_days))
    still_valid = window.previous is not None and window.previous >= revocation.since
    opens_at = window.opens_at if still_valid else max(window.opens_at, revocation.since)
    return replace(window, opens_at=opens_at, due=due)


def _proofs(evidence: Iterable[Evidence], on: date) -> list[Evidence]:
    """The proofs earned by a day, in their order, each key once."""
    found: dict[str, Evidence] = {}
    for proof in sorted(evidence, key=lambda e: (e.completed_on, e.key)):
        if proof.completed_on <= on:
            found.setdefault(proof.key, proof)
    return list(found.values())


def _revoked_on(proof: Evidence, day: date) -> bool:
    return proof.revocation is not None and proof.revocation.since == day > proof.completed_on


def _days_of_judgement(proofs: Iterable[Evidence], on: date) -> list[date]:
    """The days on which proofs are judged: those they were earned on, and those one of them is revoked on."""
    earned = {proof.completed_on for proof in proofs}
    return sorted(earned | {proof.revocation.since for proof in proofs if proof.revocation and proof.revoked(on)})


def _accepts(facts: Facts, window: _Window, proof: Evidence, done: Sequence[Cycle]) -> bool:
    last = done[-1].valid_from if done else None
    if last is not None and proof.completed_on <= last:
        return False  # the same completion told twice
    if proof.completed_on >= window.opens_at:
        return True
    rule = facts.rule(proof.completed_on)
    if proof.kind is not Kind.COMPLETION:
        until = validity(rule.expiry, proof.completed_on, _renewed(rule, window, proof)).until
        return window.previous is None or until is None or until > window.previous
    by_rule = rule.credit is Credit.BY_RULE or (rule.credit is Credit.BY_HAND and proof.accepted)
    return by_rule and _in_credit(rule, window, proof)


def _in_credit(rule: Rule, window: _Window, proof: Evidence) -> bool:
    return (window.opens_at - proof.completed_on).days <= rule.credit_days


def _renewed(rule: Rule, window: _Window, proof: Evidence) -> date | None:
    """The end of validity that a proof renews: only within the window and its credit, or validity would pile up."""
    regular = plus(window.opens_at, window.regular)
    return window.previous if (regular - proof.completed_on).days <= rule.credit_days else None


def _fulfilled(facts: Facts, window: _Window, proof: Evidence, number: int) -> Cycle:
    rule = facts.rule(proof.completed_on)
    holds = validity(rule.expiry, proof.completed_on, _renewed(rule, window, proof))
    return Cycle(number, window.opens_at, window.due, proof, holds)
