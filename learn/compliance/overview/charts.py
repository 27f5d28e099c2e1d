"""Pure: where the parts of a chart stand. Lengths are SVG's own, in percent of the width, so nothing is distorted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from learn.compliance.overview.figures import Figures
from learn.rules.deadlines import State

__all__ = ["GROUPS", "Column", "Segment", "columns", "months_from", "ring", "scale", "segments"]

#: the parts of a stacked bar in their order; the key names colour and pattern in the style sheet
GROUPS: Mapping[str, tuple[State, ...]] = {
    "valid": (State.VALID,),
    "open": (State.OPEN,),
    "in-grace": (State.IN_GRACE,),
    "overdue": (State.OVERDUE,),
    "expired": (State.EXPIRED,),
    "away": (State.SUSPENDED, State.EXEMPT),
    "future": (State.FUTURE,),
}
_READABLE = 7.0  # percent of the width below which no figure fits into a part
MONTHS = 12
HEIGHT = 168  # of the columns, in pixels
HEADROOM = 24  # above the highest one, for its figure
_SCALES = (5, 10, 25, 50, 100)  # percent that the whole width may stand for


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a stacked bar."""

    key: str
    people: int
    x: str
    width: str
    middle: str
    readable: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One month. `start` is its first day."""

    start: date
    people: int
    x: str
    width: str
    middle: str
    y: int
    height: int

    @property
    def label_y(self) -> int:
        return self.y - 7

    @property
    def key(self) -> str:
        return f"{self.start:%Y-%m}"


def segments(figures: Figures, keys: Iterable[str] = GROUPS, whole: float | None = None) -> tuple[Segment, ...]:
    """The parts of a bar from left to right. `whole` is what the full width stands for, else all parts together."""
    parts = [(key, figures.of(*GROUPS[key])) for key in keys]
    base = whole or sum(people for _key, people in parts)
    found, x = [], 0.0
    for key, people in parts:
        if people > 0:
            width = people * 100 / base
            found.append(
                Segment(key, people, _percent(x), _percent(width), _percent(x + width / 2), width >= _READABLE)
            )
            x += width
    return tuple(found)


def months_from(today: date) -> tuple[date, ...]:
    """The first days of this month and the eleven after it."""
    first = today.replace(day=1)
    return tuple(
        date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(MONTHS)
    )


def columns(people_by_month: Mapping[str, int], today: date) -> tuple[Column, ...]:
    """The twelve months from now on as columns, the highest as high as there is room."""
    starts = months_from(today)
    people = [people_by_month.get(f"{start:%Y-%m}", 0) for start in starts]
    top = max(people) or 1
    slot = 100 / MONTHS
    found = []
    for n, (start, count) in enumerate(zip(starts, people, strict=True)):
        height = max(2, round(count * (HEIGHT - HEADROOM) / top)) if count else 0
        x, width = n * slot + slot * 0.14, slot * 0.72
        found.append(
            Column(start, count, _percent(x), _percent(width), _percent(x + width / 2), HEIGHT - height, height)
        )
    return tuple(found)


def scale(percents: Sequence[int]) -> int:
    """The percentage that the whole width stands for, so that small shares can still be told apart."""
    return next(top for top in _SCALES if top >= min(100, max(percents, default=0)))


def ring(percent: int) -> str:
    """The dashes of a circle whose length is 100: so much drawn, the rest left out."""
    return f"{percent} {100 - percent}"


def _percent(value: float) -> str:
    return f"{value:.3f}%"
