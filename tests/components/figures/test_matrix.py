"""Topics by municipality."""

import pandas as pd
import pytest

from answers.heat_map.measures import MEASURES, Answer
from answers.heat_map.topics import Table
from components.figures import map_scale, matrix
from data.filters import Filters
from tests.components.figures.frames import measured
from words import texts

LOOK = matrix.Look()


def named(frame: pd.DataFrame, by: tuple[str, ...], measure: str) -> Answer:
    """An answer of the door as the map takes it: shares in percent."""
    k = 100 if MEASURES[measure].declared.is_share else 1
    ends = {end: frame[f"{measure}_{end}"] * k for end in ("low", "high")}
    return Answer(MEASURES[measure], by, frame.assign(value=frame[measure] * k, n=frame[f"{measure}_n"], **ends))


def heat_map(cells, totals, rows: str, measure: str, look=LOOK):
    found = Table(
        named(cells, ("municipality", rows), measure), named(totals, (rows,), measure), "Весь район", Filters()
    )
    return matrix.heat_map(found, look)


def trace(cells, totals, rows: str, measure: str, look=LOOK):
    (one,) = heat_map(cells, totals, rows, measure, look)["data"]
    return one


def texts_of(one) -> list[list[str]]:
    return [[text for text, _, _ in line] for line in one["cells"]]


def heat(one) -> list[list[float | None]]:
    return [[place for _, _, place in line] for line in one["cells"]]


def counts() -> tuple[pd.DataFrame, pd.DataFrame]:
    cells = measured(
        "records", [("roads", "a", 12, 9, 15, 12), ("waste", "b", 3, 1, 6, 3)], "topic_group", "municipality"
    )
    totals = measured("records", [("roads", 12, 9, 15, 12), ("waste", 3, 1, 6, 3)], "topic_group")
    return cells, totals


def test_a_combination_without_records_is_zero_in_counts() -> None:
    assert texts_of(trace(*counts(), "topic_group", "records")) == [["12", "12", "0"], ["3", "0", "3"]]


def test_no_data_few_data_and_zero_are_three_different_things_in_shares() -> None:
    rows = [
        ("roads", "a", 0.0, 0.0, 0.2, 9),
        ("roads", "b", float("nan"), float("nan"), float("nan"), 0),
        ("waste", "a", 1.0, 0.3, 1.0, 2),
    ]
    cells = measured("overdue_share", rows, "topic_group", "municipality")
    totals = measured("overdue_share", [("roads", 0.1, 0, 0.3, 9), ("waste", 1.0, 0.3, 1.0, 2)], "topic_group")

    one = trace(cells, totals, "topic_group", "overdue_share")

    assert [line[1:] for line in texts_of(one)] == [["0", "–"], ["мало", "–"]]
    assert [line[1][1].split(",")[0] for line in one["cells"]] == ["0\u00a0% (0–20\u00a0%)", "мало данных"]
    assert [line[2][1] for line in one["cells"]] == ["нет данных", "нет данных"]


def test_only_known_cells_have_a_colour_and_the_district_has_none() -> None:
    assert heat(trace(*counts(), "topic_group", "records")) == [[None, 1, 0], [None, 0, 0.25]]


@pytest.mark.parametrize(("rows", "key"), [("topic_group", "group"), ("topic", "topic")])
def test_rows_and_columns_say_which_filter_their_codes_are_of(rows: str, key: str) -> None:
    cells = measured("records", [("roads", "a", 12, 9, 15, 12)], rows, "municipality")
    totals = measured("records", [("roads", 12, 9, 15, 12)], rows)

    one = trace(cells, totals, rows, "records")

    assert one["key"] == key
    assert [code for code, _, _ in one["rows"]] == ["roads"]
    assert [code for code, _, _ in one["columns"]] == [None, "a"]


def test_an_unknown_municipality_stands_last() -> None:
    cells = measured(
        "records", [("roads", None, 5, 3, 8, 5), ("roads", "a", 1, 0, 3, 1)], "topic_group", "municipality"
    )
    totals = measured("records", [("roads", 6, 4, 9, 6)], "topic_group")

    assert trace(cells, totals, "topic_group", "records")["columns"][-1] == [None, "не определено", "не определено"]


def test_an_empty_answer_is_a_sentence() -> None:
    cells, totals = counts()

    one = trace(cells.iloc[:0], totals.iloc[:0], "topic_group", "records")

    assert one["reason"] == texts.EMPTY_FILTERS
    assert "cells" not in one


def test_what_is_nowhere_has_no_heat_and_makes_no_scale() -> None:
    rows = [("roads", "a", 4, 1, 9, 4), ("roads", None, 900, 800, 999, 900)]
    cells = measured("records", rows, "topic_group", "municipality")
    totals = measured("records", [("roads", 904, 800, 999, 904)], "topic_group")

    one = trace(cells, totals, "topic_group", "records")

    assert heat(one) == [[None, 1, None]]
    assert one["legend"]["ticks"][-1] == [1, "4"]


def test_colour_by_row_lets_every_row_reach_the_strongest() -> None:
    rows = [("roads", "a", 100, 80, 120, 100), ("waste", "a", 3, 1, 6, 3), ("waste", "b", 1, 0, 3, 1)]
    cells = measured("records", rows, "topic_group", "municipality")
    totals = measured("records", [("roads", 100, 80, 120, 100), ("waste", 4, 1, 9, 4)], "topic_group")

    def strongest(by_row: bool) -> list[float]:
        one = trace(cells, totals, "topic_group", "records", matrix.Look(by_row=by_row))
        return [max(place for place in line if place is not None) for line in heat(one)]

    assert strongest(False) == [1, 0.03]
    assert strongest(True) == [1, 1]


@pytest.mark.parametrize("dark", [False, True])
def test_a_scale_of_classes_ends_each_colour_where_the_next_begins(dark: bool) -> None:
    rows = [("roads", name, n, 0, 2 * n, n) for name, n in zip("abcd", (1, 5, 20, 90), strict=True)]
    cells = measured("records", rows, "topic_group", "municipality")
    totals = measured("records", [("roads", 116, 100, 130, 116)], "topic_group")

    one = trace(cells, totals, "topic_group", "records", matrix.Look("quantile", dark=dark))

    assert [place for place, _ in one["colours"]] == [0, 0.25, 0.25, 0.5, 0.5, 0.75, 0.75, 1]
    assert heat(one) == [[None, 0.125, 0.375, 0.625, 0.875]]


def test_twice_as_many_is_as_far_from_no_change_as_half_as_many_and_nothing_is_below_minus_100() -> None:
    scale = map_scale.make([-50, 100, -100], MEASURES["growth"], "even")
    assert scale is not None

    assert scale.z(100) == -scale.z(-50) == scale.high
    assert scale.z(-100) == scale.low
    assert [words for _, words in scale.ticks] == ["−50", "0", "+100"]
