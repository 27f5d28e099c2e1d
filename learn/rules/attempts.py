"""How often a quiz may be tried and which sitting counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Sat:
    """One sitting that was handed in. `scaled` is 0..1."""

    number: int
    scaled: Decimal
    passed: bool | None


def left(allowed: int | None, used: int) -> int | None:
    """How many further attempts may begin; None means as many as one likes."""
    return None if not allowed else max(0, allowed - used)


def may_start(allowed: int | None, used: int) -> bool:
    """Whether one more attempt may begin after `used` ones."""
    rest = left(allowed, used)
    return rest is None or rest > 0


def best(sittings: Iterable[Sat]) -> Sat | None:
    """The sitting that counts: a passed one before one not passed, then the higher score, then the earlier one."""
    return max(sittings, key=lambda s: (bool(s.passed), s.scaled, -s.number), default=None)


def needed(pass_mark: Decimal | None, most: Decimal) -> Decimal | None:
    """The least number of points (steps of 0.01) with which `most` points reach the pass mark, for "8 von 12"."""
    if pass_mark is None:
        return None
    exact = pass_mark * most
    step = Decimal("0.01")
    down = exact.quantize(step, rounding="ROUND_FLOOR")
    return down if down == exact else down + step
