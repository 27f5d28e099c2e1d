"""Which cells of a table of counts are hidden, so that no small group shows: not in a cell, nor by subtraction.

Primary: counts below the threshold. Secondary: as many more as it takes that no hidden cell follows from the sums. A
table with its sums is an equation a line. With the hidden cells as edges between rows and columns, the cells that can
be computed are exactly the edges on no circle (Gusfield, SIAM J. Comput. 17, 1988). So cells are hidden until every
hidden one lies on a circle.
"""

from collections.abc import Sequence

__all__ = ["THRESHOLD", "computable", "hidden", "with_sums"]

THRESHOLD = 5  # people; below it a group could be recognised
Cell = tuple[int, int]


def with_sums(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    """The table with a last column and a last row of sums."""
    rows = [[*line, sum(line)] for line in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]] if rows else []


def hidden(counts: Sequence[Sequence[int]], threshold: int = THRESHOLD) -> frozenset[Cell]:
    """The cells to hide (row, column) of `with_sums(counts)`; the last row and column are the sums.

    Sums are hidden only where they are small themselves, or where a table has no other cell to hide instead.
    """
    table = with_sums(counts)
    if not table:
        return frozenset()
    height, width = len(table), len(table[0])
    gone = {(r, c) for r in range(height) for c in range(width) if table[r][c] < threshold}
    while True:
        weak = sorted(computable(gone, height, width) | _thin(table, gone, threshold))
        if not weak:
            return frozenset(gone)
        more = _circle(table, weak[0], gone)
        if not more:  # nothing is left to hide with it: everything goes
            return frozenset((r, c) for r in range(height) for c in range(width))
        gone |= more


def computable(gone: set[Cell] | frozenset[Cell], height: int, width: int) -> set[Cell]:
    """The hidden cells that follow from the others and the sums: edges between rows and columns on no circle."""
    return {cell for cell in gone if not _joined(cell, gone, height, width)}


def _joined(cell: Cell, gone: set[Cell] | frozenset[Cell], height: int, width: int) -> bool:
    """Whether the row and the column of a cell hang together without it."""
    by_row: list[list[int]] = [[] for _ in range(height)]
    by_column: list[list[int]] = [[] for _ in range(width)]
    for row, column in gone:
        if (row, column) != cell:
            by_row[row].append(column)
            by_column[column].append(row)
    rows, waiting = {cell[0]}, [cell[0]]
    columns: set[int] = set()
    while waiting:
        for column in by_row[waiting.pop()]:
            if column not in columns:
                columns.add(column)
                fresh = [row for row in by_column[column] if row not in rows]
                rows.update(fresh)
                waiting += fresh
    return cell[1] in columns


def _thin(table: list[list[int]], gone: set[Cell], threshold: int) -> set[Cell]:
    """Hidden cells of lines whose hidden people are together too few, while the sum shows: fewer than the threshold,
    or one a cell, since whoever knows that no cell is empty would know each."""
    height, width = len(table), len(table[0])
    weak: set[Cell] = set()
    lines = [[(r, c) for c in range(width)] for r in range(height)]
    lines += [[(r, c) for r in range(height)] for c in range(width)]
    for line in lines:
        inner = [cell for cell in line[:-1] if cell in gone]
        people = sum(table[r][c] for r, c in inner)
        if inner and line[-1] not in gone and people < max(threshold, len(inner) + 1):
            weak.add(inner[0])
    return weak


def _circle(table: list[list[int]], cell: Cell, gone: set[Cell]) -> set[Cell]:
    """The cells that, with this one, make a circle of four: the fewest people, sums last. Empty if all are gone."""
    height, width = len(table), len(table[0])
    row, column = cell
    best: tuple[tuple[int, int], set[Cell]] | None = None
    for other_row in range(height):
        for other_column in range(width):
            if other_row == row or other_column == column:
                continue
            more = {(row, other_column), (other_row, column), (other_row, other_column)} - gone
            if not more:
                continue
            sums = sum(r == height - 1 or c == width - 1 for r, c in more)
            price = (sums, sum(table[r][c] for r, c in more))
            if best is None or price < best[0]:
                best = (price, more)
    return best[1] if best else set()
