"""Completions by unit and course: how many of those concerned are done."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from learn.accounts.tree import Unit
from learn.reports.filters import Filters
from learn.reports.order import in_dictionary_order
from learn.reports.queries import Completions
from learn.reports.rows import State

__all__ = ["Cell", "Summary", "SummaryRow", "summary"]


@dataclass(frozen=True, slots=True)
class Cell:
    """`done` of `total` people have completed the course; `query` is the address part of the list behind it."""

    done: int
    total: int
    query: str

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One unit; `with_below` says whether the units below it are counted in."""

    unit: Unit | None  # None: the sum of all
    with_below: bool
    query: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    courses: tuple[str, ...]
    rows: tuple[SummaryRow, ...]
    total: SummaryRow


def summary(report: Completions, filters: Filters) -> Summary:
    """One line a unit: the tops of what the viewer sees; under a single top its own people and each unit below."""
    sight = report.sight
    assert sight is not None  # noqa: S101  completions() gives it
    tree, seen = sight.tree, sight.units
    chosen = tree.by_code.get(filters.einheit)
    tops = [chosen.id] if chosen else list(tree.tops(seen))
    lines: list[tuple[Unit, bool, frozenset[int]]] = []
    if len(tops) == 1:
        top = tops[0]
        below = [unit for unit in tree.children.get(top, ()) if unit in seen]
        lines.append((tree.units[top], False, frozenset([top])))
        lines += [(tree.units[unit], True, tree.below([unit])) for unit in below]
    else:
        lines += [(tree.units[top], True, tree.below([top])) for top in tops]
    columns = sorted(
        {(e.course, str(e.course_key)) for e in report.entries}, key=lambda c: (in_dictionary_order(c[0]), c[1])
    )
    counts = _counts(report)
    rows = tuple(
        _row(unit, with_below, units, columns, counts, filters)
        for unit, with_below, units in lines
        if any(unit_id in units for unit_id, _key in counts)
    )
    every_unit = frozenset(tree.units)
    return Summary(
        courses=tuple(title for title, _key in columns),
        rows=rows,
        total=_row(None, True, every_unit, columns, counts, filters),
    )


def _counts(report: Completions) -> dict[tuple[int, str], tuple[int, int]]:
    """By unit and course: completed, all."""
    found: dict[tuple[int, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for entry in report.entries:
        place = (entry.unit.id, str(entry.course_key))
        done, total = found[place]
        found[place] = (done + (entry.state is State.COMPLETED), total + 1)
    return dict(found)


def _row(
    unit: Unit | None,
    with_below: bool,
    units: frozenset[int],
    columns: Sequence[tuple[str, str]],
    counts: dict[tuple[int, str], tuple[int, int]],
    filters: Filters,
) -> SummaryRow:
    here = filters.but(einheit=unit.code) if unit else filters
    cells: list[Cell | None] = []
    for _title, key in columns:
        parts = [count for (unit_id, course), count in counts.items() if course == key and unit_id in units]
        done, total = sum(part[0] for part in parts), sum(part[1] for part in parts)
        cells.append(Cell(done, total, here.but(kurs=key).query()) if total else None)
    return SummaryRow(unit, with_below, here.query(), tuple(cells))
