"""Headings that sort: what a table tells the browser, and what a page of a longer list asks the server."""

import json
from datetime import date
from typing import Any

import pandas as pd
import pytest
from dash import html

from components import sorting, tables
from components.sorting import Ordered
from components.tables import Column
from tests.components.test_blocks import parts, words

FRAME = pd.DataFrame(
    {
        "name": ["Ёлочка", "Жар", "Ель", None],
        "n": [9.0, 10.0, None, 10.0],
        "on": [date(2026, 2, 1), None, date(2025, 12, 31), date(2026, 1, 1)],
        "said": [html.Span(["№ ", html.B("10")]), html.Span("№ 9"), [html.Div("№ 9"), "а"], None],
        "deed": ["x"] * 4,
    }
)
COLUMNS = [
    Column("name", "Имя"),
    Column("n", "Число"),
    Column("on", "День"),
    Column("said", "Сказано", lambda cell: cell),
    Column("text", "Число словами", order="n"),
    Column("deed", "Отменить", order=None),
]


def drawn(**more):
    return tables.data_table(FRAME.assign(text=["девять", "десять", "", "десять"]), COLUMNS, "Список", **more)


def test_every_row_says_its_place_by_every_column_and_nothing_where_it_is_not_known():
    rows = [getattr(row, "data-order") for row in parts(drawn(), "Tr")[1:]]
    assert rows == ["0,1,0,2,2,0,", "1,2,1,,0,1,", "2,0,,0,1,,", "3,,1,1,,1,"]


def test_a_heading_is_a_button_unless_it_sorts_nothing():
    assert [words(button) for button in parts(drawn(), "Button")] == [
        "Имя", "Число", "День", "Сказано", "Число словами",
    ]  # fmt: skip
    assert not parts(drawn(is_whole=False), "Button"), "the shown part of a list is not sorted as if it were all"


@pytest.mark.parametrize(
    ("now", "way", "wanted"), [("n.asc", "ascending", "n.desc"), ("n.desc", "descending", "n.asc"), ("", None, "n.asc")]
)
def test_a_heading_of_a_longer_list_asks_for_the_other_way(now, way, wanted):
    table = drawn(ordered=Ordered({"type": "url-param", "key": "sort", "default": ""}, now, {"n": "n"}))
    (button,) = parts(table, "Button")
    assert getattr(button, "data-next") == wanted
    assert [getattr(th, "aria-sort", None) for th in parts(table, "Th")] == [None, way, None, None, None, None]
    assert json.loads(getattr(parts(table, "Table")[0], "data-control"))["key"] == "sort"
    assert not hasattr(parts(table, "Tr")[1], "data-order")


def test_the_words_of_a_cell_are_those_a_reader_sees():
    nested: Any = [html.B("Аскиз"), None, ["село", 3]]
    assert sorting.words_in(html.Div(nested)) == "Аскиз село 3"
    assert sorting.words_in(html.Div()) == ""
    assert sorting.words_in(3.5) == 3.5
