"""The first later day on which a status can differ although nothing new happens: nobody need look again before it."""

from collections.abc import Iterator, Sequence
from datetime import date

from learn.rules.deadlines.cycles import Cycle
from learn.rules.deadlines.days import ONE_DAY
from learn.rules.deadlines.facts import Facts
from learn.rules.deadlines.states import Status


def next_change(facts: Facts, found: Sequence[Cycle], status: Status) -> date | None:
    """The first day after `status.on` on which state, dates or cycles can differ by the same facts; None for never.

    `found` are the cycles of that day. Every comparison with a day in this room turns on a day named here, so the
    status is the same on all days from `status.on` until the one before. It may be the same on the day itself too.
    """
    return min((day for day in _turns(facts, found, status) if day is not None and day > status.on), default=None)


def _turns(facts: Facts, found: Sequence[Cycle], status: Status) -> Iterator[date | None]:
    """The first days of everything that begins, and the days after the last days of everything that ends."""
    yield from (rule.since for rule in facts.rules)
    for reason in facts.reasons:
        yield reason.since
        yield _after(reason.until)
    for absence in facts.absences:
        yield absence.since
        yield _after(absence.until)
    for exemption in facts.exemptions:
        yield exemption.since
        yield exemption.lifted_on
        yield _after(exemption.until)
    yield from (given.since for given in facts.extensions)
    yield from (start.since for start in facts.early_starts)
    for proof in facts.evidence:
        yield proof.completed_on
        yield proof.revocation.since if proof.revocation else None
    yield facts.first_login_on
    yield from (done for _course, done in facts.completions_elsewhere)
    for cycle in found:
        yield _after(cycle.valid_until)
        if cycle.evidence is None:
            yield cycle.opens_at
            yield _after(cycle.due_on)
    yield _after(status.grace_until)


def _after(last: date | None) -> date | None:
    return last + ONE_DAY if last is not None else None
