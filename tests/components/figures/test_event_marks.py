"""Events on a chart of time: bands where they were, labels that meet nowhere."""

from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go
from hypothesis import given
from hypothesis import strategies as st
from plotly.subplots import make_subplots

from answers.events import Mark
from components.figures import event_marks

WEEKS = [date(2026, 1, 5) + timedelta(weeks=at) for at in range(12)]


def mark(number: int, first: date, last: date | None = None, label: str = "авария") -> Mark:
    return Mark(number, label, f"Событие {number}.", first, last)


def bars(**layout: object) -> go.Figure:
    return go.Figure(go.Bar(x=WEEKS, y=[1] * len(WEEKS))).update_layout(**layout)


def test_a_week_is_marked_from_its_left_end_to_its_right_end() -> None:
    figure = event_marks.mark(bars(), [mark(1, date(2026, 1, 12), date(2026, 1, 18))], "week")
    (band,) = figure.layout.shapes
    assert (band.x0, band.x1) == (pd.Timestamp("2026-01-08 12:00"), pd.Timestamp("2026-01-15 12:00")), (
        "the bar of 12.01, whole"
    )
    assert [note.text for note in figure.layout.annotations] == ["1 авария"]


def test_the_legend_over_the_chart_stands_above_the_labels_and_one_under_it_stays() -> None:
    marks = [mark(1, WEEKS[3]), mark(2, WEEKS[4])]
    over = event_marks.mark(bars(height=340), marks, "week").layout
    room = over.height - over.margin.t - 70
    assert (over.legend.y - 1) * room >= over.margin.t - 8
    assert event_marks.mark(bars(legend_y=-0.3), marks, "week").layout.legend.y == -0.3


def test_what_goes_on_reaches_the_end_and_what_began_earlier_the_beginning() -> None:
    figure = event_marks.mark(bars(), [mark(1, date(2025, 1, 1))], "week")
    (band,) = figure.layout.shapes
    assert (band.x0, band.x1) == (pd.Timestamp("2026-01-01 12:00"), pd.Timestamp("2026-03-26 12:00"))


def test_of_a_turn_only_the_day_is_marked() -> None:
    turn = Mark(1, "смена порядка", "Новый порядок.", date(2026, 1, 12), None, is_turn=True)
    (band,) = event_marks.mark(bars(), [turn], "week").layout.shapes
    assert band.x0 == band.x1


def test_small_multiples_are_marked_each() -> None:
    figure = make_subplots(2, 1, shared_xaxes=True)
    for row in (1, 2):
        figure.add_trace(go.Bar(x=WEEKS, y=[1] * 12), row, 1)
    event_marks.mark(figure, [mark(1, WEEKS[3])], "week")
    assert [(one.xref, one.yref) for one in figure.layout.shapes] == [("x", "y domain"), ("x2", "y2 domain")]


def test_an_axis_of_something_else_is_left_alone() -> None:
    for figure in (go.Figure(go.Bar(x=["ВК", "ОК"], y=[1, 2])), go.Figure()):
        assert event_marks.span(figure, "week") is None
        assert not event_marks.mark(figure, [mark(1, WEEKS[0])], "week").layout.shapes


def test_the_last_step_is_told_whole_and_quarters_are_only_listed() -> None:
    assert event_marks.span(bars(), "week") == (WEEKS[0], WEEKS[-1] + timedelta(days=6))
    quarters = bars(xaxis_type="category")
    assert event_marks.span(quarters, "quarter") is not None
    assert not event_marks.mark(quarters, [mark(1, WEEKS[0])], "quarter").layout.shapes


@given(st.lists(st.integers(0, 83), max_size=9), st.integers(0, 40))
def test_labels_meet_no_other(days: list[int], length: int) -> None:
    marks = [mark(at, WEEKS[0] + timedelta(days=day), WEEKS[0] + timedelta(days=day + length))
             for at, day in enumerate(sorted(days), start=1)]  # fmt: skip
    left, right = pd.Timestamp("2026-01-01 12:00"), pd.Timestamp("2026-03-26 12:00")
    bands = [event_marks._band(one, timedelta(days=3, hours=12), left, right) for one in marks]
    taken: dict[int, list[tuple[float, float]]] = {}
    for (first, last), (lane, words) in zip(bands, event_marks.lanes(marks, bands, left, right), strict=True):
        middle = 260 * ((first + (last - first) / 2 - left) / (right - left))
        width = max(len(words) * 6.5, 16)
        ends = middle - width / 2, middle + width / 2
        assert all(ends[0] >= end or ends[1] <= begin for begin, end in taken.get(lane, []))
        taken.setdefault(lane, []).append(ends)
