"""An axis of counts names whole numbers, each once."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from components.figures import flow
from components.figures.whole_ticks import count_axis


def bars(*series: list[int | None]) -> go.Figure:
    return go.Figure([go.Bar(x=["а", "б"], y=one) for one in series])


@pytest.mark.parametrize(
    ("series", "step"),
    [(([1, 2],), 1), (([2, None], [2, 4]), 1), (([3, 1], [2, 0]), None), (([700, 3],), None), (([0, 0],), None)],
)
def test_few_are_counted_one_by_one_with_all_that_is_stacked(series: tuple[list[int | None], ...], step: int | None):
    axis = count_axis(bars(*series)).layout.yaxis
    assert (axis.dtick, axis.tickformat, axis.rangemode) == (step, ",d", "tozero")


def test_a_line_above_the_bars_is_counted_by_itself() -> None:
    line = go.Scatter(x=["а", "б"], y=[2.5, 9.0])
    assert count_axis(go.Figure([*bars([1, 2]).data, line])).layout.yaxis.dtick is None
    assert count_axis(go.Figure([*bars([1, 3]).data, line.update(y=[2.5, None])])).layout.yaxis.dtick == 1


def test_lying_bars_have_their_counts_below() -> None:
    lying = go.Figure(go.Bar(x=[1, 1], y=["а", "б"], orientation="h"))
    figure = count_axis(lying, "x")
    assert (figure.layout.xaxis.dtick, figure.layout.yaxis.dtick) == (1, None)


def test_a_flow_of_single_records_has_whole_ticks() -> None:
    weeks = pd.to_datetime(["2026-01-05", "2026-01-12"])
    frame = pd.DataFrame({"week": weeks, "channel": "im_vk", "channel_label": "ИМ: ВКонтакте", "records": [1, 1]})
    assert flow.stacked_bars(frame, "week", "channel").layout.yaxis.dtick == 1
