"""Why a status is as it is: the reasons for the state, the due date and the validity, as data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from learn.rules.deadlines.because import Because, Why
from learn.rules.deadlines.cycles import Cycle, cycles
from learn.rules.deadlines.facts import Facts, Kind
from learn.rules.deadlines.states import State, Status, of_cycles


@dataclass(frozen=True, slots=True)
class Explanation:
    """A status with its reasons. `due` and `validity` are empty where the status has no such date or end."""

    status: Status
    state: tuple[Because, ...] = ()
    due: tuple[Because, ...] = ()
    validity: tuple[Because, ...] = ()


def explain(facts: Facts, on: date) -> Explanation:
    """The status on a day and the reasons behind it, in the order in which they worked."""
    found = cycles(facts, on)
    status = of_cycles(facts, found, on)
    return Explanation(
        status,
        (*_state(facts, status), *_revoked(found[-2:], on)),
        status.next.due.because if status.next and status.state is not State.WITHDRAWN else (),
        tuple(_validity(status.best)) if status.best else (),
    )


def _state(facts: Facts, status: Status) -> Iterator[Because]:
    pause = status.pause
    match status.state:
        case State.WITHDRAWN:
            yield Because(
                Why.WITHDRAWN, max((r.until for r in facts.reasons if r.until and r.until < status.on), default=None)
            )
        case State.SUSPENDED if pause is not None:
            yield Because(Why.SUSPENDED, pause.since, pause.last_day(status.on), name=pause.name)
        case State.EXEMPT if pause is not None:
            yield Because(Why.EXEMPT, pause.since, pause.last_day(status.on), name=pause.name)
        case State.IN_GRACE:
            yield Because(Why.IN_GRACE, status.valid_until, status.grace_until)
        case State.EXPIRED:
            yield Because(Why.EXPIRED, status.valid_until)
        case State.OVERDUE:
            yield Because(Why.OVERDUE, status.due_on)
        case State.FUTURE:
            yield Because(Why.FUTURE, status.opens_at)
        case State.VALID if status.renewal_open:
            yield Because(Why.RENEWAL_OPEN, status.opens_at)


def _revoked(last: tuple[Cycle, ...], on: date) -> Iterator[Because]:
    """The revocation that opened the present cycle again."""
    proofs = [cycle.evidence for cycle in last if cycle.evidence is not None]
    if proofs and proofs[-1].revocation is not None and proofs[-1].revoked(on):
        yield Because(Why.REVOKED, proofs[-1].revocation.since, name=proofs[-1].revocation.name)


def _validity(best: Cycle) -> Iterator[Because]:
    if best.validity is None or best.evidence is None:
        return
    yield best.validity.because
    if best.evidence.kind is Kind.IMPORTED:
        yield Because(Why.IMPORTED, best.evidence.completed_on)
    elif best.evidence.kind is Kind.EQUIVALENT:
        yield Because(Why.EQUIVALENT, best.evidence.completed_on)
    elif best.early:
        yield Because(Why.EARLY, best.evidence.completed_on, best.opens_at)
