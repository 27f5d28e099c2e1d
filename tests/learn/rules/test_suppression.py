"""No group of fewer than five people shows: not in a cell, nor by subtracting cells from sums."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.rules.suppression import THRESHOLD, hidden, with_sums

COUNTS = st.integers(0, 12)


@st.composite
def tables(draw: st.DrawFn) -> list[list[int]]:
    width = draw(st.integers(1, 5))
    return draw(st.lists(st.lists(COUNTS, min_size=width, max_size=width), min_size=1, max_size=5))


def followed_from_the_sums(gone: frozenset[tuple[int, int]], height: int, width: int) -> set[tuple[int, int]]:
    """The hidden cells with one value only, by elimination over the equations of all rows and columns."""
    cells = sorted(gone)
    place = {cell: n for n, cell in enumerate(cells)}
    lines = [[(r, c) for c in range(width)] for r in range(height)] + [
        [(r, c) for r in range(height)] for c in range(width)
    ]
    rows = []
    for line in lines:
        row = [Fraction(0)] * len(cells)
        for cell in line:
            if cell in place:
                row[place[cell]] = Fraction(-1 if cell == line[-1] else 1)
        rows.append(row)
    pivot = 0
    for column in range(len(cells)):
        found = next((n for n in range(pivot, len(rows)) if rows[n][column]), None)
        if found is None:
            continue
        rows[pivot], rows[found] = rows[found], rows[pivot]
        rows[pivot] = [value / rows[pivot][column] for value in rows[pivot]]
        for n in range(len(rows)):
            if n != pivot and rows[n][column]:
                factor = rows[n][column]
                rows[n] = [a - factor * b for a, b in zip(rows[n], rows[pivot], strict=True)]
        pivot += 1
    return {cells[next(n for n, value in enumerate(row) if value)] for row in rows if sum(map(bool, row)) == 1}


@given(tables())
def test_no_hidden_cell_follows_from_what_shows(counts: list[list[int]]) -> None:
    table, gone = with_sums(counts), hidden(counts)
    height, width = len(table), len(table[0])
    assert followed_from_the_sums(gone, height, width) == set()
    for row in range(height):
        for column in range(width):
            assert (row, column) in gone or table[row][column] >= THRESHOLD


@given(tables())
def test_the_hidden_of_a_line_are_never_a_small_group_themselves(counts: list[list[int]]) -> None:
    table, gone = with_sums(counts), hidden(counts)
    for row in range(len(table)):
        inner = [table[row][c] for c in range(len(table[0]) - 1) if (row, c) in gone]
        if inner and (row, len(table[0]) - 1) not in gone:
            assert sum(inner) >= THRESHOLD


@pytest.mark.parametrize(
    ("counts", "gone"),
    [
        ([[20, 30], [40, 50]], set()),
        ([[3, 30], [40, 50]], {(0, 0), (0, 1), (1, 0), (1, 1)}),
        ([[2]], {(0, 0), (0, 1), (1, 0), (1, 1)}),
        ([[20]], set()),
        ([], set()),
    ],
)
def test_small_tables(counts: list[list[int]], gone: set[tuple[int, int]]) -> None:
    assert hidden(counts) == gone


def test_two_circles_joined_by_one_cell_do_not_give_it_away() -> None:
    """Each line has two hidden cells, and still the one between the circles would follow."""
    counts = [[1, 1, 9, 9], [1, 1, 9, 9], [9, 1, 1, 1], [9, 9, 1, 1]]
    assert followed_from_the_sums(hidden(counts), 5, 5) == set()
