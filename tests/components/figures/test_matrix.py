"""Topics by municipality."""

import pandas as pd
import pytest

from components.figures import matrix
from tests.components.figures.frames import measured


def drawn(figure) -> dict[tuple[int, int], str]:
    """What is written in each cell, whichever trace writes it."""
    found: dict[tuple[int, int], str] = {}
    for trace in figure.data:
        for y, line in enumerate(trace.text):
            for x, word in enumerate(line):
                if word:
                    assert (y, x) not in found, "a text is written twice"
                    found[y, x] = word
    return found


def counts() -> tuple[pd.DataFrame, pd.DataFrame]:
    cells = measured(
        "records", [("roads", "a", 12, 9, 15, 12), ("waste", "b", 3, 1, 6, 3)], "topic_group", "municipality"
    )
    totals = measured("records", [("roads", 12, 9, 15, 12), ("waste", 3, 1, 6, 3)], "topic_group")
    return cells, totals


def test_a_combination_without_records_is_zero_in_counts() -> None:
    words = drawn(matrix.heat_map(*counts(), "topic_group", "municipality", "records"))

    assert words == {(0, 0): "12", (0, 1): "12", (0, 2): "0", (1, 0): "3", (1, 1): "0", (1, 2): "3"}


def test_no_data_few_data_and_zero_are_three_different_things_in_shares() -> None:
    rows = [
        ("roads", "a", 0.0, 0.0, 0.2, 9),
        ("roads", "b", float("nan"), float("nan"), float("nan"), 0),
        ("waste", "a", 1.0, 0.3, 1.0, 2),
    ]
    cells = measured("overdue_share", rows, "topic_group", "municipality")
    totals = measured("overdue_share", [("roads", 0.1, 0, 0.3, 9), ("waste", 1.0, 0.3, 1.0, 2)], "topic_group")

    words = drawn(matrix.heat_map(cells, totals, "topic_group", "municipality", "overdue_share"))

    assert words[0, 1] == "0"
    assert words[0, 2] == "–"
    assert words[1, 1] == "мало"
    assert words[1, 2] == "–"


def test_only_known_cells_have_a_colour_and_the_district_has_none() -> None:
    figure = matrix.heat_map(*counts(), "topic_group", "municipality", "records")

    coloured = [trace for trace in figure.data if trace.zmax != 1 or trace.colorscale[0][1] != trace.colorscale[-1][1]]
    assert coloured
    assert all(row[0] is None for trace in coloured for row in trace.z)


@pytest.mark.parametrize(("rows", "place"), [("topic_group", 0), ("topic", 1)])
def test_a_click_carries_the_code_of_the_group_or_of_the_topic(rows: str, place: int) -> None:
    cells = measured("records", [("roads", "a", 12, 9, 15, 12)], rows, "municipality")
    totals = measured("records", [("roads", 12, 9, 15, 12)], rows)

    data = matrix.heat_map(cells, totals, rows, "municipality", "records").data[0].customdata

    assert data[0][1][place] == "roads"
    assert data[0][1][1 - place] is None
    assert data[0][1][2] == "a"
    assert data[0][0][2] is None


def test_an_unknown_municipality_stands_last() -> None:
    cells = measured(
        "records", [("roads", None, 5, 3, 8, 5), ("roads", "a", 1, 0, 3, 1)], "topic_group", "municipality"
    )
    totals = measured("records", [("roads", 6, 4, 9, 6)], "topic_group")

    figure = matrix.heat_map(cells, totals, "topic_group", "municipality", "records")

    assert figure.layout.xaxis.ticktext[-1] == "не определено"


def test_an_empty_answer_is_a_sentence() -> None:
    cells, totals = counts()

    figure = matrix.heat_map(cells.iloc[:0], totals.iloc[:0], "topic_group", "municipality", "records")

    assert not figure.data
    assert figure.layout.annotations[0].text
