"""The workbook: typed cells, no formulas, the story of the numbers."""

import io
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access import scope
from answers.table import Column, columns_of
from data.metrics import Stamp
from data.scope import EVERYTHING
from reports.xlsx import workbook

STAMP = Stamp(7, date(2026, 3, 31), datetime(2026, 3, 31, tzinfo=UTC), is_demo=True, records=5, sources=())


def read(frame: pd.DataFrame, *columns: Column, **more: Any):
    with scope.use(EVERYTHING):
        body = workbook(frame, columns, "Заголовок", "52 недели · ЖКХ", STAMP, **more)
    return openpyxl.load_workbook(io.BytesIO(body))


@pytest.mark.parametrize("text", ["=1+1", "+7", "-2", "@SUM(A1)", "\tтаб", '=HYPERLINK("http://x")', "#N/A"])
def test_a_text_that_looks_like_a_formula_stays_a_text(text: str) -> None:
    cell = read(pd.DataFrame({"a": [text]}), Column("a", "А"))["Данные"]["A2"]

    assert cell.data_type == "s"
    assert cell.value.strip() == text.strip()
    assert cell.quotePrefix is (text[0] in "=+-@\t")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_no_text_ever_becomes_a_formula(texts: list[str]) -> None:
    sheet = read(pd.DataFrame({"a": texts}), Column("a", "А"))["Данные"]

    assert all(cell.data_type in ("s", "n") for row in sheet.iter_rows() for cell in row)
    assert all(cell.data_type == "s" or cell.value is None for row in sheet.iter_rows() for cell in row)


def test_numbers_dates_and_shares_keep_their_type() -> None:
    frame = pd.DataFrame({"n": [5], "s": [0.875], "d": [date(2026, 3, 2)]})

    sheet = read(frame, Column("n", "Число", "count"), Column("s", "Доля", "share"), Column("d", "День", "date"))[
        "Данные"
    ]

    assert sheet["A2"].value == 5
    assert sheet["B2"].value == 0.875
    assert sheet["B2"].number_format == "0.0%"
    assert sheet["C2"].value.date() == date(2026, 3, 2)
    assert sheet["C2"].number_format == "DD.MM.YYYY"


def test_missing_values_are_empty_cells_and_not_zeros() -> None:
    frame = pd.DataFrame({"s": [float("nan"), 0.0], "t": [None, "а"], "r": pd.array([pd.NA, 1], dtype="Int64")})

    sheet = read(frame, Column("s", "Доля", "share"), Column("t", "Текст"), Column("r", "Число", "count"))["Данные"]

    assert [sheet[f"{c}2"].value for c in "ABC"] == [None, None, None]
    assert sheet["A3"].value == 0


def test_a_cell_after_a_missing_one_does_not_inherit_its_type() -> None:
    sheet = read(pd.DataFrame({"t": ["=1", None, "просто"]}), Column("t", "Текст"))["Данные"]

    assert sheet["A4"].value == "просто"
    assert sheet["A4"].quotePrefix is False


def test_the_second_sheet_tells_what_the_numbers_are() -> None:
    book = read(pd.DataFrame({"a": ["б"]}), Column("a", "А", note="Как считается А."), limit_text="Показаны первые 5.")

    told = {row[0].value: row[1].value for row in book["О данных"].iter_rows() if row[0].value}
    assert told["Фильтры"] == "52 недели · ЖКХ"
    assert told["Данные на"] == "31.03.2026"
    assert told["Срез №"] == "7"
    assert "емонстрационные" in told["Внимание"]
    assert told["Ограничение"] == "Показаны первые 5."
    assert told["А"] == "Как считается А."


def test_columns_come_from_the_declarations_with_interval_and_n() -> None:
    found = columns_of(["on_time_share", "records"], ["week", "channel"], as_of=date(2026, 3, 31), intervals=True)

    assert [column.name for column in found] == [
        "week",
        "channel_label",
        "on_time_share",
        "on_time_share_low",
        "on_time_share_high",
        "on_time_share_n",
        "records",
        "records_low",
        "records_high",
        "records_n",
    ]
    assert [column.kind for column in found[:4]] == ["date", "text", "share", "share"]


def test_control_characters_are_left_out_and_long_texts_are_cut() -> None:
    sheet = read(pd.DataFrame({"a": ["а\x00б", "я" * 40_000]}), Column("a", "А"))["Данные"]

    assert sheet["A2"].value == "аб"
    assert len(sheet["A3"].value) == 32_767
