"""What an answer is worth: raw of max points, right or not, and which parts were right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

ZERO = Decimal(0)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one question.

    `raw` and `max` are points with two decimals at most; `correct` is None for what is not scored, or not read yet
    by the person who marks it; `parts` says of
    each choice, statement, gap, left side or item (by key) whether it was answered rightly.
    """

    raw: Decimal
    max: Decimal
    correct: bool | None
    parts: Mapping[str, bool] = field(default_factory=dict)

    @property
    def is_pending(self) -> bool:
        """Whether a person has yet to read the answer."""
        return self.correct is None and self.max > ZERO

    @property
    def scaled(self) -> Decimal:
        """raw / max, 0 to 1; 0 if nothing could be reached."""
        return self.raw / self.max if self.max else ZERO


def share(points: Decimal, right: int, total: int, parts: Mapping[str, bool] | None = None) -> Result:
    """`right` of `total` parts of the points, rounded half up to 0.01; fully right gives exactly the points."""
    most = max(points, ZERO)
    correct = 0 < total <= right
    if correct:
        raw = most
    elif right <= 0 or total <= 0:
        raw = ZERO
    else:
        raw = min(most, (most * right / total).quantize(CENT, ROUND_HALF_UP))
    return Result(raw, most, correct, {} if parts is None else parts)


def unscored() -> Result:
    """The outcome of a question that is not counted."""
    return Result(ZERO, ZERO, None)


# Reading what may be any JSON at all. ------------------------------------------------------------------------------


def as_keys(answer: Any) -> list[str]:
    """The texts in a list, each once, in order; nothing for anything that is no list."""
    if not isinstance(answer, (list, tuple)):
        return []
    return list(dict.fromkeys(item for item in answer if isinstance(item, str)))


def as_mapping(answer: Any) -> Mapping[Any, Any]:
    """The answer if it is an object; an empty one otherwise."""
    return answer if isinstance(answer, Mapping) else {}


def keys_of(items: Iterable[Any]) -> list[str]:
    """The keys of a list of {"key": …}, leaving out what has none."""
    return [item["key"] for item in items if isinstance(item.get("key"), str)]
