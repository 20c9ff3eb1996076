"""Fingerprints of rows: by their cells, and by all that reads them."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.sources import known_rows
from etl.sources.known_rows import KnownRows

CELLS = st.lists(st.text("аб1; ", max_size=3), min_size=3, max_size=3)
DAY = date(2026, 3, 20)


def _knowing(basis: bytes = b"x", stored: list[int] | None = None, since: date | None = None) -> KnownRows:
    made = KnownRows()
    made.begin(basis, lambda: np.array(sorted(stored or []), dtype=np.int64), since)
    return made


@given(CELLS, CELLS)
def test_rows_have_one_fingerprint_where_the_cells_that_are_read_are_the_same(one: list[str], other: list[str]) -> None:
    told = _knowing().fingerprints([(1, one), (2, other)], {"id": 0, "text": 2}, "")
    assert (told[1] == told[2]) == ((one[0], one[2]) == (other[0], other[2]))


def test_a_row_that_ends_early_says_what_one_with_empty_cells_says() -> None:
    told = _knowing().fingerprints([(1, ["7", "", ""]), (2, ["7"])], {"id": 0, "text": 2}, "")
    assert told[1] == told[2]


@pytest.mark.parametrize(
    "basis, columns, by", [(b"y", {"id": 0}, ""), (b"x", {"text": 0}, ""), (b"x", {"id": 0}, "МСК")]
)
def test_another_reading_makes_another_fingerprint(basis: bytes, columns: dict[str, int], by: str) -> None:
    row = [(1, ["7"])]
    assert _knowing().fingerprints(row, {"id": 0}, "") != _knowing(basis).fingerprints(row, columns, by)


def test_rows_that_share_a_number_in_a_damaged_workbook_have_none() -> None:
    assert _knowing().fingerprints([(5, ["7"]), (5, ["8"])], {"id": 0}, "") == {}


def test_a_chunk_of_few_rows_and_an_earlier_day_are_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {1: 10, 2: 20}
    assert _knowing(stored=[10]).among(told, DAY) == set()
    monkeypatch.setattr(known_rows, "ENOUGH", 2)
    assert _knowing(stored=[10]).among(told, DAY) == {1}
    assert _knowing(stored=[10], since=DAY).among(told, date(2026, 3, 19)) == set()
    assert _knowing(stored=[]).among(told, DAY) == set()
