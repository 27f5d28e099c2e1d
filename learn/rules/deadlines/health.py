"""How the cycles of one obligation hold together over time: whole, with a gap, several at once, or not at all."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from learn.rules.deadlines.days import ONE_DAY
from learn.rules.deadlines.states import State

#: first and last valid day of a proof, both included; None: without end
Period = tuple[date, date | None]

_AWAY = frozenset({State.WITHDRAWN, State.SUSPENDED, State.EXEMPT, State.FUTURE})


class Health(StrEnum):
    """The words in their precedence: the first that fits."""

    NOT_APPLICABLE = "not-applicable"
    UNTRAINED = "untrained"
    OPEN = "open"
    INTERRUPTED = "interrupted"
    SEVERAL = "several"
    INTACT = "intact"


def health(state: State, periods: Iterable[Period], on: date) -> Health:
    """The health on a day. `periods` are those of the proofs, in any order, without what is revoked."""
    begun = sorted((period for period in periods if period[0] <= on), key=lambda p: p[0])
    if state in _AWAY:
        return Health.NOT_APPLICABLE
    if not begun:
        return Health.UNTRAINED
    covering = sum(until is None or until >= on for _since, until in begun)
    if not covering:
        return Health.OPEN
    if _has_gap(begun):
        return Health.INTERRUPTED
    return Health.SEVERAL if covering > 1 else Health.INTACT


def _has_gap(periods: Iterable[Period]) -> bool:
    """Whether a day between two of these, in the order of their first days, is in none."""
    reached: date | None = None
    for since, until in periods:
        if reached is not None and since - ONE_DAY > reached:
            return True
        if until is None:
            return False
        reached = until if reached is None else max(reached, until)
    return False
