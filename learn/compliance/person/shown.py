"""A person's duties as a screen shows them: state, dates, sentences, history, proofs."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import certificates.api
from certificates.api import Credential
from learn.compliance import reminders
from learn.compliance.codes import names
from learn.compliance.effects import accepted
from learn.compliance.models import Allowance, Evidence, Exemption, Obligation
from learn.compliance.person.known import Known
from learn.compliance.sentences import Told, tell
from learn.rules import deadlines
from learn.rules.deadlines import REMINDED, Cycle, Facts, Kind, State, Status

__all__ = ["Proof", "Shown", "shown"]

#: what wants to be done comes first
URGENCY = (
    State.OVERDUE,
    State.EXPIRED,
    State.IN_GRACE,
    State.OPEN,
    State.VALID,
    State.FUTURE,
    State.EXEMPT,
    State.SUSPENDED,
    State.WITHDRAWN,
)


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof with the certificate of the sitting it comes from, if there is one."""

    row: Evidence
    certificate: Credential | None
    may_count: bool  # a completion from before the window that counts for nothing so far

    @property
    def own(self) -> bool:
        """Completed on this platform."""
        return self.row.kind == Kind.COMPLETION


@dataclass(frozen=True, slots=True)
class Shown:
    """One duty. `status` is None where the rule cannot be read; then there are no sentences and no dates."""

    obligation: Obligation
    status: Status | None
    told: Told | None
    cycles: Sequence[Cycle]
    proofs: Sequence[Proof]
    exemptions: Sequence[Exemption]
    allowances: Sequence[Allowance]
    planned: reminders.Planned

    @property
    def reminders(self) -> str:
        """When a reminder was sent and the next one comes, in sentences."""
        return reminders.tell(self.planned)

    @property
    def remindable(self) -> bool:
        """Whether there is something to do now, of which a mail could remind."""
        known, coming = self.status, self.status.next if self.status else None
        return known is not None and known.state in REMINDED and coming is not None and coming.is_open(known.on)

    @property
    def state(self) -> str:
        return self.status.state if self.status else self.obligation.state


def shown(known: Known, on: date) -> list[Shown]:
    """The duties of a person on a day, the most urgent first."""
    called = names()
    mails = reminders.planned(((o, known.facts[o.pk]) for o in known.obligations if o.pk in known.facts), on)
    awards = [
        key for rows in known.evidence.values() for row in rows if row.kind == Kind.COMPLETION if (key := _key(row))
    ]
    held = certificates.api.of_awards(awards) if awards else {}
    found = []
    for obligation in known.obligations:
        facts = known.facts.get(obligation.pk)
        explanation = deadlines.explain(facts, on) if facts else None
        cycles = deadlines.cycles(facts, on) if facts else ()
        rows = known.evidence.get(obligation.requirement_id, ())
        found.append(
            Shown(
                obligation,
                explanation.status if explanation else None,
                tell(explanation, called) if explanation else None,
                cycles,
                _proofs(rows, facts, cycles, held, on),
                known.exemptions.get(obligation.requirement_id, ()),
                known.allowances.get(obligation.requirement_id, ()),
                mails.get(obligation.pk, reminders.Planned()),
            )
        )
    return sorted(found, key=_urgency)


def _urgency(duty: Shown) -> tuple[int, date]:
    due = duty.status.due_on if duty.status else None
    return (URGENCY.index(State(duty.state)) if duty.state in set(State) else 0), due or date.max


def _proofs(
    rows: Sequence[Evidence], facts: Facts | None, cycles: Sequence[Cycle], held: Mapping[UUID, Credential], on: date
) -> list[Proof]:
    used = {cycle.evidence.key for cycle in cycles if cycle.evidence}

    def may_count(row: Evidence) -> bool:
        if facts is None or row.kind != Kind.COMPLETION or row.accepted or row.key in used or row.revoked_from:
            return False
        counted = deadlines.cycles(accepted(row.key)(facts), on)
        return any(cycle.evidence and cycle.evidence.key == row.key for cycle in counted)

    return [
        Proof(row, held.get(key) if row.kind == Kind.COMPLETION and (key := _key(row)) else None, may_count(row))
        for row in rows
    ]


def _key(row: Evidence) -> UUID | None:
    with suppress(ValueError):
        return UUID(row.key)
    return None
