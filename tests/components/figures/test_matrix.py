"""Topics by municipality."""

import pandas as pd
import pytest

from answers.heat_map.measures import MEASURES, Answer
from answers.heat_map.topics import Table
from components import theme
from components.figures import map_scale, matrix
from data.filters import Filters
from tests.components.figures.frames import measured
from tests.components.test_theme import contrast

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
    words = drawn(heat_map(*counts(), "topic_group", "records"))

    assert words == {(0, 0): "12", (0, 1): "12", (0, 2): "0", (1, 0): "3", (1, 1): "0", (1, 2): "3"}


def test_no_data_few_data_and_zero_are_three_different_things_in_shares() -> None:
    rows = [
        ("roads", "a", 0.0, 0.0, 0.2, 9),
        ("roads", "b", float("nan"), float("nan"), float("nan"), 0),
        ("waste", "a", 1.0, 0.3, 1.0, 2),
    ]
    cells = measured("overdue_share", rows, "topic_group", "municipality")
    totals = measured("overdue_share", [("roads", 0.1, 0, 0.3, 9), ("waste", 1.0, 0.3, 1.0, 2)], "topic_group")

    words = drawn(heat_map(cells, totals, "topic_group", "overdue_share"))

    assert words[0, 1] == "0"
    assert words[0, 2] == "–"
    assert words[1, 1] == "мало"
    assert words[1, 2] == "–"


def test_only_known_cells_have_a_colour_and_the_district_has_none() -> None:
    figure = heat_map(*counts(), "topic_group", "records")

    coloured = [trace for trace in figure.data if trace.zmax != 1 or trace.colorscale[0][1] != trace.colorscale[-1][1]]
    assert coloured
    assert all(row[0] is None for trace in coloured for row in trace.z)


@pytest.mark.parametrize(("rows", "place"), [("topic_group", 0), ("topic", 1)])
def test_a_click_carries_the_code_of_the_group_or_of_the_topic(rows: str, place: int) -> None:
    cells = measured("records", [("roads", "a", 12, 9, 15, 12)], rows, "municipality")
    totals = measured("records", [("roads", 12, 9, 15, 12)], rows)

    data = heat_map(cells, totals, rows, "records").data[0].customdata

    assert data[0][1][place] == "roads"
    assert data[0][1][1 - place] is None
    assert data[0][1][2] == "a"
    assert data[0][0][2] is None


def test_an_unknown_municipality_stands_last() -> None:
    cells = measured(
        "records", [("roads", None, 5, 3, 8, 5), ("roads", "a", 1, 0, 3, 1)], "topic_group", "municipality"
    )
    totals = measured("records", [("roads", 6, 4, 9, 6)], "topic_group")

    figure = heat_map(cells, totals, "topic_group", "records")

    assert figure.layout.xaxis.ticktext[-1] == "не определено"


def test_an_empty_answer_is_a_sentence() -> None:
    cells, totals = counts()

    figure = heat_map(cells.iloc[:0], totals.iloc[:0], "topic_group", "records")

    assert not figure.data
    assert figure.layout.annotations[0].text


def test_what_is_nowhere_has_no_heat_and_makes_no_scale() -> None:
    rows = [("roads", "a", 4, 1, 9, 4), ("roads", None, 900, 800, 999, 900)]
    cells = measured("records", rows, "topic_group", "municipality")
    totals = measured("records", [("roads", 904, 800, 999, 904)], "topic_group")

    figure = heat_map(cells, totals, "topic_group", "records")

    heated = [trace for trace in figure.data if trace.colorscale[0][1] != trace.colorscale[-1][1]]
    assert max(z for trace in heated for line in trace.z for z in line if z is not None) == 1
    assert all(line[2] is None for trace in heated for line in trace.z)
    assert figure.data[0].colorbar.ticktext[-1] == "4"


def test_colour_by_row_lets_every_row_reach_the_strongest() -> None:
    rows = [("roads", "a", 100, 80, 120, 100), ("waste", "a", 3, 1, 6, 3), ("waste", "b", 1, 0, 3, 1)]
    cells = measured("records", rows, "topic_group", "municipality")
    totals = measured("records", [("roads", 100, 80, 120, 100), ("waste", 4, 1, 9, 4)], "topic_group")

    def strongest(by_row: bool) -> list[float]:
        figure = heat_map(cells, totals, "topic_group", "records", matrix.Look(by_row=by_row))
        heated = [trace for trace in figure.data if trace.colorscale[0][1] != trace.colorscale[-1][1]]
        return [max(z for t in heated for z in t.z[row] if z is not None) for row in (0, 1)]

    assert strongest(False) == [1, 0.03]
    assert strongest(True) == [1, 1]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("measure", ["records", "growth"])
def test_letters_in_every_cell_have_the_contrast_of_text(measure: str, dark: bool) -> None:
    values = [-100 + 2 * step for step in range(400)] if measure == "growth" else list(range(400))
    scale = map_scale.make(values, MEASURES[measure], "even", dark=dark)
    assert scale is not None

    colours = {scale.colour(value) for value in values}
    assert min(contrast(theme.ink_on(colour), colour) for colour in colours) >= 4.5


def test_twice_as_many_is_as_far_from_no_change_as_half_as_many_and_nothing_is_below_minus_100() -> None:
    scale = map_scale.make([-50, 100, -100], MEASURES["growth"], "even")
    assert scale is not None

    assert scale.z(100) == -scale.z(-50) == scale.high
    assert scale.z(-100) == scale.low
    assert [words for _, words in scale.ticks] == ["−50", "0", "+100"]
