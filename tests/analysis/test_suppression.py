"""Hidden cells: counted by hand, and no table of any shape lets one be worked out."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.suppression import Cell, hidden, lines


def cell(**members: str) -> Cell:
    return frozenset(members.items())


def one_way(*counts: int) -> dict[Cell, int]:
    return {cell(): sum(counts)} | {cell(topic=str(i)): n for i, n in enumerate(counts)}


def two_way(rows: list[list[int]]) -> dict[Cell, int]:
    made = {cell(): sum(map(sum, rows))}
    made |= {cell(topic=str(i)): sum(row) for i, row in enumerate(rows)}
    made |= {cell(place=str(j)): sum(column) for j, column in enumerate(zip(*rows, strict=True))}
    return made | {cell(topic=str(i), place=str(j)): n for i, row in enumerate(rows) for j, n in enumerate(row)}


@pytest.mark.parametrize(
    ("counts", "taken"),
    [
        ((20, 30, 40), set()),
        ((20, 3, 40), {"0", "1"}),  # the smallest beside it, or the total would tell
        ((20, 4, 4, 40), {"1", "2"}),  # eight in two cells: six more than the least
        ((20, 2, 2, 40), {"0", "1", "2"}),  # four in two cells could hardly be else
        ((20, 0, 40), set()),
        ((0, 0, 7), set()),
        ((2, 0, 0), {"0"}),
    ],
)
def test_a_row_of_counts_beside_its_total(counts: tuple[int, ...], taken: set[str]) -> None:
    found = hidden(one_way(*counts), [("topic",)], few=5)
    assert {dict(one)["topic"] for one in found if one} == taken
    assert (cell() in found) == (sum(counts) < 5 and sum(counts) > 0)


def test_a_table_hides_what_its_rows_and_columns_would_tell() -> None:
    found = hidden(two_way([[3, 20, 30], [20, 20, 30], [30, 30, 40]]), [("topic", "place")], few=5)
    # One small cell needs another in its row, one in its column, and the fourth corner.
    assert found == {cell(topic=i, place=j) for i, j in product("01", "01")}


def test_cells_that_never_leave_are_hidden_with_others_beside_them() -> None:
    counts = one_way(50, 60, 70)
    assert hidden(counts, [("topic",)], few=5, always=[cell(topic="1")]) == {cell(topic="0"), cell(topic="1")}


def determined(counts: dict[Cell, int], found: frozenset[Cell]) -> set[Cell]:
    """Positive hidden cells that the shown ones leave one value, by solving all lines."""
    order = sorted(found, key=sorted)
    rows = []
    for line in lines(counts, [("topic", "place")]):
        row = [float(one in line.parts) - float(one == line.total) for one in order]
        rows.append(row)
    matrix = np.array(rows)
    rank = np.linalg.matrix_rank(matrix) if order else 0
    fixed = set()
    for number, one in enumerate(order):
        unit = np.zeros(len(order))
        unit[number] = 1.0
        if np.linalg.matrix_rank(np.vstack([matrix, unit])) == rank and counts[one]:
            fixed.add(one)
    return fixed


tables = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 30), min_size=width, max_size=width), min_size=2, max_size=5)
)


@given(tables)
def test_no_hidden_cell_can_be_worked_out_and_no_small_one_is_shown(rows: list[list[int]]) -> None:
    counts = two_way(rows)
    found = hidden(counts, [("topic", "place")], few=5)
    assert all(not 0 < n < 5 or one in found for one, n in counts.items())
    if cell() not in found:
        assert determined(counts, found) == set()
