"""How often and how soon a quiz may be tried, how long a sitting may last, and which sitting counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

#: a time limit can be extended to so many times its length (WCAG 2.2, success criterion 2.2.1)
MOST_EXTENDED = 10
#: how late an answer may arrive: networks are slow, and so are old phones
GRACE = timedelta(seconds=60)


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


def waits_until(wait: int | None, last_handed_in: datetime | None, now: datetime) -> datetime | None:
    """When the next attempt may begin, `wait` minutes after the last one; None: at once."""
    if not wait or last_handed_in is None:
        return None
    until = last_handed_in + timedelta(minutes=wait)
    return until if until > now else None


def ends_at(started: datetime, limit: int | None) -> datetime | None:
    """When a sitting of `limit` minutes is over; None without a limit."""
    return started + timedelta(minutes=limit) if limit else None


def is_over(started: datetime, limit: int | None, now: datetime) -> bool:
    """Whether an answer comes too late."""
    end = ends_at(started, limit)
    return end is not None and now > end + GRACE


def granted(limit: int | None, wish: str) -> int | None:
    """The minutes a learner gets: as the quiz says, ten times as many ("ten"), or no limit at all ("off")."""
    if not limit or wish == "off":
        return None
    return limit * MOST_EXTENDED if wish == "ten" else limit


def extended(limit: int, has: int) -> int:
    """The minutes after one more extension by the quiz's own limit, up to ten times it."""
    return min(has + limit, limit * MOST_EXTENDED)


def best(sittings: Iterable[Sat]) -> Sat | None:
    """A passed sitting before one not passed, then the higher score, then the earlier one."""
    return max(sittings, key=lambda s: (bool(s.passed), s.scaled, -s.number), default=None)


def counting(sittings: Iterable[Sat], method: str) -> Sat | None:
    """The sitting that counts: "best", "last" or "first" (Moodle's grading methods; there is no average)."""
    sat = sorted(sittings, key=lambda s: s.number)
    if method == "best":
        return best(sat)
    return (sat[0] if method == "first" else sat[-1]) if sat else None


def needed(pass_mark: Decimal | None, most: Decimal) -> Decimal | None:
    """The least number of points (steps of 0.01) with which `most` points reach the pass mark, for "8 von 12"."""
    if pass_mark is None:
        return None
    exact = pass_mark * most
    step = Decimal("0.01")
    down = exact.quantize(step, rounding="ROUND_FLOOR")
    return down if down == exact else down + step
