"""How a question works, by classical test theory, from sums alone; and which numbers may be shown. Pure.

Difficulty is the mean share of points, the p of classical test theory (Lord & Novick, Statistical Theories of Mental
Test Scores, 1968, chapter 15): high for easy questions. Discrimination is the corrected item-total correlation: that
of the question (Pearson's r) with the rest of the sitting, as a total that holds the question would correlate with it
anyhow (Henrysson, Correction of item-total correlations in item analysis, Psychometrika 28, 1963). For questions that
are right or wrong it is the point-biserial correlation. Worth a second look: a discrimination below 0.2 (Ebel,
Essentials of Educational Measurement, 1972), or clearly below 0, as with a wrong key; a difficulty of 0.8 and more, or
of 0.2 and less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from courses.grading.layout import parts_of
from courses.grading.result import as_keys, as_mapping
from courses.grading.spec import QuestionSpec

#: cells with fewer answers are not shown
FEWEST = 5
#: with fewer answers a value says little
FEW = 20
EASY, HARD = Decimal("0.8"), Decimal("0.2")
WEAK, WRONG = Decimal("0.2"), Decimal("-0.1")
_MILLI = Decimal("0.001")
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over answers: `x` is the share of points of the answer, `y` that of the rest of its sitting.

    Both have three decimals, so that squares and products fit into six and no order of adding changes a digit.
    """

    answers: int = 0
    x: Decimal = _ZERO
    y: Decimal = _ZERO
    xx: Decimal = _ZERO
    yy: Decimal = _ZERO
    xy: Decimal = _ZERO

    @classmethod
    def of(cls, raw: Decimal, most: Decimal, total: Decimal, total_most: Decimal) -> Sums:
        """One answer: its points of how many, and those of the whole sitting."""
        x, y = _share(raw, most), _share(total - raw, total_most - most)
        return cls(1, x, y, x * x, y * y, x * y)

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.answers + other.answers,
            self.x + other.x,
            self.y + other.y,
            self.xx + other.xx,
            self.yy + other.yy,
            self.xy + other.xy,
        )

    @property
    def difficulty(self) -> Decimal | None:
        """The mean share of points, 0 to 1; None below five answers."""
        return self.x / self.answers if self.answers >= FEWEST else None

    @property
    def discrimination(self) -> Decimal | None:
        """The corrected item-total correlation, -1 to 1; None below five answers or where one side never varies."""
        n = self.answers
        spread = (n * self.xx - self.x * self.x) * (n * self.yy - self.y * self.y)
        return (n * self.xy - self.x * self.y) / spread.sqrt() if n >= FEWEST and spread > 0 else None


def _share(raw: Decimal, most: Decimal) -> Decimal:
    return (raw / most).quantize(_MILLI) if most > 0 else _ZERO


@dataclass(slots=True)
class Tally:
    """All that is counted of a question: the sums, and how often each cell was chosen."""

    sums: Sums = field(default_factory=Sums)
    chosen: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.sums + other.sums, self.chosen + other.chosen)

    def count(self, question: QuestionSpec, answer: Any, sums: Sums) -> None:
        """Add one answer."""
        self.sums += sums
        self.chosen.update(cells_of(question, answer))


# What was chosen. --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """One possible answer. `key` is what counts are kept by."""

    key: str
    text: str
    right: bool = False


@dataclass(frozen=True, slots=True)
class Split:
    """Cells that share out the answers among them: an answer falls into one of them, or into none."""

    text: str
    cells: tuple[Cell, ...]


TRUE, FALSE = "true", "false"  # the words stand in the templates


def splits(question: QuestionSpec) -> tuple[Split, ...]:
    """How the answers to a question are shared out; nothing for types whose answers are not counted one by one.

    Where several may be chosen each choice is a split of its own, into chosen and not.
    """
    parts = parts_of(question)
    right = question.solution.get("correct")
    match question.type:
        case "single" | "image" | "survey":
            return (Split("", tuple(Cell(each.key, each.text, each.key == right) for each in parts[0].choices)),)
        case "truefalse":
            return (Split("", (Cell(TRUE, "", right is True), Cell(FALSE, "", right is False))),)
        case "multiple" | "mark":
            return tuple(Split("", (Cell(c.key, c.text, c.key in as_keys(right)),)) for c in parts[0].choices)
        case "statements":
            true = as_mapping(right)
            return tuple(
                Split(part.text, tuple(Cell(_judged(part.key, v), "", true.get(part.key) is v) for v in (True, False)))
                for part in parts
            )
    return ()


def cells_of(question: QuestionSpec, answer: Any) -> set[str]:
    """The keys of the cells an answer falls into; nothing for what makes no sense."""
    match question.type:
        case "truefalse":
            found = {str(answer).lower()} if isinstance(answer, bool) else set()
        case "statements":
            found = {_judged(key, value) for key, value in as_mapping(answer).items() if isinstance(value, bool)}
        case _:
            found = set(as_keys(answer if isinstance(answer, list) else [answer]))
    return found & {cell.key for split in splits(question) for cell in split.cells}


def _judged(key: str, value: bool) -> str:
    return f"{key}:{TRUE if value else FALSE}"


# What may be shown. ------------------------------------------------------------------------------------------------


def shown(cells: Sequence[int]) -> list[int | None]:
    """The cells of one split that may be shown; None hides one, and none can be got by subtraction.

    Cells add up to the known total. If some cell counts one to four people, all below five are hidden; if that is one
    cell alone, or all of them are full fours, the next smallest ones go too. Nothing is shown of a total below five.
    """
    if sum(cells) < FEWEST:
        return [None] * len(cells)
    hidden = {place for place, count in enumerate(cells) if count < FEWEST}
    if not any(cells[place] for place in hidden):
        return list(cells)
    if len(hidden) == 1 or all(cells[place] == FEWEST - 1 for place in hidden):
        least = min((count for place, count in enumerate(cells) if place not in hidden), default=0)
        hidden |= {place for place, count in enumerate(cells) if count == least}
    return [None if place in hidden else count for place, count in enumerate(cells)]


@dataclass(frozen=True, slots=True)
class Line:
    """One cell as it is shown; `count` is None where it is hidden."""

    text: str
    cell: Cell
    count: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """A question with what may be shown of it. `answers` is None below five; then nothing else is shown either.

    `share` is the difficulty as a number; None where it would tell a hidden number, and for questions without points.
    """

    question: QuestionSpec
    answers: int | None
    share: Decimal | None
    level: str
    discrimination: Decimal | None
    lines: tuple[Line, ...]

    @property
    def few(self) -> bool:
        return self.answers is not None and self.answers < FEW

    @property
    def hides(self) -> bool:
        """Whether a number is hidden."""
        return any(line.count is None for line in self.lines)


def figures(question: QuestionSpec, tally: Tally) -> Figures:
    """What may be shown of a question."""
    sums = tally.sums
    if sums.answers < FEWEST:
        return Figures(question, None, None, "", None, ())
    lines = tuple(line for split in splits(question) for line in _lines(split, tally.chosen, sums.answers))
    counts = question.is_scored and question.points > 0
    difficulty = sums.difficulty if counts else None
    return Figures(
        question,
        sums.answers,
        None if _tells(sums) or any(line.count is None for line in lines) else difficulty,
        "" if difficulty is None else "easy" if difficulty >= EASY else "hard" if difficulty <= HARD else "medium",
        sums.discrimination if counts else None,
        lines,
    )


def _lines(split: Split, chosen: Mapping[str, int], answers: int) -> list[Line]:
    counts = [chosen.get(cell.key, 0) for cell in split.cells]
    rest = answers - sum(counts)
    cells = [*counts, rest] if rest > 0 or len(counts) == 1 else counts
    return [Line(split.text, cell, count) for cell, count in zip(split.cells, shown(cells), strict=False)]


def _tells(sums: Sums) -> bool:
    """Whether the mean would tell that one to four answers, or so many points, were right or wrong."""
    return any(0 < part < FEWEST for part in (sums.x, sums.answers - sums.x))
